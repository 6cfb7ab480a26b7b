import { common } from './common.ts';
import { compose } from './compose.ts';
import { history } from './history.ts';
import { hostKeys } from './host-keys.ts';
import { run } from './run.ts';

/** Every Chinese word of the console, by namespace. */
export const words = { common, compose, history, hostKeys, run };
