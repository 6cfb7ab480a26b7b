import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './menu.module.css';

/** A menu that opens from `trigger`, a button. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }): ReactNode {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles['menu']} align="end" sideOffset={6} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** An action of a menu. */
export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }): ReactNode {
  return (
    <DropdownMenu.Item className={styles['item']} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

/** Words in a menu that cannot be chosen. */
export function MenuText({ children }: { children: ReactNode }): ReactNode {
  return <DropdownMenu.Label className={styles['text']}>{children}</DropdownMenu.Label>;
}

export function MenuLine(): ReactNode {
  return <DropdownMenu.Separator className={styles['line']} />;
}

interface MenuChoiceProps<T extends string> {
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; lang?: string }[];
}

/** One of several, the current one ticked. */
export function MenuChoice<T extends string>({ value, onChange, options }: MenuChoiceProps<T>): ReactNode {
  return (
    <DropdownMenu.RadioGroup value={value}>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          className={styles['item']}
          value={option.value}
          lang={option.lang}
          onSelect={() => onChange(option.value)}
        >
          <span className={styles['tick']}>
            <DropdownMenu.ItemIndicator>
              <Icon name="check" size={14} />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
