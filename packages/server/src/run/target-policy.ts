import { tryParse, type HostClass, type HostSet } from '@rollcall/ip-range';
import { countWords, type Locale, type RunTarget } from '@rollcall/protocol';

/** Hosts of one kind among the targets of a run. */
export interface SpecialHosts {
  kind: Special;
  count: bigint;
  /** The first of them by number. */
  first: string;
}

/** What a run may not call, and what is worth a word. */
export interface Judgement {
  /** Empty for a run that may start. */
  refused: SpecialHosts[];
  warned: SpecialHosts[];
}

/**
 * What to do about each kind of address. Refused is what is no host that one logs in to: a command there is a slip of the
 * range, or somebody else's plan. Names are judged by nothing but themselves: what they resolve to is not known here.
 */
const POLICY = {
  metadata: 'refuse',
  unspecified: 'refuse',
  multicast: 'refuse',
  broadcast: 'refuse',
  reserved: 'refuse',
  loopback: 'warn',
  'link-local': 'warn',
  translation: 'allow',
  documentation: 'allow',
  benchmark: 'allow',
  private: 'allow',
  shared: 'allow',
  global: 'allow',
  name: 'allow',
} as const satisfies Record<HostClass, 'refuse' | 'warn' | 'allow'>;

type Policy = typeof POLICY;
type Special = { [C in HostClass]: Policy[C] extends 'allow' ? never : C }[HostClass];

const isSpecial = (kind: HostClass): kind is Special => POLICY[kind] !== 'allow';

/**
 * Judges the targets of a run by the kind of their addresses, range by range: `0.0.0.0/0` is not expanded.
 * @param allowSpecial what would be refused is then only worth a word
 */
export function judgeTargets(set: HostSet, allowSpecial: boolean): Judgement {
  const special = set.classes().flatMap(({ class: kind, set: hosts }): SpecialHosts[] => {
    const first = hosts.at(0);
    return isSpecial(kind) && first !== undefined ? [{ kind, count: hosts.size, first }] : [];
  });
  const isRefused = ({ kind }: SpecialHosts): boolean => POLICY[kind] === 'refuse' && !allowSpecial;
  return {
    refused: special.filter(isRefused),
    warned: special.filter((hosts) => !isRefused(hosts)),
  };
}

/** Jump hosts that a run may not call either: its own, and those of single targets. @param allowSpecial then none */
export function refusedJumps(
  targets: readonly RunTarget[],
  jump: string | undefined,
  allowSpecial: boolean,
): SpecialHosts[] {
  const ways = new Set(targets.map((target) => target.jump ?? jump ?? ''));
  return [...ways].flatMap((way) => judgeTargets(tryParse(way).set, allowSpecial).refused);
}

const KINDS: Record<Special, Record<Locale, string>> = {
  metadata: { en: 'cloud metadata', zh: '云元数据地址' },
  unspecified: { en: 'not the address of a host', zh: '未指定地址' },
  multicast: { en: 'multicast', zh: '组播地址' },
  broadcast: { en: 'broadcast', zh: '广播地址' },
  reserved: { en: 'reserved', zh: '保留地址' },
  loopback: { en: 'loopback, this machine itself', zh: '环回地址，即本机' },
  'link-local': { en: 'link-local', zh: '链路本地地址' },
};

/** `169.254.169.254 (cloud metadata), 224.0.0.0 and 255 more (multicast)` */
export function specialWords(special: readonly SpecialHosts[], locale: Locale): string {
  const words = special.map(({ kind, count, first }) => {
    const kindWords = KINDS[kind][locale];
    const rest = count - 1n;
    if (rest === 0n) return locale === 'en' ? `${first} (${kindWords})` : `${first}（${kindWords}）`;
    // The limit of a run is far below where a number loses digits.
    const more = countWords(Number(rest), locale);
    return locale === 'en'
      ? `${first} and ${more} more (${kindWords})`
      : `${first} 等 ${countWords(Number(count), locale)} 个（${kindWords}）`;
  });
  return words.join(locale === 'en' ? ', ' : '、');
}
