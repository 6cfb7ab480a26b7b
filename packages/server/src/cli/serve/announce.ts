import type { Locale, Span, Words } from '@rollcall/protocol';
import type { Paint } from '../terminal/colour.ts';

/** What a person has to know of a server that has just started. */
export interface Started {
  version: string;
  link: string;
  /** How long the link is good, in ms. */
  linkLifeMs: number;
  dataFolder: string;
  /** What prints another link. */
  linkCommand: string;
  tokenFile: string;
  demo: { targets: string; user: string } | null;
}

const WORDS = {
  link: ({ linkLifeMs, linkCommand }: Started): Words => {
    const minutes = Math.round(linkLifeMs / 60_000);
    return {
      en: `  Open it within ${minutes} minutes; it works once. Another: ${linkCommand}`,
      zh: `  请在 ${minutes} 分钟内打开，只能用一次。再取一个：${linkCommand}`,
    };
  },
  data: { en: 'Data   ', zh: '数据   ' },
  token: { en: 'Token  ', zh: '令牌   ' },
  demo: { en: 'Demo   ', zh: '演示   ' },
  demoNote: (user: string): Words => ({
    en: `user ${user}; nobody outside is contacted`,
    zh: `用户 ${user}；不连接任何外部主机`,
  }),
  tokenNote: { en: 'for scripts: Authorization: Bearer', zh: '供脚本使用：Authorization: Bearer' },
  stop: { en: '  Ctrl-C stops the server.', zh: '  按 Ctrl-C 停止服务器。' },
};

/** The lines around the link, for stderr; the link itself goes to stdout between them. */
export function announcement(
  started: Started,
  paint: { out: Paint; err: Paint },
  locale: Locale,
): { before: string; link: string; after: string } {
  const line = (...spans: Span[]): string => `${paint.err(spans)}\n`;
  const fact = (name: Words, value: string, note?: Words): string =>
    line(
      { text: `  ${name[locale]}`, role: 'dim' },
      { text: value, role: 'plain' },
      { text: note ? `   ${note[locale]}` : '', role: 'dim' },
    );
  const { demo } = started;
  return {
    before: `${line({ text: `Rollcall ${started.version}`, role: 'strong' })}\n`,
    link: `${paint.out([{ text: started.link, role: 'strong' }])}\n`,
    after: [
      '\n',
      line({ text: WORDS.link(started)[locale], role: 'dim' }),
      fact(WORDS.data, started.dataFolder),
      fact(WORDS.token, started.tokenFile, WORDS.tokenNote),
      demo ? fact(WORDS.demo, demo.targets, WORDS.demoNote(demo.user)) : '',
      line({ text: WORDS.stop[locale], role: 'dim' }),
      '\n',
    ].join(''),
  };
}
