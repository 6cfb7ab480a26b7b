import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runLog } from './testing/arbitrary-log.ts';
import { packEvents, unpackEvents } from './wire.ts';

it('unpacks what it packed, bytes and order, also from a plain ArrayBuffer', () => {
  fc.assert(
    fc.property(runLog, ({ events }) => {
      const { events: wire, bytes } = packEvents(events);
      const back = unpackEvents(wire, bytes.buffer as ArrayBuffer);
      expect(back).toEqual(events);
      expect(JSON.stringify(wire), 'the events themselves are plain JSON').not.toContain('"bytes"');
    }),
  );
});
