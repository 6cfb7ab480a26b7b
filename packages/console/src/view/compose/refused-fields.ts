import { createContext, useContext } from 'react';
import type { RunSecrets, RunSpec } from '@rollcall/protocol';
import type { ApiProblem } from '../../api/problem.ts';

/** A field of the spec or of the secrets, as the server names them. */
export type RefusedField = keyof RunSpec | keyof RunSecrets;

/** The server's words about fields. */
export type RefusedFields = Partial<Record<RefusedField, string>>;

/** Sorts what the server refused by field: `spec.env.PATH` and `spec.env` are `env`. The first message of a field counts. */
export function refusedFields(problem: ApiProblem | null): RefusedFields {
  const fields: Partial<Record<string, string>> = {};
  for (const { path, message } of problem?.errors ?? []) {
    const [, field, ...rest] = path.split('.');
    if (field === undefined || field in fields) continue;
    fields[field] = field === 'env' && rest.length > 0 ? `${rest.join('.')}: ${message}` : message;
  }
  return fields;
}

const Refused = createContext<RefusedFields>({});
/** Hands the server's words down to the fields. */
export const RefusedProvider = Refused.Provider;

/** What the server said about a field; null without a word. */
export function useRefused(field: RefusedField): string | null {
  return useContext(Refused)[field] ?? null;
}

/** All of the server's words about fields. */
export function useRefusedFields(): RefusedFields {
  return useContext(Refused);
}
