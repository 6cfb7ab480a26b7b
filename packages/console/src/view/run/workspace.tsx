import {
  HOST_STATE_LOOKS,
  HOST_STATES,
  hostStateOf,
  outcomeText,
  columnDuration,
  exitCell,
} from '@rollcall/protocol';
import { useCallback, useEffect, useRef, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { catchFocus } from '../app/regions.ts';
import { cx } from '../ui/cx.ts';
import { TabPanel, Tabs } from '../ui/tabs.tsx';
import { HostPane } from './host-pane.tsx';
import { HostsView } from './hosts-view.tsx';
import { Mosaic } from './mosaic.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import type { RunPlace, RunTab } from './run-search.ts';
import { MOSAIC_LEADS_ABOVE, SIDE_USUAL_PX, SIDE_WIDE_PX, Splitter } from './splitter.tsx';
import { useStreamChoice } from './stream-choice.ts';
import { StreamTools, StreamView } from './stream-view.tsx';
import { useLinkState } from './use-live.ts';
import { PHONE, TABLET, useMedia } from './use-media.ts';
import type { Go } from './use-place.ts';
import type { Moves } from './use-run-keys.ts';
import { useStored } from './use-stored.ts';
import { whenWords } from './words.ts';
import styles from './run.module.css';

interface WorkspaceProps {
  place: RunPlace;
  go: Go;
  moves: Moves;
}

/** Stream, hosts and mosaic; an opened host takes the place of the mosaic. */
export function Workspace({ place, go, moves }: WorkspaceProps): ReactNode {
  const { t } = useTranslation('run');
  const { hostCount } = useSnapshot();
  const phone = useMedia(PHONE);
  const stacked = useMedia(TABLET);
  const leads = hostCount > MOSAIC_LEADS_ABOVE;
  const [width, setWidth] = useStored<number | null>(leads ? 'side.wide' : 'side', null);
  const choice = useStreamChoice(place.chips);
  const opened = place.host !== null;
  const workspace = useRef<HTMLDivElement>(null);
  const shownHost = useRef(place.host);
  // The square or the button that was pressed goes with what the host takes the place of, and the other way round.
  useEffect(() => {
    if (shownHost.current === place.host) return;
    shownHost.current = place.host;
    catchFocus(workspace.current?.querySelector<HTMLElement>('[data-side]') ?? workspace.current);
  }, [place.host]);
  const mosaic = <RunMosaic place={place} moves={moves} />;
  const tabs: RunTab[] = phone ? ['mosaic', 'stream', 'hosts'] : ['stream', 'hosts'];
  const style = { '--side': `${width ?? (leads ? SIDE_WIDE_PX : SIDE_USUAL_PX)}px` } as CSSProperties;
  return (
    <div
      ref={workspace}
      className={cx(
        styles['workspace'],
        place.tab === 'hosts' && styles['listing'],
        opened && styles['opened'],
        width === null && styles['usual'],
      )}
      style={style}
    >
      <section id="results" className={styles['results']} aria-label={t('tabs.label')} data-region>
        <Tabs
          label={t('tabs.label')}
          value={place.tab}
          onValueChange={(tab) => go({ tab: tab as RunTab, host: null })}
          tabs={tabs.map((tab) => ({ value: tab, label: t(`tabs.${tab}`) }))}
          tools={place.tab === 'stream' ? <StreamTools choice={choice} stream={moves.stream} /> : null}
        >
          {phone ? <TabPanel value="mosaic">{place.tab === 'mosaic' ? mosaic : null}</TabPanel> : null}
          <TabPanel value="stream" keep>
            <StreamView choice={choice} moves={moves} />
          </TabPanel>
          <TabPanel value="hosts">
            <HostsView moves={moves} opened={place.host} go={go} chips={place.chips} />
          </TabPanel>
        </Tabs>
      </section>
      {place.tab === 'hosts' || stacked ? null : <Splitter width={width} onWidth={setWidth} leads={leads} />}
      {opened ? (
        <HostPane key={place.host} host={place.host!} moves={moves} />
      ) : phone ? null : (
        <div className={styles['side']} data-side>
          {mosaic}
        </div>
      )}
    </div>
  );
}

/** The mosaic of the run, with names and times of its hosts. */
function RunMosaic({ place, moves }: { place: RunPlace; moves: Moves }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { store, nameOf, hostOf } = useRun();
  const { hostCount, atMs, nowMs, phase, catchingUp } = useSnapshot();
  const lost = useLinkState().type === 'lost' && phase !== 'finished' && atMs !== null;
  const subscribe = useCallback(
    (listener: (hosts: readonly number[]) => void) => store.onHosts(listener),
    [store],
  );
  const describe = useCallback(
    (host: number): string => {
      const outcome = store.state.hosts.get(host)?.outcome;
      const { word } = HOST_STATE_LOOKS[HOST_STATES[store.shown[host]!]!];
      const exit =
        outcome && exitCell(outcome) !== '–' && exitCell(outcome) !== '0' ? ` exit ${exitCell(outcome)}` : '';
      const time = outcome && 'durationMs' in outcome ? [columnDuration(outcome.durationMs)] : [];
      const state = locale === 'zh' ? word.zh + exit.replace(' exit', '') : word.en + exit;
      return [nameOf(host), state, ...time].join(locale === 'zh' ? '，' : ', ');
    },
    [store, nameOf, locale],
  );
  const detail = useCallback(
    (host: number): string => {
      const outcome = store.state.hosts.get(host)?.outcome;
      const word = HOST_STATE_LOOKS[hostStateOf(store.state, host)].word[locale];
      const text = outcome === undefined ? '' : outcomeText(outcome, hostOf(host), locale).text;
      return [word, text].filter(Boolean).join(locale === 'zh' ? '，' : ', ');
    },
    [store, hostOf, locale],
  );
  return (
    <Mosaic
      count={hostCount}
      label={nameOf}
      states={store.shown}
      subscribe={subscribe}
      cursor={moves.cursor}
      onCursor={moves.setCursor}
      onOpen={moves.onOpen}
      describe={describe}
      detail={detail}
      filter={place.chips}
      live={phase === 'running' && !catchingUp}
      dated={lost ? { words: t('mosaic.asOf', { at: whenWords(atMs, nowMs, locale) }) } : undefined}
    />
  );
}
