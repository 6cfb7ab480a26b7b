import type { HostClass } from '@rollcall/ip-range';

/** How loud a kind of address is named: null not at all, `exit` worth a look, `fail` what a server refuses unless told. */
const ALARMS = {
  metadata: 'fail',
  unspecified: 'fail',
  multicast: 'fail',
  broadcast: 'fail',
  reserved: 'fail',
  loopback: 'exit',
  'link-local': 'exit',
  translation: null,
  documentation: null,
  benchmark: null,
  private: null,
  shared: null,
  global: null,
  name: null,
} as const satisfies Record<HostClass, 'fail' | 'exit' | null>;

type Alarms = typeof ALARMS;

/** Kinds of addresses that hardly anybody means when they run a command on hosts. */
export type AlarmingClass = { [C in HostClass]: Alarms[C] extends null ? never : C }[HostClass];

/** Whether a kind stands apart from the others. */
export function isAlarming(kind: HostClass): kind is AlarmingClass {
  return ALARMS[kind] !== null;
}

/** How loud an alarming kind is. */
export function alarmOf(kind: AlarmingClass): 'fail' | 'exit' {
  return ALARMS[kind];
}
