import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

interface TabsProps {
  value: string;
  onValueChange: (value: string) => void;
  /** Accessible name of the list of tabs. */
  label: string;
  tabs: readonly { value: string; label: string; count?: string }[];
  /** Controls at the right end of the row of tabs. */
  tools?: ReactNode;
  /** `TabPanel`s. */
  children: ReactNode;
}

/** A row of tabs, 40 px high, over panels that fill the rest. Arrow keys move between tabs. */
export function Tabs({ value, onValueChange, label, tabs, tools, children }: TabsProps): ReactNode {
  return (
    <Radix.Root className={styles['root']} value={value} onValueChange={onValueChange}>
      <div className={styles['row']}>
        <Radix.List className={styles['list']} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className={styles['tab']}>
              {tab.label}
              {tab.count === undefined ? null : <span className={styles['count']}>{tab.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {tools}
      </div>
      {children}
    </Radix.Root>
  );
}

/** What a tab shows; `keep` leaves it in the page while hidden (a terminal must not be opened twice). */
export function TabPanel({
  value,
  keep,
  children,
}: {
  value: string;
  keep?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <Radix.Content value={value} className={styles['panel']} {...(keep ? { forceMount: true as const } : {})}>
      {children}
    </Radix.Content>
  );
}
