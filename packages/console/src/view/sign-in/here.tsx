import { useId, type ReactNode } from 'react';
import styles from './here.module.css';

/** Cell and gap of the drawing, in its own units. */
const CELL = 13;
const PITCH = 17;

/** Letters of eight by fourteen cells with strokes of two; each row is drawn twice where it repeats. */
const H = ['##....##', 6, '########', 2, '##....##', 6] as const;
const E = ['########', 2, '##......', 4, '######..', 2, '##......', 4, '########', 2] as const;
const R = [
  '######..',
  2,
  '##....##',
  4,
  '######..',
  2,
  '#####...',
  1,
  '##......',
  1,
  '##..##..',
  2,
  '##....##',
  2,
] as const;

type Letter = readonly (string | number)[];

function rows(letter: Letter): string[] {
  const all: string[] = [];
  for (let at = 0; at < letter.length; at += 2)
    for (let times = 0; times < Number(letter[at + 1]); times += 1) all.push(String(letter[at]));
  return all;
}

interface Cell {
  x: number;
  y: number;
}

const WIDTH = 38;
const HEIGHT = 14;

/** Every filled cell of the word, column by letter; ten cells from one letter to the next. */
const CELLS: Cell[] = [H, E, R, E].flatMap((letter, index) =>
  rows(letter).flatMap((row, y) =>
    row.split('').flatMap((cell, x) => (cell === '#' ? [{ x: x + index * 10, y }] : [])),
  ),
);

/** The last three still have to answer. */
const isLast = ({ x, y }: Cell): boolean =>
  (x === WIDTH - 1 && y >= HEIGHT - 2) || (x === WIDTH - 2 && y === HEIGHT - 1);

/** The outline of many cells as one path, so that the word costs two elements. */
function outline(cells: readonly Cell[]): string {
  const side = CELL - 6;
  return cells
    .map(({ x, y }) => {
      const left = (x - WIDTH / 2) * PITCH + 2;
      const top = (y - HEIGHT / 2) * PITCH + 2;
      return `M${left + 3} ${top}h${side}q3 0 3 3v${side}q0 3 -3 3h-${side}q-3 0 -3 -3v-${side}q0 -3 3 -3z`;
    })
    .join('');
}

const ANSWERED = outline(CELLS.filter((cell) => !isLast(cell)));
const LAST = outline(CELLS.filter(isLast));

/** The word HERE in a field of empty cells, on one grid with them. Decoration. */
export function Here(): ReactNode {
  const id = useId();
  return (
    <svg className={styles['here']} aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width={PITCH} height={PITCH} patternUnits="userSpaceOnUse">
          <rect x="2.5" y="2.5" width={CELL - 1} height={CELL - 1} rx="3" className={styles['empty']} />
        </pattern>
      </defs>
      <svg x="50%" y="50%" overflow="visible">
        <g className={styles['scale']}>
          <rect
            x={-102 * PITCH}
            y={-102 * PITCH}
            width={204 * PITCH}
            height={204 * PITCH}
            fill={`url(#${id})`}
          />
          <path d={ANSWERED} className={styles['answered']} />
          <path d={LAST} className={styles['last']} />
        </g>
      </svg>
    </svg>
  );
}
