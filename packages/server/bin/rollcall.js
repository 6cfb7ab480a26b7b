#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one, or a checkout that is not built, is told in words.
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const [major, minor] = process.versions.node.split('.').map(Number);
const program = new URL('../dist/main.js', import.meta.url);

function refuse(what, advice) {
  process.stderr.write(`rollcall: ${what}\n  ${advice}\n`);
  process.exit(2);
}

if (major < 24 || (major === 24 && minor < 11))
  refuse(
    `Node 24.11 or newer is needed, this is ${process.versions.node}`,
    'The checkout brings its own: node_modules/.bin/rollcall',
  );
if (!existsSync(program)) refuse('the program is not built', 'Build it in the checkout: npm run setup');

// Before anything is loaded: what has grown does not shrink. src/cli/young-space.ts says why, and lets it grow where that is better.
setFlagsFromString('--semi-space-growth-factor=1');
await import(program.href);
