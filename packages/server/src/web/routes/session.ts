import { PROTOCOL_VERSION, type Session } from '@rollcall/protocol';
import { session, signInBody } from '@rollcall/protocol/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieNames } from '../../access/cookie.ts';
import { signedInOf, type App, type RouteDeps } from '../app-types.ts';
import { localeOf, ProblemError } from '../problem.ts';
import { PROBLEM_ANSWERS } from './answers.ts';

/** Sign in, who am I, sign out. */
export function sessionRoutes(api: App, deps: RouteDeps): void {
  const about = async (request: FastifyRequest, user: string): Promise<Session> => ({
    user,
    version: deps.version,
    protocol: PROTOCOL_VERSION,
    locale: localeOf(request.headers['accept-language']),
    limits: deps.limits,
    defaults: deps.defaults,
    identities: await deps.logins.identities(),
    agent: deps.logins.agent(),
    demo: deps.demo,
  });

  api.post(
    '/session',
    {
      config: { open: true },
      schema: {
        summary: 'Sign in with the one-time code of the printed link',
        tags: ['session'],
        security: [],
        body: signInBody,
        response: { 200: session, ...PROBLEM_ANSWERS },
      },
    },
    async (request, reply) => {
      const exchange = await deps.access.exchangeCode(request.body.code, request.ip);
      if (!exchange.ok)
        throw new ProblemError(exchange.code, 'waitMs' in exchange ? { waitMs: exchange.waitMs } : {});
      setSessionCookie(request, reply, deps, exchange.token, exchange.maxAgeMs);
      return about(request, exchange.signedIn.user);
    },
  );

  api.get(
    '/session',
    {
      schema: {
        summary: 'Who is signed in, and what this server offers',
        tags: ['session'],
        response: { 200: session, ...PROBLEM_ANSWERS },
      },
    },
    (request) => about(request, signedInOf(request).user),
  );

  api.delete(
    '/session',
    {
      schema: {
        summary: 'Sign out: the session is void and its sockets are closed',
        tags: ['session'],
        response: { 204: z.undefined(), ...PROBLEM_ANSWERS },
      },
    },
    async (request, reply) => {
      const signedIn = signedInOf(request);
      if (signedIn.session !== null) await deps.access.endSession(signedIn.session);
      const { plain, secure } = cookieNames(request.headers.host);
      reply.clearCookie(plain, COOKIE).clearCookie(secure, { ...COOKIE, secure: true });
      return reply.code(204).send(undefined);
    },
  );
}

const COOKIE = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

/** `Secure` and the `__Host-` prefix where the page came over TLS; browsers would drop such a cookie over plain HTTP. */
function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { sites }: RouteDeps,
  token: string,
  maxAgeMs: number,
): void {
  const origin = request.headers.origin ?? sites.originOfHost(request.headers.host);
  const secure = origin?.startsWith('https:') ?? false;
  reply.setCookie(cookieNames(request.headers.host)[secure ? 'secure' : 'plain'], token, {
    ...COOKIE,
    secure,
    maxAge: Math.floor(maxAgeMs / 1_000),
  });
}
