import { columnDuration, type HostView } from '@rollcall/protocol';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { median } from '../../state/flight.ts';
import { cx } from '../ui/cx.ts';
import { axisStepMs, PHASES, phaseMs, phaseSpans, type Phase, type PhaseSpan } from './phases.ts';
import { useRun, useSnapshot } from './run-context.ts';
import { PHONE, useMedia } from './use-media.ts';
import styles from './host.module.css';

/** The part of the axis whose marks have their time beside them; further on it would stand over the next column's head. */
const LABELLED = 0.9;

/** Where the time of an attempt went, beside the median of the run. */
export function HostPhases({ view }: { view: HostView | undefined }): ReactNode {
  const { t } = useTranslation('run');
  const { nowMs } = useSnapshot();
  const medians = useMedians();
  const spans = view === undefined ? [] : phaseSpans(view, nowMs);
  const totalMs = spans.reduce((sum, span) => sum + span.durationMs, 0);
  return (
    <section className={styles['phases']} aria-label={t('host.phases')}>
      <header className={styles['title']}>
        <h3>{t('host.phases')}</h3>
        {totalMs > 0 ? <span>{t('host.where', { time: columnDuration(totalMs) })}</span> : null}
      </header>
      {spans.length === 0 ? (
        <p className={styles['hint']}>
          {t(view?.outcome === undefined ? 'host.notCalledYet' : 'host.noPhases')}
        </p>
      ) : (
        <>
          <Chart spans={spans} medians={medians} totalMs={totalMs} />
          <p className={cx(styles['hint'], styles['legend'])}>
            <i aria-hidden="true" /> {t('host.mark')}
          </p>
        </>
      )}
    </section>
  );
}

type Medians = Record<Phase, number | null>;

interface ChartProps {
  spans: readonly PhaseSpan[];
  medians: Medians;
  totalMs: number;
}

function Chart({ spans, medians, totalMs }: ChartProps): ReactNode {
  const { t } = useTranslation('run');
  const widest = Math.max(totalMs, ...spans.map(({ phase, startMs }) => startMs + (medians[phase] ?? 0)));
  const step = axisStepMs(widest, useMedia(PHONE) ? 3 : 5);
  const at = (ms: number): string => `${(ms / widest) * 100}%`;
  const ticks = Array.from({ length: Math.floor(widest / step) + 1 }, (_, index) => index * step);
  const known = new Map(spans.map((span) => [span.phase, span]));
  return (
    <table className={styles['chart']}>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">{t('host.phases')}</span>
          </th>
          <td className={styles['axis']}>
            {ticks
              .filter((ms) => ms <= widest * LABELLED)
              .map((ms) => (
                <span key={ms} style={{ left: at(ms) }}>
                  {tickWords(ms, step)}
                </span>
              ))}
          </td>
          <th scope="col">{t('host.thisHost')}</th>
          <th scope="col">{t('host.median')}</th>
        </tr>
      </thead>
      <tbody>
        {PHASES.map((phase) => {
          const span = known.get(phase);
          return (
            <tr key={phase}>
              <th scope="row">{t(`host.${phase}`)}</th>
              <td className={styles['track']}>
                {ticks.map((ms) => (
                  <i key={ms} style={{ left: at(ms) }} />
                ))}
                {span === undefined ? null : (
                  <span
                    className={cx(styles['span'], styles[`phase-${phase}`], span.live && styles['growing'])}
                    style={{ left: at(span.startMs), width: at(span.durationMs) }}
                  />
                )}
                {span === undefined || medians[phase] === null ? null : (
                  <b style={{ left: at(span.startMs + medians[phase]) }} />
                )}
              </td>
              <td>{span === undefined ? '–' : columnDuration(span.durationMs)}</td>
              <td className={styles['faint']}>
                {medians[phase] === null ? '–' : columnDuration(medians[phase])}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Marks under a second need their decimals. */
function tickWords(ms: number, step: number): string {
  const digits = step >= 1_000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return `${(ms / 1_000).toFixed(digits)} s`;
}

/** The median of each phase over the hosts that have ended; looked at again when more have. */
function useMedians(): Medians {
  const { store } = useRun();
  const { done } = useSnapshot();
  // Ten thousand hosts are sorted within some milliseconds, so a twentieth more is worth a new look.
  const look = done < 100 ? done : Math.floor(Math.log(done) * 20);
  return useMemo(() => {
    const of = (phase: Phase): number | null => {
      const known: number[] = [];
      for (const { stages } of store.state.hosts.values()) {
        const ms = look < 0 ? null : phaseMs(stages, phase);
        if (ms !== null) known.push(ms);
      }
      return median(Float64Array.from(known));
    };
    return { queue: of('queue'), connect: of('connect'), kex: of('kex'), login: of('login'), run: of('run') };
  }, [store, look]);
}
