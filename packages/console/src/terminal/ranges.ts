import { exitCell, outcomeState, type OutcomeEvent } from '@rollcall/protocol';

/** What makes two outcomes the same for the eye, apart from their host: state, exit status, reason and text. */
export function outcomeKey(outcome: OutcomeEvent): string {
  const reason = 'reason' in outcome ? outcome.reason : '';
  const text = 'output' in outcome ? outcome.output.excerpt : 'detail' in outcome ? outcome.detail : '';
  return [outcomeState(outcome), exitCell(outcome), reason, text].join('\0');
}

/** A name cut at its last number: `web-07.example` is `web-`, `07`, `.example`. */
function lastNumber(name: string): { before: string; digits: string; after: string } | null {
  const found = /^(.*?)(\d{1,15})(\D*)$/.exec(name);
  return found ? { before: found[1]!, digits: found[2]!, after: found[3]! } : null;
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/**
 * One name for the hosts from `first` to `last`: `10.0.0.96-127`, `web-[07-12]`. Null when they are not `count` names
 * that count upwards by one (2 unless given).
 */
export function rangeLabel(first: string, last: string, count = 2): string | null {
  const from = lastNumber(first);
  const to = lastNumber(last);
  if (!from || !to || from.before !== to.before || from.after !== to.after) return null;
  const padded =
    from.digits.length !== to.digits.length && [from, to].some(({ digits }) => /^0\d/.test(digits));
  if (padded || Number(to.digits) - Number(from.digits) !== count - 1) return null;
  if (IPV4.test(first)) return `${first}-${to.digits}`;
  return `${from.before}[${from.digits}-${to.digits}]${from.after}`;
}
