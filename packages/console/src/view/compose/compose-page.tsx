import type { ReactNode } from 'react';

export function ComposePage(): ReactNode {
  return null;
}
