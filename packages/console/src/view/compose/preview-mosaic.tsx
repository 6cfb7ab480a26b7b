import type { ReactNode } from 'react';
import type { Targets } from './targets.ts';

export function PreviewMosaic({ targets }: { targets: Targets }): ReactNode {
  return <aside>{targets.hosts.length}</aside>;
}
