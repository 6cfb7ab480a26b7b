import type { Locale } from './locale.ts';

/** The five hues of design: grey not begun or taken back, blue in motion, amber answered but look, red no answer, green success. */
export type Hue = 'queue' | 'run' | 'exit' | 'fail' | 'ok';

/** Shape of a host's cell in the mosaic, so that no state is told by colour alone. */
export type CellShape =
  | 'hollow-thin'
  | 'hollow-run'
  | 'hollow-exit'
  | 'ring'
  | 'ring-exit'
  | 'plain'
  | 'cut-corner'
  | 'cross'
  | 'bar';

/** The counters and filters that states are summed into. */
export const CHIPS = [
  'success',
  'non-zero-exit',
  'timed-out',
  'no-answer',
  'running',
  'connecting',
  'queued',
  'cancelled',
] as const;
/** One counter; every host is counted in exactly one. */
export type Chip = (typeof CHIPS)[number];

/** The total table of counters in words. */
export const CHIP_WORDS: Record<Chip, Record<Locale, string>> = {
  success: { en: 'success', zh: '成功' },
  'non-zero-exit': { en: 'non-zero exit', zh: '非零退出' },
  'timed-out': { en: 'timed out', zh: '超时' },
  'no-answer': { en: 'no answer', zh: '未应答' },
  running: { en: 'running', zh: '运行中' },
  connecting: { en: 'connecting', zh: '连接中' },
  queued: { en: 'queued', zh: '排队' },
  cancelled: { en: 'cancelled', zh: '已取消' },
};

/** What a person sees of a host. The order is the code of a state in a `Uint8Array`: append only. */
export const HOST_STATES = [
  'queued',
  'connecting',
  'new-key',
  'running',
  'quiet',
  'waiting',
  'success',
  'non-zero',
  'signal',
  'timed-out',
  'unreachable',
  'login-refused',
  'key-changed',
  'lost',
  'cancelled',
  'not-called',
  'still-running',
  'unknown',
  'command-refused',
] as const;
/** One state of a host. */
export type HostState = (typeof HOST_STATES)[number];

/** How a state looks, and where it is counted. */
export interface HostStateLook {
  /** One terminal cell wide in the bundled mono font. */
  glyph: string;
  word: Record<Locale, string>;
  hue: Hue;
  cell: CellShape;
  chip: Chip;
  /** No later event of this attempt changes it. */
  final: boolean;
}

const look = (
  glyph: string,
  en: string,
  zh: string,
  hue: Hue,
  cell: CellShape,
  chip: Chip,
  final: boolean,
): HostStateLook => ({ glyph, word: { en, zh }, hue, cell, chip, final });

/** The total table of host states: a state without a look does not compile. */
export const HOST_STATE_LOOKS: Record<HostState, HostStateLook> = {
  queued: look('·', 'queued', '排队', 'queue', 'hollow-thin', 'queued', false),
  connecting: look('◌', 'connecting', '连接中', 'run', 'hollow-run', 'connecting', false),
  // A host with an unknown key ends before login, so it counts where a person looks for hosts that did not answer.
  'new-key': look('◇', 'new key', '待确认密钥', 'exit', 'hollow-exit', 'no-answer', true),
  running: look('▸', 'running', '运行中', 'run', 'ring', 'running', false),
  quiet: look('▷', 'silent', '静默', 'exit', 'ring-exit', 'running', false),
  waiting: look('▌', 'waiting', '等待输入', 'exit', 'ring-exit', 'running', false),
  success: look('✓', 'success', '成功', 'ok', 'plain', 'success', true),
  'non-zero': look('▲', 'non-zero', '非零退出', 'exit', 'cut-corner', 'non-zero-exit', true),
  signal: look('▼', 'signal', '信号终止', 'exit', 'cut-corner', 'non-zero-exit', true),
  'timed-out': look('◕', 'timed out', '超时', 'exit', 'cut-corner', 'timed-out', true),
  unreachable: look('✗', 'unreachable', '无法连接', 'fail', 'cross', 'no-answer', true),
  'login-refused': look('⊖', 'login refused', '登录被拒', 'fail', 'cross', 'no-answer', true),
  'key-changed': look('◆', 'key changed', '密钥变更', 'fail', 'cross', 'no-answer', true),
  lost: look('⊗', 'lost', '连接中断', 'fail', 'cross', 'no-answer', true),
  cancelled: look('–', 'cancelled', '已取消', 'queue', 'bar', 'cancelled', true),
  'not-called': look('□', 'not called', '未执行', 'queue', 'hollow-thin', 'cancelled', true),
  'still-running': look('!', 'still running', '仍在运行', 'fail', 'cross', 'no-answer', true),
  'command-refused': look('⊙', 'run refused', '执行被拒', 'fail', 'cross', 'no-answer', true),
  unknown: look('∅', 'unknown', '结果未知', 'queue', 'bar', 'cancelled', true),
};

const CODES = new Map<HostState, number>(HOST_STATES.map((state, code) => [state, code]));

/** The number of a state in `RunState.states`. */
export function hostStateCode(state: HostState): number {
  return CODES.get(state)!;
}

/** "Failed" in filters and thresholds: everything final that is neither success nor taken back by a person. */
export function isFailed(state: HostState): boolean {
  const { final, chip } = HOST_STATE_LOOKS[state];
  return final && chip !== 'success' && chip !== 'cancelled';
}
