import { createHash } from 'node:crypto';
import type { HostGroups, Locale } from '@rollcall/protocol';
import { hostGroups } from '@rollcall/protocol/schemas';
import { z } from 'zod';
import { describeGroups, type Inventory } from '../../inventory/inventory.ts';
import { languageOf, type App, type RouteDeps } from '../app-types.ts';
import { PROBLEM_ANSWERS } from './answers.ts';

/** The groups that ranges may name. */
export function groupRoutes(api: App, { inventory }: RouteDeps): void {
  api.get(
    '/groups',
    {
      schema: {
        summary: 'The groups of the inventory, as its files are now',
        description:
          'Cheap to ask for again: with the `ETag` of the last answer in `If-None-Match`, 304 says that nothing has changed. ' +
          'While the inventory has a mistake there are no groups, `problem` tells it, and ranges without groups still work.',
        tags: ['range'],
        response: { 200: hostGroups, 304: z.undefined(), ...PROBLEM_ANSWERS },
      },
    },
    async (request, reply) => {
      const { body, etag } = answerFor(await inventory.current(), languageOf(request));
      reply.header('cache-control', 'private, no-cache').header('etag', etag);
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(undefined);
      // As text, since it is made once for each state of the inventory.
      return reply.type('application/json').send(body as unknown as HostGroups);
    },
  );
}

interface GroupsAnswer {
  body: string;
  etag: string;
}

const answers = new WeakMap<Inventory, Partial<Record<Locale, GroupsAnswer>>>();

/** In the language of whoever asks, since a problem is said in words. */
function answerFor(inventory: Inventory, locale: Locale): GroupsAnswer {
  const known = answers.get(inventory) ?? {};
  answers.set(inventory, known);
  return (known[locale] ??= describe(inventory, locale));
}

function describe(inventory: Inventory, locale: Locale): GroupsAnswer {
  const body = JSON.stringify(describeGroups(inventory, locale));
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
