import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const ENTRY = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** What an import of some names costs a page: the files that stay, and bytes minified and gzipped without ipaddr.js. */
export async function pageCost(names: string): Promise<{ files: string[]; bytes: number }> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id.endsWith('page.ts') ? '\0page.ts' : undefined),
        load: (id) => (id === '\0page.ts' ? `export { ${names} } from ${JSON.stringify(ENTRY)}` : undefined),
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
  const [{ output }] = result as [Rolldown.RolldownOutput];
  const files = Object.entries(output[0].modules).filter(([, module]) => module.renderedLength > 0);
  return { files: files.map(([file]) => file), bytes: gzipSync(output[0].code, { level: 9 }).length };
}
