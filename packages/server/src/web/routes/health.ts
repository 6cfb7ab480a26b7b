import { health } from '@rollcall/protocol/schemas';
import type { App, RouteDeps } from '../app-types.ts';
import { PROBLEM_ANSWERS } from './answers.ts';

/** Whether the server works, for whoever watches it; open, so it says nothing else. */
export function healthRoutes(api: App, { engine, version }: RouteDeps): void {
  api.get(
    '/health',
    {
      config: { open: true },
      schema: {
        summary: 'Whether the server works; `degraded` without its engine',
        tags: ['server'],
        security: [],
        response: { 200: health, ...PROBLEM_ANSWERS },
      },
    },
    async () => ({ status: engine.alive ? ('ok' as const) : ('degraded' as const), version }),
  );
}
