import { expect, test } from 'vitest';
import { interpreterOf } from './interpreter.ts';

test.each([
  ['echo', 'auto', 'sh', [], '-c'],
  ['#!/bin/sh\n', 'auto', '/bin/sh', [], '-c'],
  ['#! /bin/bash -eu -o pipefail \nx', 'auto', '/bin/bash', ['-eu -o pipefail'], '-c'],
  ['#!/usr/bin/env python3\n', 'auto', 'python3', [], '-c'],
  ['#!/usr/bin/env -S perl -w -T\n', 'auto', 'perl', ['-w', '-T'], '-e'],
  ['#!/usr/bin/env\n', 'auto', 'sh', [], '-c'],
  ['#!/opt/bin/python3.12\r\n', 'auto', '/opt/bin/python3.12', [], '-c'],
  ['#!/usr/bin/awk -f\n', 'auto', '/usr/bin/awk', ['-f'], null],
  ['#!', 'auto', 'sh', [], '-c'],
  ['\n#!/bin/bash', 'auto', 'sh', [], '-c'],
  ['#!/usr/bin/perl', 'node', 'node', [], '-e'],
  ['x', '/usr/local/bin/fish', '/usr/local/bin/fish', [], null],
])('%j by %s is %s %j %s', (script, named, program, args, flag) => {
  expect(interpreterOf(script, named)).toEqual({ program, args, flag });
});
