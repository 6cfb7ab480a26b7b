import type { HostKeyRef } from '@rollcall/protocol';
import {
  decidedCount,
  decidedKeys,
  decidedKeysQuery,
  hostKeyCounts,
  hostKeyDecisions,
  hostKeysBody,
  importHostKeysBody,
  importReport,
  offeredKeys,
  offeredKeysQuery,
  replaceHostKeyBody,
} from '@rollcall/protocol/schemas';
import { foldPlaces, placeLabel } from '../../host-keys/fold-hosts.ts';
import type { Decided, ManyKeys } from '../../host-keys/host-keys.ts';
import { signedInOf, type App, type RouteDeps } from '../app-types.ts';
import { ProblemError } from '../problem.ts';
import { PROBLEM_ANSWERS, streamed } from './answers.ts';

/** Largest body that names keys or lists them, in bytes: 50,000 keys, or a known_hosts file with 10,000 RSA keys. */
const KEYS_BODY_LIMIT = 12 * 1024 * 1024;
/** Decisions that are looked at. */
const RECENT = 50;
const TAGS = ['host keys'];

/** The ledger of host keys: look, decide, import, export. */
export function hostKeyRoutes(api: App, deps: RouteDeps): void {
  lookRoutes(api, deps);
  decideRoutes(api, deps);
  listRoutes(api, deps);
}

function lookRoutes(api: App, { hostKeys }: RouteDeps): void {
  api.get(
    '/host-keys',
    {
      schema: {
        summary: 'Trusted or revoked host keys, in the order of their hosts',
        tags: TAGS,
        querystring: decidedKeysQuery,
        response: { 200: decidedKeys, ...PROBLEM_ANSWERS },
      },
    },
    ({ query }) => hostKeys.keys(query),
  );
  api.get(
    '/host-keys/offers',
    {
      schema: {
        summary: 'Keys that hosts showed and nobody has decided about; nothing was sent to these hosts',
        tags: TAGS,
        querystring: offeredKeysQuery,
        response: { 200: offeredKeys, ...PROBLEM_ANSWERS },
      },
    },
    ({ query }) => hostKeys.offers(query),
  );
  api.get(
    '/host-keys/counts',
    {
      schema: {
        summary: 'How many keys are in each state',
        tags: TAGS,
        response: { 200: hostKeyCounts, ...PROBLEM_ANSWERS },
      },
    },
    () => hostKeys.counts(),
  );
  api.get(
    '/host-keys/decisions',
    {
      schema: {
        summary: 'What was decided last, newest first',
        tags: TAGS,
        response: { 200: hostKeyDecisions, ...PROBLEM_ANSWERS },
      },
    },
    async () => ({ decisions: await hostKeys.decisions(RECENT) }),
  );
}

function decideRoutes(api: App, { hostKeys }: RouteDeps): void {
  for (const [what, summary] of Object.entries(MANY) as [ManyKeys, string][])
    api.post(
      `/host-keys/${what}`,
      {
        bodyLimit: KEYS_BODY_LIMIT,
        schema: {
          summary,
          description: 'All of the keys or none: `host-keys-differ` when one is not as it was shown.',
          tags: TAGS,
          body: hostKeysBody,
          response: { 200: decidedCount, ...PROBLEM_ANSWERS },
        },
      },
      async (request) => {
        const { keys, note } = request.body;
        return answerOf(await hostKeys.decide(what, keys, { by: signedInOf(request).user, note }));
      },
    );
  api.post(
    '/host-keys/replace',
    {
      schema: {
        summary: 'Trust the changed key of one host in place of its old one',
        tags: TAGS,
        body: replaceHostKeyBody,
        response: { 200: decidedCount, ...PROBLEM_ANSWERS },
      },
    },
    async (request, _reply) => {
      const { key, note } = request.body;
      return answerOf(await hostKeys.replace(key, { by: signedInOf(request).user, note }));
    },
  );
}

/** known_hosts, in and out. */
function listRoutes(api: App, { hostKeys }: RouteDeps): void {
  api.get(
    '/host-keys/known_hosts',
    {
      schema: {
        summary: 'The ledger as a known_hosts file of OpenSSH',
        tags: TAGS,
        response: { ...streamed('text/plain', 'known_hosts'), ...PROBLEM_ANSWERS },
      },
    },
    async (_request, reply) =>
      reply
        .header('content-disposition', 'attachment; filename="known_hosts"')
        .type('text/plain; charset=utf-8')
        .send(await hostKeys.exportText()),
  );
  api.post(
    '/host-keys/import',
    {
      bodyLimit: KEYS_BODY_LIMIT,
      schema: {
        summary: 'Take in known_hosts text, to trust its keys or to compare with them',
        description:
          'A host that has a trusted key keeps it. Every line is in a count or has a remark with its number.',
        tags: TAGS,
        body: importHostKeysBody,
        response: { 200: importReport, ...PROBLEM_ANSWERS },
      },
    },
    (request) => hostKeys.importText(request.body, signedInOf(request).user),
  );
}

const MANY: Record<ManyKeys, string> = {
  approve: 'Trust keys of first contact, exactly those that were shown',
  block: 'Keep offered keys blocked, and count them no more',
  revoke: 'Refuse trusted keys from now on, on every host',
  forget: 'Forget trusted or revoked keys as if they had never been seen',
};

/** Hosts that a problem names one by one. */
const NAMED = 20;

function answerOf(decided: Decided): { count: number } {
  if (decided.ok) return { count: decided.count };
  const { code, keys } = decided;
  throw new ProblemError(code, {
    detail: detailOf(code, keys),
    errors: keys.slice(0, NAMED).map((key) => ({ path: placeLabel(key), message: key.fingerprint })),
  });
}

function detailOf(code: Extract<Decided, { ok: false }>['code'], keys: readonly HostKeyRef[]) {
  const hosts = foldPlaces(keys);
  switch (code) {
    case 'host-keys-differ':
      return {
        en: `Nothing was changed. Look at the list again: ${hosts}`,
        zh: `未作任何更改。请重新查看列表：${hosts}`,
      };
    case 'host-key-refused':
      return {
        en: `RSA keys below 2,048 bits are not trusted: ${hosts}. Give these hosts a longer key.`,
        zh: `不信任短于 2048 位的 RSA 密钥：${hosts}。请为这些主机更换更长的密钥。`,
      };
  }
}
