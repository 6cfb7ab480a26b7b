import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Locale } from '@rollcall/protocol';
import type { SignedIn } from '../access/access.ts';
import type { Bell } from './bell.ts';
import type { WebServerDeps } from './ports.ts';
import { localeOf } from './problem.ts';
import type { Sites } from './sites.ts';

/** Fastify with the schemas of the protocol as its types. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route may use. */
export interface RouteDeps extends WebServerDeps {
  sites: Sites;
  bell: Bell;
  /** As `LogReader.pollMs`. */
  pollMs?: number | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null only on routes that are open to everybody. */
    signedIn: SignedIn | null;
  }
  interface FastifyContextConfig {
    /** Answers without a session. Absent: refused with 401. */
    open?: true;
  }
}

/** Who asks; for routes that are not open. */
export function signedInOf(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new Error(`${request.url} was answered without a session`);
  return request.signedIn;
}

/** The language to answer in. */
export function languageOf(request: FastifyRequest): Locale {
  return localeOf(request.headers['accept-language']) ?? 'en';
}
