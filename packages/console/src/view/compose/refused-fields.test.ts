import { expect, it } from 'vitest';
import { ApiProblem } from '../../api/problem.ts';
import { refusedFields } from './refused-fields.ts';

it('sorts what the server refused by field, the first word first', () => {
  const errors = [
    { path: 'spec.env.PATH', message: 'no' },
    { path: 'spec.env', message: 'too many' },
    { path: 'spec.sudo.user', message: 'it is empty' },
    { path: 'secrets.code', message: 'short' },
    { path: 'spec', message: 'odd' },
  ];
  expect(refusedFields(new ApiProblem('invalid-request', 400, { errors }))).toEqual({
    env: 'PATH: no',
    sudo: 'it is empty',
    code: 'short',
  });
  expect(refusedFields(null)).toEqual({});
});
