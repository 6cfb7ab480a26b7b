import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env['ROLLCALL_URL'] ?? 'http://127.0.0.1:7117';

/** The server compares Origin with its own name, so the development page speaks under that name. */
const toServer = { target: server, changeOrigin: true, headers: { origin: new URL(server).origin } };

/** Both fonts are under the SIL Open Font License, which wants its text beside every copy. */
function fontLicences(): Plugin {
  const require = createRequire(import.meta.url);
  const licences = {
    'Inter-LICENSE.txt': '@fontsource-variable/inter/LICENSE',
    'JetBrainsMono-LICENSE.txt': 'jetbrains-mono/LICENSE',
  };
  return {
    name: 'font-licences',
    apply: 'build',
    generateBundle() {
      for (const [name, path] of Object.entries(licences)) {
        const source = readFileSync(require.resolve(path), 'utf8');
        this.emitFile({ type: 'asset', fileName: `licences/${name}`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), fontLicences()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: { '/api': toServer, '/socket.io': { ...toServer, ws: true } },
  },
  build: {
    target: 'baseline-widely-available',
    license: { fileName: 'licences/packages.md' },
    // A strict Content-Security-Policy admits neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
