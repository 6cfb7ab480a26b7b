import { rangePreview, rangePreviewBody } from '@rollcall/protocol/schemas';
import type { App, RouteDeps } from '../app-types.ts';
import { localeOf } from '../problem.ts';
import { previewRange } from '../range.ts';
import { PROBLEM_ANSWERS } from './answers.ts';

/** What a host range means, for callers without the parser. */
export function rangeRoutes(api: App, { limits, inventory }: RouteDeps): void {
  api.post(
    '/range/preview',
    {
      schema: {
        summary: 'Count and check a host range',
        description:
          'Mistakes are part of the answer, not a problem document. Nothing is contacted or stored.',
        tags: ['range'],
        body: rangePreviewBody,
        response: { 200: rangePreview, ...PROBLEM_ANSWERS },
      },
    },
    async ({ body, headers }) =>
      previewRange(body.targets, {
        inventory: await inventory.current(),
        maxHosts: limits.maxHosts,
        locale: localeOf(headers['accept-language']) ?? 'en',
      }),
  );
}
