import { useNavigate } from '@tanstack/react-router';
import type { Chip } from '@rollcall/protocol';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { StreamController } from '../../terminal/stream-controller.ts';
import { PageFrame } from '../app/page-frame.tsx';
import { KeysStrip } from './keys-strip.tsx';
import { LockedComposer } from './locked-composer.tsx';
import { ReconnectStrip } from './reconnect-strip.tsx';
import { RunBar, shownChips } from './run-bar.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import { toggled } from './run-search.ts';
import { RunConnection } from './run-connection.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { useHostOrder } from './use-host-order.ts';
import { usePlace } from './use-place.ts';
import { useRunHints, useRunKeys } from './use-run-keys.ts';
import { useStored } from './use-stored.ts';
import { Workspace } from './workspace.tsx';

/** A run that is there: what was asked for, where it stands, and its hosts in three views. */
export function RunView(): ReactNode {
  const run = useRun();
  const { phase } = useSnapshot();
  const { place, go } = usePlace();
  const navigate = useNavigate();
  const [compact, setCompact] = useStored<boolean>('compact', false);
  const [stopping, setStopping] = useState(false);
  const [cursor, setCursor] = useCursor(place.host);
  const stream = useRef<StreamController>(null);
  const list = useHostOrder(place.chips, place.tab !== 'stream');
  const returnTo = useRef(place.tab);
  const onOpen = useCallback(
    (host: number): void => {
      if (place.host === null) returnTo.current = place.tab;
      go({ tab: 'hosts', host }, place.host === null ? 'open' : 'adjust');
    },
    [go, place.host, place.tab],
  );
  const onClose = useCallback((): void => go({ tab: returnTo.current, host: null }), [go]);
  const onChip = useCallback(
    (chip: Chip): void => go({ chips: toggled(place.chips, chip) }, 'adjust'),
    [go, place.chips],
  );
  const copy = useCallback(
    (): void => void navigate({ to: '/', search: { from: run.id } }),
    [navigate, run.id],
  );
  const moves = useMemo(
    () => ({ cursor, setCursor, onOpen, onClose, list, stream }),
    [cursor, setCursor, onOpen, onClose, list],
  );
  useRunKeys({
    place,
    moves,
    onChip: (index) => {
      const chip = shownChips(run.store.snapshot, place.chips)[index];
      if (chip !== undefined) onChip(chip);
    },
    onStop: () => {
      if (phase !== 'finished') setStopping(true);
    },
    onCopy: copy,
    onCompact: () => setCompact(!compact),
  });
  const small = compact || place.host !== null;
  return (
    <PageFrame title={run.spec.command.slice(0, 60)} status={<RunConnection />} keys={useRunHints(place)}>
      <h1 className="sr-only">{run.spec.command}</h1>
      <LockedComposer compact={small} onStop={() => setStopping(true)} onCopy={copy} />
      <RunBar compact={small} chips={place.chips} onChip={onChip} />
      <ReconnectStrip />
      <KeysStrip />
      <Workspace place={place} go={go} moves={moves} />
      {stopping ? <StopDialog onClose={() => setStopping(false)} /> : null}
    </PageFrame>
  );
}

/** The host that stream, list and mosaic mark together; what the URL opens is marked. */
function useCursor(open: number | null): [number | null, (host: number | null) => void] {
  const [cursor, setCursor] = useState(open);
  const [opened, setOpened] = useState(open);
  if (open !== opened) {
    setOpened(open);
    if (open !== null) setCursor(open);
  }
  return [cursor, setCursor];
}
