import { countWords } from '@rollcall/protocol';
import { useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import type { StreamController, StreamView as View } from '../../terminal/stream-controller.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { InFlight } from './in-flight.tsx';
import { useSnapshot } from './run-context.ts';
import { SearchField } from './search-field.tsx';
import type { Moves } from './use-run-keys.ts';
import { useStored } from './use-stored.ts';
import type { ChosenStream } from './stream-choice.ts';
import { PHONE, useMedia } from './use-media.ts';
import { useStream } from './use-stream.ts';
import { roughDuration } from './words.ts';
import styles from './stream.module.css';

/** From this many hosts on there is a row for folding and filtering under the tabs. */
const FOLD_ROW_FROM = 400;

interface StreamToolsProps {
  choice: ChosenStream;
  stream: RefObject<StreamController | null>;
}

/** Follow and filter, at the right end of the row of tabs. */
export function StreamTools({ choice, stream }: StreamToolsProps): ReactNode {
  const { hostCount, phase } = useSnapshot();
  const { view } = choice;
  if (useMedia(PHONE)) return null;
  return (
    <div className={styles['tools']}>
      {phase !== 'finished' || view.held > 0 ? <FollowButton view={view} stream={stream} /> : null}
      {hostCount < FOLD_ROW_FROM ? <FilterLines choice={choice} /> : null}
    </div>
  );
}

function FilterLines({ choice }: { choice: ChosenStream }): ReactNode {
  const { t } = useTranslation('run');
  return (
    <SearchField
      label={t('stream.filter')}
      placeholder={t('stream.filter')}
      value={choice.choice.needle}
      onValue={choice.setNeedle}
    />
  );
}

function FollowButton({
  view,
  stream,
}: {
  view: View;
  stream: RefObject<StreamController | null>;
}): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  return (
    <Button
      look="quiet"
      className={styles['toggle']}
      aria-pressed={view.follow}
      aria-keyshortcuts="l"
      onClick={() => stream.current?.toggleFollow()}
    >
      <Icon name="follow" size={14} />
      {t('stream.follow')}
      {view.held > 0 ? (
        <span className={styles['held']}>
          {t('stream.new', { count: view.held, n: countWords(view.held, locale) })}
        </span>
      ) : null}
    </Button>
  );
}

interface StreamViewProps {
  choice: ChosenStream;
  moves: Moves;
}

/** One line per host as it answers, in a terminal. */
export function StreamView({ choice, moves }: StreamViewProps): ReactNode {
  const { t } = useTranslation('run');
  const [readAloud, setReadAloud] = useStored<boolean>('readAloud', false);
  const container = useRef<HTMLDivElement>(null);
  useStream(container, choice, moves, readAloud);
  const { view } = choice;
  return (
    <div className={styles['stream']}>
      <button
        type="button"
        className={styles['aloud']}
        aria-pressed={readAloud}
        onClick={() => setReadAloud(!readAloud)}
      >
        {t('stream.readAloud')}
      </button>
      <FoldRow choice={choice} stream={moves.stream} />
      <Heads heads={view.heads} />
      <Behind />
      <div className={styles['body']}>
        <div
          ref={container}
          className={cx(styles['terminal'], 'translate-no')}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keys
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label={t('stream.label')}
          translate="no"
        />
        <Empty choice={choice} />
      </div>
      <InFlight onOpen={moves.onOpen} />
    </div>
  );
}

/** Where the row of tabs has no room: folding, and on a phone also following. */
function FoldRow({ choice, stream }: StreamToolsProps): ReactNode {
  const { t } = useTranslation('run');
  const { hostCount, phase } = useSnapshot();
  const phone = useMedia(PHONE);
  const canFold = hostCount >= FOLD_ROW_FROM;
  const { folds, held } = choice.view;
  if (!phone && !canFold) return null;
  return (
    <div className={styles['foldRow']}>
      {phone && (phase !== 'finished' || held > 0) ? (
        <FollowButton view={choice.view} stream={stream} />
      ) : null}
      {canFold ? (
        <Button
          look="quiet"
          className={styles['toggle']}
          aria-pressed={folds}
          onClick={() => choice.setFold(!folds)}
        >
          <Icon name="fold" size={14} />
          {t('stream.fold')}
        </Button>
      ) : null}
      <span className={styles['hint']}>{canFold && folds ? t('stream.foldHint') : null}</span>
      <FilterLines choice={choice} />
    </div>
  );
}

/** Heads over the terminal's columns; there are none where a line takes two rows. */
function Heads({ heads }: { heads: View['heads'] }): ReactNode {
  const { t } = useTranslation('run');
  if (heads === null) return null;
  const left = (px: number) => ({ left: `calc(var(--term-left) + ${px}px)` });
  const right = (px: number) => ({ ...left(px), transform: 'translateX(-100%)' });
  return (
    <div className={styles['heads']} aria-hidden="true">
      <span style={left(heads.address)}>{t('stream.address')}</span>
      <span style={left(heads.status)}>{t('stream.status')}</span>
      <span style={right(heads.exitEnd)}>{t('stream.exit')}</span>
      <span style={right(heads.timeEnd)}>{t('stream.time')}</span>
      {heads.text === null ? null : <span style={left(heads.text)}>{t('stream.text')}</span>}
    </div>
  );
}

/** Where no line is: why. */
function Empty({ choice }: { choice: ChosenStream }): ReactNode {
  const { t } = useTranslation('run');
  const { phase, done } = useSnapshot();
  const { needle, chips } = choice.choice;
  const filtered = needle !== '' || chips.size > 0;
  if (choice.view.lines > 0) return null;
  if (filtered && done > 0)
    return (
      <p className={styles['empty']}>
        {t('stream.noMatch')}{' '}
        {needle === '' ? null : (
          <LinkButton onClick={() => choice.setNeedle('')}>{t('stream.clear')}</LinkButton>
        )}
      </p>
    );
  if (done > 0 || phase === 'finished') return null;
  return <p className={styles['empty']}>{t(phase === 'queued' ? 'stream.queued' : 'stream.empty')}</p>;
}

/** A page that reads slower than the run goes says so. */
const BEHIND_MS = 2_000;

function Behind(): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { phase, behindMs } = useSnapshot();
  if (phase !== 'running' || behindMs < BEHIND_MS) return null;
  return (
    <p className={styles['behind']}>
      <b>{t('stream.behind', { time: roughDuration(behindMs, locale) })}</b> {t('stream.behindHint')}
    </p>
  );
}
