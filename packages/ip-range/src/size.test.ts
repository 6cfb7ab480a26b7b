import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('index.ts', import.meta.url));

/** What one import of the package costs a page: the files that stay, and bytes minified and gzipped without ipaddr.js. */
async function cost(names: string): Promise<{ files: string[]; bytes: number }> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id.endsWith('page.ts') ? '\0page.ts' : undefined),
        load: (id) => (id === '\0page.ts' ? `export { ${names} } from ${JSON.stringify(entry)}` : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2024',
      lib: { entry: 'page.ts', formats: ['es'] },
      rolldownOptions: { external: ['ipaddr.js'], output: { minify: true } },
    },
  });
  const { output } = (result as Rolldown.RolldownOutput[])[0] as Rolldown.RolldownOutput;
  const files = Object.entries(output[0].modules).filter(([, module]) => module.renderedLength > 0);
  return { files: files.map(([file]) => file), bytes: gzipSync(output[0].code, { level: 9 }).length };
}

describe('size, minified and gzipped, ipaddr.js outside', () => {
  it.each([
    { names: 'parse', limit: 22_000 },
    { names: 'parse, tryParse, HostSet, classify, formatIssue', limit: 24_300 },
  ])('of $names stays under $limit bytes', async ({ names, limit }) => {
    const { bytes } = await cost(names);
    expect(bytes).toBeLessThan(limit);
    // A limit far above the truth guards nothing.
    expect(bytes).toBeGreaterThan(limit * 0.9);
  });

  it('leaves the Chinese sentences out of the main entry, and the warnings out of parse', async () => {
    const everything = await cost('parse, tryParse, HostSet, classify, formatIssue');
    expect(everything.files.filter((file) => file.includes('/messages/zh'))).toEqual([]);
    expect(everything.files.some((file) => file.endsWith('/parse/remarks.ts'))).toBe(true);
    const { files } = await cost('parse');
    expect(files.filter((file) => file.endsWith('/parse/remarks.ts'))).toEqual([]);
  });
});
