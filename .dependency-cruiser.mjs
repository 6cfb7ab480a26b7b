// The direction of imports. `ip-range <- protocol <- server | console`; server and console never meet.
/** Everything of `from` that must not import `to`. */
const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});
const server = (part) => `^packages/server/src/${part}/`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ip-range-stands-alone',
      severity: 'error',
      from: { path: '^packages/ip-range/src', pathNot: '[.]test[.]ts$' },
      to: { pathNot: ['^packages/ip-range/src', 'ipaddr[.]js'] },
    },
    forbid(
      'protocol-is-pure',
      '^packages/protocol/src',
      '^packages/(server|console|demo-fleet)/',
      'protocol knows only ip-range',
    ),
    {
      name: 'pure-packages-touch-no-platform',
      severity: 'error',
      from: { path: '^packages/(ip-range|protocol)/src', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    forbid(
      'server-and-console-never-meet',
      '^packages/server/',
      '^packages/console/',
      'they share only protocol',
    ),
    forbid(
      'console-and-server-never-meet',
      '^packages/console/',
      '^packages/(server|demo-fleet)/',
      'they share only protocol',
    ),
    {
      name: 'core-knows-no-edge',
      severity: 'error',
      comment: 'the core states its needs as ports; its tests run on the real store',
      from: { path: server('run'), pathNot: '[.]test[.]ts$' },
      to: { path: server('(ssh|store|web|access|dispatch|cli)') },
    },
    forbid(
      'ssh-knows-only-the-core',
      server('ssh'),
      server('(store|web|access|dispatch|cli)'),
      'one host, nothing else',
    ),
    forbid(
      'store-knows-only-the-core',
      server('store'),
      server('(ssh|web|dispatch|cli)'),
      'storage, nothing else',
    ),
    {
      name: 'only-ssh-imports-ssh2',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: [server('ssh'), '[.]test[.]ts$'] },
      to: { path: 'node_modules/ssh2' },
    },
    {
      name: 'only-store-imports-sql',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: server('store') },
      to: { path: ['node_modules/kysely', '^node:sqlite$'] },
    },
    forbid(
      'console-state-knows-no-view',
      '^packages/console/src/state/',
      '^packages/console/src/(terminal|view)/',
      'state <- terminal <- view',
    ),
    forbid(
      'console-terminal-knows-no-view',
      '^packages/console/src/terminal/',
      '^packages/console/src/view/',
      'state <- terminal <- view',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
