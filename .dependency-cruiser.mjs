// The direction of imports. `ip-range <- protocol <- server | console`; server and console never meet.
const test = '[.](test|suite)[.]tsx?$';
const server = (part) => `^packages/server/src/${part}/`;
/** Nothing of `from`, its tests aside, imports `to`. */
const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: test },
  to: { path: to },
});
/** As `forbid`, tests included. */
const forbidEvenInTests = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a type may point back at the module that uses it; what runs may not',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'ip-range-stands-alone',
      severity: 'error',
      from: { path: '^packages/ip-range/src', pathNot: test },
      to: { pathNot: ['^packages/ip-range/src', 'ipaddr[.]js'] },
    },
    forbidEvenInTests(
      'protocol-is-pure',
      '^packages/protocol/src',
      '^packages/(server|console|demo-fleet)/',
      'protocol knows only ip-range',
    ),
    {
      name: 'pure-packages-touch-no-platform',
      severity: 'error',
      from: { path: '^packages/(ip-range|protocol)/src', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    forbidEvenInTests(
      'server-and-console-never-meet',
      '^packages/server/',
      '^packages/console/',
      'they share only protocol',
    ),
    forbidEvenInTests(
      'console-and-server-never-meet',
      '^packages/console/',
      '^packages/(server|demo-fleet)/',
      'they share only protocol',
    ),
    forbidEvenInTests(
      'demo-fleet-stands-alone',
      '^packages/demo-fleet/',
      '^packages/(ip-range|protocol|server|console)/',
      'what judges the product shares no code with it',
    ),
    forbid(
      'core-knows-no-edge',
      server('run'),
      server('(ssh|store|web|access|host-keys|inventory|dispatch|cli)'),
      'the core states its needs as ports; its tests run on the real store',
    ),
    forbidEvenInTests(
      'ssh-knows-only-the-core',
      server('ssh'),
      server('(store|web|access|inventory|dispatch|cli)'),
      'one host, nothing else',
    ),
    forbid(
      'host-keys-know-only-the-core',
      server('host-keys'),
      server('(ssh|store|web|access|inventory|dispatch|cli)'),
      'what a key is, and what may be decided about it, whoever asks',
    ),
    forbidEvenInTests(
      'store-knows-only-the-core',
      server('store'),
      server('(ssh|web|inventory|dispatch|cli)'),
      'storage, nothing else: behind the ports of the core and of access',
    ),
    forbid(
      'web-knows-only-core-and-access',
      server('web'),
      server('(ssh|store|dispatch|cli)'),
      'its needs are the ports in web/ports.ts',
    ),
    forbid(
      'access-knows-only-the-core',
      server('access'),
      server('(ssh|store|web|host-keys|inventory|dispatch|cli)'),
      'who may do what, whatever the way in',
    ),
    forbid(
      'inventory-knows-nobody',
      server('inventory'),
      server('(run|ssh|store|web|access|host-keys|dispatch|cli)'),
      'files in, groups and settings out',
    ),
    forbid(
      'dispatch-knows-only-the-core',
      server('dispatch'),
      server('(ssh|store|web|access|host-keys|inventory|cli)'),
      'it starts engines and carries bells, nothing else',
    ),
    {
      name: 'only-the-command-line-starts-a-demo',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: [server('(cli|testing)'), test] },
      to: { path: '^packages/demo-fleet/' },
    },
    {
      name: 'test-parts-serve-tests',
      severity: 'error',
      from: { path: '^packages/[^/]+/src', pathNot: [test, '/src/testing/'] },
      to: { path: [test, '/src/testing/'] },
    },
    {
      name: 'only-ssh-imports-ssh2',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: [server('ssh'), test] },
      to: { path: 'node_modules/ssh2' },
    },
    {
      name: 'only-store-imports-sql',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: server('store') },
      to: { path: '^node:sqlite$' },
    },
    forbidEvenInTests(
      'console-state-knows-no-view',
      '^packages/console/src/state/',
      '^packages/console/src/(terminal|view)/',
      'state <- terminal <- view',
    ),
    forbidEvenInTests(
      'console-terminal-knows-no-view',
      '^packages/console/src/terminal/',
      '^packages/console/src/view/',
      'state <- terminal <- view',
    ),
  ],
  options: {
    // A package is imported by its name, which leads to its dist: the end of an import, read no further.
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
