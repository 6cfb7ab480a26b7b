import type { ReactNode } from 'react';

export function HistoryPage(): ReactNode {
  return null;
}
