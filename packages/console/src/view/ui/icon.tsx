import type { ReactNode } from 'react';

/** Drawn on 16 × 16 with strokes of 1.4; all decorative, so the word stands beside them or in the label. */
const ICONS = {
  play: <path d="M4.5 3.2v9.6L12.6 8z" fill="currentColor" stroke="none" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" stroke="none" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.6V8l2.2 1.6" />
    </>
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M2.2 8h11.6M8 2.2c2 2 2.6 3.8 2.6 5.8S10 11.8 8 13.800C6 11.8 5.4 10 5.4 8S6 4.2 8 2.200z" />
    </>
  ),
  moon: <path d="M13.3 9.700A5.6 5.6 0 0 1 6.3 2.700a5.6 5.6 0 1 0 7 7z" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.7" />
      <path d="M8 1.400v1.500M8 13.100v1.500M1.4 8h1.500M13.1 8h1.500M3.3 3.300l1.1 1.100M11.6 11.600l1.1 1.100M3.3 12.700l1.1-1.100M11.6 4.400l1.1-1.1" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.3" />
      <path d="m10.2 10.2 3.4 3.4" />
    </>
  ),
  up: <path d="m4.5 9.500 3.5-3.500 3.5 3.5" />,
  fold: <path d="M2.5 4.500h11M4.5 8h7M6.5 11.500h3" />,
  download: <path d="M8 2.500v7.500M4.5 7 8 10.500 11.5 7M3 13.500h10" />,
  upload: <path d="M8 10.500V3M4.5 6 8 2.500 11.5 6M3 13.500h10" />,
  key: (
    <>
      <circle cx="5.3" cy="10.7" r="2.8" />
      <path d="m7.4 8.600 5.600-5.600M10.6 5.400l2 2" />
    </>
  ),
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.7" y="5.7" width="7.6" height="7.6" rx="1.4" />
      <path d="M10.3 5.700V4a1.3 1.3 0 0 0-1.3-1.300H4A1.3 1.3 0 0 0 2.7 4v5A1.3 1.3 0 0 0 4 10.300h1.7" />
    </>
  ),
  follow: <path d="M8 2.500v8M4.5 7.5 8 11l3.5-3.500M3.5 13.500h9" />,
  again: <path d="M12.8 8A4.8 4.8 0 1 1 11.4 4.600M12.8 2.400v2.800H10" />,
  person: (
    <>
      <circle cx="8" cy="5.3" r="2.6" />
      <path d="M2.9 13.400c.5-2.7 2.5-4.1 5.1-4.100s4.6 1.4 5.1 4.1" />
    </>
  ),
  back: <path d="M9.5 4.5 6 8l3.5 3.5" />,
};

export type IconName = keyof typeof ICONS;

/** A line icon in the colour of the text around it; never the only bearer of a meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {ICONS[name]}
    </svg>
  );
}

const SQUARES = [0, 6.5, 13];

/** The mark: nine squares, one of them still to answer. */
export function Mark({ size = 18 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" fill="currentColor">
      {SQUARES.flatMap((y) =>
        SQUARES.map((x) =>
          x === 13 && y === 6.5 ? (
            <rect
              key={`${x} ${y}`}
              x="13.6"
              y="7.1"
              width="3.8"
              height="3.8"
              rx="1"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.2"
            />
          ) : (
            <rect key={`${x} ${y}`} x={x} y={y} width="5" height="5" rx="1.2" />
          ),
        ),
      )}
    </svg>
  );
}
