import { HOST_STATE_LOOKS, HOST_STATES, type CellShape, type HostState } from '@rollcall/protocol';

/** How a cell is drawn in the theme on screen. Null: not at all. */
export interface CellPaint {
  shape: CellShape;
  fill: string | null;
  edge: string | null;
  ink: string;
  /** Fill of a cell under 10 px, or its edge when `hollowDot`. */
  dot: string;
  hollowDot: boolean;
  glyph: string;
  bold: boolean;
  /** Also fills the gap around it, so that failures side by side become one shape. */
  stands: boolean;
}

/** The colours of the mosaic for each state code, and those of its labels. */
export interface Palette {
  theme: string;
  cells: readonly CellPaint[];
  label: string;
  /** Strokes of what is left out. */
  line: string;
  exit: string;
  fail: string;
  mono: string;
}

type Tokens = (name: string) => string;
type Colours = Pick<CellPaint, 'fill' | 'edge' | 'ink' | 'dot' | 'hollowDot' | 'stands'>;

/** The colours of each shape; `plain` is success, which is quiet. */
const SHAPES: Record<CellShape, (token: Tokens) => Colours> = {
  'hollow-thin': (token) => hollow(token('line2'), token('text3')),
  'hollow-run': (token) => hollow(token('runring'), token('run')),
  'hollow-exit': (token) => ({ ...hollow(token('exitedge'), token('exit')), stands: true }),
  ring: (token) => solid(token('runcell'), token('runring'), token('runink'), token('run')),
  'ring-exit': (token) => solid(token('runcell'), token('exitedge'), token('runink'), token('exit')),
  plain: (token) => solid(token('okfill'), null, token('okink'), token('okdot')),
  'cut-corner': (token) => ({
    ...solid(token('exitfill'), token('exitedge'), token('onexit'), token('exitfill')),
    stands: true,
  }),
  cross: (token) => ({ ...solid(token('failfill'), null, token('onfail'), token('faildot')), stands: true }),
  bar: (token) => solid(token('sel'), null, token('text3'), token('queue')),
};

const hollow = (edge: string, ink: string): Colours => ({
  fill: null,
  edge,
  ink,
  dot: edge,
  hollowDot: true,
  stands: false,
});

const solid = (fill: string, edge: string | null, ink: string, dot: string): Colours => ({
  fill,
  edge,
  ink,
  dot,
  hollowDot: false,
  stands: false,
});

const BOLD: ReadonlySet<CellShape> = new Set<CellShape>(['cut-corner', 'cross']);

function paintOf(state: HostState, token: Tokens): CellPaint {
  const { cell: shape, glyph } = HOST_STATE_LOOKS[state];
  return { shape, glyph, bold: BOLD.has(shape), ...SHAPES[shape](token) };
}

/** Reads the palette from the tokens of `theme`, which is on screen. */
export function readPalette(theme: string): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    theme,
    cells: HOST_STATES.map((state) => paintOf(state, token)),
    label: token('text3'),
    line: token('line2'),
    exit: token('exit'),
    fail: token('fail'),
    mono: token('mono'),
  };
}
