import { eventToJson } from '@rollcall/protocol';
import type { RunView, ViewContext } from './view.ts';

/** Every event of the log as a line of JSON on stdout, as `GET /api/runs/:id/events` has it, with the host's name. */
export function jsonView({ screen, labels }: ViewContext): RunView {
  return {
    feed: 'all',
    take: (event) =>
      screen.result(`${eventToJson(event, 'host' in event ? labels[event.host] : undefined)}\n`),
    finish: () => undefined,
  };
}
