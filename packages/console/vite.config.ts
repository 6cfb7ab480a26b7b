import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env['ROLLCALL_URL'] ?? 'http://127.0.0.1:7117';

/** The server compares Origin with its own name, so the development page speaks under that name. */
const toServer = { target: server, changeOrigin: true, headers: { origin: new URL(server).origin } };

const require = createRequire(import.meta.url);
const INTER = require.resolve('@fontsource-variable/inter/LICENSE');
/** The licence of the packing, which is MIT; it does not carry that of the font. */
const JETBRAINS_MONO = require.resolve('jetbrains-mono/LICENSE');
const JETBRAINS_COPYRIGHT =
  'Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono)';

/** Both fonts are under the SIL Open Font License 1.1, which wants its text beside every copy. */
function fontLicences(): Plugin {
  const ofl = readFileSync(INTER, 'utf8');
  const licences = {
    'Inter-OFL.txt': ofl,
    'JetBrainsMono-OFL.txt': ofl.replace(/^Copyright .*$/m, JETBRAINS_COPYRIGHT),
    'jetbrains-mono-package-MIT.txt': readFileSync(JETBRAINS_MONO, 'utf8'),
  };
  return {
    name: 'font-licences',
    apply: 'build',
    generateBundle() {
      for (const [name, source] of Object.entries(licences))
        this.emitFile({ type: 'asset', fileName: `licences/${name}`, source });
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
    // The page of a run carries xterm, about 390 kB of it.
    chunkSizeWarningLimit: 600,
  },
});
