/** How a demo host misbehaves; `none` for the good ones. */
export type Quirk =
  | 'none'
  | 'refuses'
  | 'hangs'
  | 'changed-key'
  | 'refuses-login'
  | 'slow'
  | 'disk-full'
  | 'old-kernel'
  | 'no-nginx'
  | 'drops-output';

/** Who misbehaves. A few of a hundred, spread as they are in life. */
export const QUIRKS: Readonly<Record<number, Exclude<Quirk, 'none'>>> = {
  13: 'refuses',
  58: 'refuses-login',
  66: 'refuses',
  91: 'refuses',
  23: 'hangs',
  31: 'changed-key',
  37: 'slow',
  42: 'disk-full',
  49: 'no-nginx',
  77: 'old-kernel',
  84: 'drops-output',
};

/** One machine of the demo. */
export interface DemoHost {
  readonly address: string;
  /** The last part of the address, 1 to 100. */
  readonly number: number;
  /** Such as `web-07`. */
  readonly name: string;
  readonly quirk: Quirk;
  /** Before each of login, channel and command. */
  readonly stepDelayMs: number;
}

export const DEMO_HOSTS: readonly DemoHost[] = Array.from({ length: 100 }, (_, index) => demoHost(index + 1));

function demoHost(number: number): DemoHost {
  const quirk = QUIRKS[number] ?? 'none';
  return {
    address: `192.0.2.${number}`,
    number,
    name: `web-${String(number).padStart(2, '0')}`,
    quirk,
    stepDelayMs: quirk === 'slow' ? 1500 : 40,
  };
}
