import { randomBytes } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App, RouteDeps } from './app-types.ts';
import { serveConsole } from './console.ts';
import { answerProblems, sendProblem } from './errors.ts';
import { refuseNonsense } from './door.ts';
import { describeApi, openapiRoutes } from './openapi.ts';
import { ProblemError } from './problem.ts';
import { eventRoutes } from './routes/events.ts';
import { groupRoutes } from './routes/groups.ts';
import { healthRoutes } from './routes/health.ts';
import { hostKeyRoutes } from './routes/host-keys.ts';
import { hostRoutes } from './routes/hosts.ts';
import { outputRoutes } from './routes/output.ts';
import { rangeRoutes } from './routes/range.ts';
import { runRoutes } from './routes/runs.ts';
import { sessionRoutes } from './routes/session.ts';

/** Largest body, in bytes: the longest targets text in any script, the longest command, and the JSON around them. */
const BODY_LIMIT = 2 * 1024 * 1024;

const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    // xterm sets styles on its rows; no style can come from elsewhere.
    styleSrc: ["'self'", "'unsafe-inline'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** The HTTP half: routes, session check, headers, problem documents, the console. `server` is asked for by Fastify and listens. */
export async function createApp(
  deps: RouteDeps,
  serverFor: (handler: RequestListener) => Server,
): Promise<App> {
  const loggerInstance: FastifyBaseLogger = deps.log;
  const app: App = Fastify({
    serverFactory: serverFor,
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(6).toString('base64url'),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseNonsense,
    // A URL that cannot be decoded, or whose id is longer than any.
    frameworkErrors: (_error, request, reply) => void sendProblem(request, reply, 'not-found'),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Only JSON: a form on another site can send text/plain without asking first.
  app.removeContentTypeParser('text/plain');
  answerProblems(app);
  app.decorateRequest('signedIn', null);
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  await app.register(cookie);
  await describeApi(app, deps.version);
  await app.register(async (api) => apiRoutes(api.withTypeProvider<ZodTypeProvider>(), deps), {
    prefix: '/api',
  });
  if (deps.consoleFolder !== null) await serveConsole(app, deps.consoleFolder);
  else app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not-found'));
  return app;
}

/** Everything under `/api`. Routes are closed unless they say that they are open, and so is what is not there. */
function apiRoutes(api: App, deps: RouteDeps): void {
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    request.signedIn = await deps.access.authenticate(request.headers);
    if (!request.signedIn && !request.routeOptions.config.open) throw new ProblemError('not-signed-in');
  });
  api.setNotFoundHandler(() => {
    throw new ProblemError('not-found');
  });
  healthRoutes(api, deps);
  sessionRoutes(api, deps);
  runRoutes(api, deps);
  hostRoutes(api, deps);
  hostKeyRoutes(api, deps);
  outputRoutes(api, deps);
  eventRoutes(api, deps);
  rangeRoutes(api, deps);
  groupRoutes(api, deps);
  openapiRoutes(api);
}
