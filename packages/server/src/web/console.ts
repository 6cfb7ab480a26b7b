import { sep } from 'node:path';
import statics from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import type { App } from './app-types.ts';
import { sendProblem } from './errors.ts';

/** Pages of the console: each is the same document, and the page reads its own URL. */
const PAGES = ['/', '/runs/:id', '/history', '/host-keys', '/sign-in'];
const PAGE = 'index.html';

/**
 * Serves the built console. Files with a hash in their name are kept by browsers for ever, everything else is asked for
 * again; a person who follows a wrong link gets the console with status 404, a program a problem document.
 */
export async function serveConsole(app: App, folder: string): Promise<void> {
  await app.register(statics, {
    root: folder,
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    schemaHide: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = path.includes(`${sep}assets${sep}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const url of PAGES)
    app.get(url, { schema: { hide: true } }, (_request, reply) => reply.sendFile(PAGE));
  app.setNotFoundHandler((request, reply) =>
    wantsPage(request) ? reply.code(404).sendFile(PAGE) : sendProblem(request, reply, 'not-found'),
  );
}

function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}
