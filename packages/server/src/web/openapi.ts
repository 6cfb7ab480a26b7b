import swagger from '@fastify/swagger';
import { PROTOCOL_VERSION } from '@rollcall/protocol';
import {
  decidedKey,
  hostGroup,
  hostKeyDecision,
  hostKeyRef,
  hostRow,
  offeredKey,
  problem,
  putRunBody,
  rangeIssue,
  rangePreview,
  runEventLine,
  runSpec,
  runSummary,
  session,
} from '@rollcall/protocol/schemas';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';
import { cookieNames } from '../access/cookie.ts';
import type { App } from './app-types.ts';

const NAMED = {
  DecidedHostKey: decidedKey,
  HostKeyDecision: hostKeyDecision,
  HostKeyRef: hostKeyRef,
  OfferedHostKey: offeredKey,
  HostGroup: hostGroup,
  HostRow: hostRow,
  Problem: problem,
  PutRun: putRunBody,
  RangeIssue: rangeIssue,
  RangePreview: rangePreview,
  RunEventLine: runEventLine,
  RunSpec: runSpec,
  Run: runSummary,
  Session: session,
};
for (const [id, schema] of Object.entries(NAMED))
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });

/** Describes every route that is added after it, from the schemas that check the requests. */
export async function describeApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rollcall',
        version,
        description: `Run one command on many hosts. Protocol version ${PROTOCOL_VERSION}; docs/protocol.md tells the whole wire.`,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'session', description: 'Signing in and out' },
        { name: 'runs', description: 'Starting, following and stopping runs' },
        { name: 'host keys', description: 'The ledger of host keys' },
        { name: 'range', description: 'Host ranges and their groups' },
        { name: 'server', description: 'The server itself' },
      ],
      security: [{ session: [] }, { token: [] }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: cookieNames('127.0.0.1:7117').plain,
            description: 'The number is the port of the address; an address without one has none.',
          },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) =>
      onlyUsed(jsonSchemaTransformObject(document) as Partial<OpenAPIV3_1.Document>),
  });
}

/** `/openapi.json` itself, within the API. */
export function openapiRoutes(api: App): void {
  api.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(api.swagger())),
  );
}

/** Drops the named schemas that nothing refers to: each has a form for requests and one for answers, and few are both. */
function onlyUsed(document: Partial<OpenAPIV3_1.Document>): Partial<OpenAPIV3_1.Document> {
  const schemas = { ...document.components?.schemas };
  for (let before = -1; before !== Object.keys(schemas).length;) {
    before = Object.keys(schemas).length;
    const text = JSON.stringify([document.paths, schemas]);
    for (const name of Object.keys(schemas))
      if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name];
  }
  return { ...document, components: { ...document.components, schemas } };
}
