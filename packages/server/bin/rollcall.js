#!/usr/bin/env node
// Says what is missing before a module that an older runtime does not have would fail with a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  console.error(
    `rollcall needs Node 24.11 or newer, this is ${process.versions.node}.\n` +
      'In a checkout, node_modules/.bin/rollcall brings its own.',
  );
  process.exit(2);
}
await import('../dist/main.js');
