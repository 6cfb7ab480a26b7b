import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Locale, ProblemCode } from '@rollcall/protocol';
import { wordsOf } from '../run/in-chinese.ts';
import { StorageError } from '../run/ports.ts';
import { languageOf, type App } from './app-types.ts';
import { fieldErrors, type FieldIssue } from './field-errors.ts';
import { PROBLEM_TYPE, problemDocument, ProblemError, type ProblemParts } from './problem.ts';

interface Fault {
  code: ProblemCode;
  parts: ProblemParts;
}

/** Makes every answer that is not a success a problem document, also those that Fastify itself gives. */
export function answerProblems(app: App): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const fault = faultOf(error, request);
    if (fault.code === 'internal-error' || fault.code === 'storage-unavailable')
      request.log.error({ err: error }, 'a request failed');
    return sendProblem(request, reply, fault.code, fault.parts);
  });
}

/** Answers with the problem document of a code. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  parts: ProblemParts = {},
): FastifyReply {
  const document = problemDocument(code, languageOf(request), parts);
  if (parts.waitMs !== undefined) reply.header('retry-after', Math.ceil(parts.waitMs / 1_000));
  return reply.code(document.status).type(PROBLEM_TYPE).send(JSON.stringify(document));
}

function faultOf(error: Error & { code?: unknown; statusCode?: unknown }, request: FastifyRequest): Fault {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError) return { code: 'storage-unavailable', parts: storageParts(error) };
  if (hasZodFastifySchemaValidationErrors(error))
    return validationFault(error.validation, languageOf(request));
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'too-large', parts: {} };
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return invalid('Send the body as application/json.', '请以 application/json 发送请求体。');
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return invalid('The body is not JSON.', '请求体不是 JSON。');
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500)
    return { code: 'invalid-request', parts: {} };
  return {
    code: 'internal-error',
    parts: { detail: { en: `The log has it under ${request.id}.`, zh: `日志编号：${request.id}。` } },
  };
}

function invalid(en: string, zh: string): Fault {
  return { code: 'invalid-request', parts: { detail: { en, zh } } };
}

/** A `StorageError` is written for people and holds no secret. */
function storageParts(error: StorageError): ProblemParts {
  return { detail: wordsOf(error.message) };
}

function validationFault(issues: readonly FieldIssue[], locale: Locale): Fault {
  const errors = fieldErrors(issues, locale);
  const aboutCommand = errors.every(({ path }) => path === 'spec.command');
  return { code: aboutCommand ? 'invalid-command' : 'invalid-request', parts: { errors } };
}
