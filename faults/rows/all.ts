import type { Row } from '../lib/row.ts';
import { CHECKS } from './checks.ts';
import { CONNECTING } from './connecting.ts';
import { CROWD } from './crowd.ts';
import { FLOODS } from './floods.ts';
import { LINKS } from './links.ts';
import { LOGGING_IN } from './logging-in.ts';
import { OUTPUT } from './output.ts';
import { RUNNING } from './running.ts';

/** Every line of the suite, in the order in which they are carried out. */
export const ROWS: readonly Row[] = [
  ...CONNECTING,
  ...LOGGING_IN,
  ...RUNNING,
  ...LINKS,
  ...CROWD,
  ...FLOODS,
  ...OUTPUT,
  ...CHECKS,
];
