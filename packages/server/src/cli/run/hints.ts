import { cutToCells, isOutcome, targetLabel, type RunEvent, type Span, type Words } from '@rollcall/protocol';
import { asIs } from '../cli-error.ts';
import { warningSpans } from '../io.ts';
import { shellWord } from '../shell-word.ts';
import { sizeWords } from '../units.ts';
import { foldedRange, hostsWords, type RunView, type ViewContext } from './view.ts';

/** Cells of a range inside a sentence. */
const RANGE_CELLS = 40;

/** What a person should know at the end that no single line says: lines for stderr. */
export function hintsView(context: ViewContext, data: string | undefined): RunView {
  /** Hosts and jump hosts, each once. */
  const unknown = new Set<string>();
  const changed = new Set<string>();
  let recorded = 0;
  /** Where it is not sure that the command is what has ended. */
  const unsure: number[] = [];
  let cutHosts = 0;
  let cutBytes = 0;

  const count = (event: RunEvent): void => {
    if (event.type === 'host-connected' && event.hostKey.trust === 'recorded') recorded += 1;
    if (event.type === 'host-failed') {
      const { reason, jump } = event;
      const [asked, why] = jump === undefined ? [`${event.host}`, reason] : [targetLabel(jump), jump.reason];
      if (why === 'verify/unknown-host-key') unknown.add(asked);
      if (why === 'verify/host-key-changed') changed.add(asked);
    }
    if (event.type === 'host-exited' && isUnsure(event)) unsure.push(event.host);
    if (!isOutcome(event) || !('output' in event) || event.output.gapBytes === 0) return;
    cutHosts += 1;
    cutBytes += event.output.gapBytes;
  };
  const { locale } = context;
  const hosts = (count: number): string => hostsWords(count, locale);
  const print = (spans: Span[]): void => context.screen.note(`${context.paint.err(spans)}\n`);
  const say = (words: Words): void => print([{ text: words[locale], role: 'plain' }]);

  return {
    feed: 'status',
    take: count,
    finish() {
      if (recorded > 0)
        say({
          en: `${hosts(recorded)} answered for the first time; their keys are recorded`,
          zh: `${hosts(recorded)}首次应答，其主机密钥已记录`,
        });
      const ledger = `rollcall host-keys${data === undefined ? '' : ` --data ${shellWord(data)}`}`;
      if (unknown.size > 0) {
        say({
          en: `${hosts(unknown.size)} with a key that nobody has approved; nothing was sent. Look and decide:`,
          zh: `${hosts(unknown.size)}的主机密钥尚未批准，未向其发送任何内容。请查看并决定：`,
        });
        say(asIs(`  ${ledger}`));
        say({
          en: '  or run again with --host-keys accept-new, which records keys on first sight',
          zh: '  或加 --host-keys accept-new 再次运行，首次见到的密钥会被记录',
        });
      }
      if (changed.size > 0) {
        const show = changed.size === 1 ? 'shows' : 'show';
        say({
          en: `${hosts(changed.size)} ${show} another key than the trusted one; nothing was sent:`,
          zh: `${hosts(changed.size)}出示的密钥与受信的不同，未向其发送任何内容：`,
        });
        say(asIs(`  ${ledger.replace('host-keys', 'host-keys changed')}`));
      }
      if (unsure.length > 0) print(warningSpans(somethingElse(unsure, context), locale));
      if (cutHosts > 0) print(warningSpans(notKept(cutBytes, hosts(cutHosts), context), locale));
    },
  };
}

/** Nothing said that the command was taken up: its status may be that of a forced command or of a start-up file. */
function isUnsure({ process }: Extract<RunEvent, { type: 'host-exited' }>): boolean {
  return process?.mode === 'plain' && process.reason === 'no-report';
}

function somethingElse(hosts: number[], context: ViewContext): Words {
  const range = cutToCells(
    foldedRange(
      context,
      hosts.toSorted((a, b) => a - b),
    ),
    RANGE_CELLS,
  );
  return {
    en: `${range}: something else than sh answered; a forced command or a start-up file may have run in place of the command`,
    zh: `${range}：应答的不是 sh；实际执行的可能是强制命令或 shell 启动文件，而非所要执行的命令`,
  };
}

function notKept(bytes: number, hosts: string, { spec }: ViewContext): Words {
  const [lost, kept] = [sizeWords(bytes), sizeWords(spec.maxOutputBytes)];
  return {
    en: `${lost} from ${hosts} not kept: over ${kept}, see --max-output`,
    zh: `${hosts}的输出有 ${lost} 未保留：超过 ${kept}，参见 --max-output`,
  };
}
