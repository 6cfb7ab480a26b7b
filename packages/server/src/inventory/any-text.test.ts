import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeGroups } from './inventory.ts';
import { inventoryOf } from './inventory.suite.ts';

/** Pieces of which people make an inventory, and those that trip a reader of YAML. */
const PIECES = [
  ['groups', 'hosts', 'web', 'vars', 'user', 'port', 'jump', 'legacy', '__proto__', 'constructor', '<<'],
  [': ', ':', '\n', '\n  ', '\n    ', '- ', '{', '}', '[', ']', ', ', '"', "'", '|', '>', '#', '%', '---'],
  ['@web', '@*', '@a:b', '!x', '*x', '&x ', '!!str ', '!!binary ', '? ', '~', 'true', '0x1F', '.nan', '1e9'],
  ['web[1-3]', '10.0.0.1-9', '::/0', 'a[1-', '\t', '\r', '\u2028', '\uFEFF', '\0', '点名'],
].flat();
const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 8 }));
const text = fc
  .array(piece, { maxLength: 40 })
  .chain((pieces) =>
    fc.constantFrom('', 'groups:\n  ', 'hosts:\n  ').map((start) => start + pieces.join('')),
  );

it('reads any text, or points at a place in it', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(text, text, (own, named) => {
      const inventory = inventoryOf(own, named);
      describeGroups(inventory, 'en');
      if (inventory.problem === null) return;
      const { line, column, file, message } = inventory.problem.problem('en');
      const lines = (file === 'inventory.yaml' ? own : named).split('\n');
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
      expect(message).toMatch(/\S/);
    }),
    { numRuns: 3_000 },
  );
});
