import type { Span } from '@rollcall/protocol';
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

/** The lines around the link, for stderr; the link itself goes to stdout between them. */
export function announcement(
  started: Started,
  paint: { out: Paint; err: Paint },
): { before: string; link: string; after: string } {
  const line = (...spans: Span[]): string => `${paint.err(spans)}\n`;
  const fact = (name: string, value: string, note = ''): string =>
    line(
      { text: `  ${name.padEnd(7)}`, role: 'dim' },
      { text: value, role: 'plain' },
      { text: note === '' ? '' : `   ${note}`, role: 'dim' },
    );
  const minutes = Math.round(started.linkLifeMs / 60_000);
  const { demo } = started;
  return {
    before: `${line({ text: `Rollcall ${started.version}`, role: 'strong' })}\n`,
    link: `${paint.out([{ text: started.link, role: 'strong' }])}\n`,
    after: [
      '\n',
      line({
        text: `  Open it within ${minutes} minutes; it works once. Another: ${started.linkCommand}`,
        role: 'dim',
      }),
      fact('Data', started.dataFolder),
      fact('Token', started.tokenFile, 'for scripts: Authorization: Bearer'),
      demo ? fact('Demo', demo.targets, `user ${demo.user}; nobody outside is contacted`) : '',
      line({ text: '  Ctrl-C stops the server.', role: 'dim' }),
      '\n',
    ].join(''),
  };
}
