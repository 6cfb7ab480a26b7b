import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence read with the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** `alert` for a question that must be answered: a press outside does not close it. */
  kind?: 'dialog' | 'alert';
}

/** A dialog over the page: focus goes in, stays in, and returns. Esc closes. */
export function Dialog({ open, onOpenChange, title, description, children, kind }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const stay = kind === 'alert' ? (event: Event): void => event.preventDefault() : undefined;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles['overlay']} />
        <Radix.Content
          className={styles['dialog']}
          {...(stay ? { onInteractOutside: stay } : {})}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles['head']}>
            <Radix.Title className={styles['title']}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('close')}>
                <Icon name="cross" />
              </IconButton>
            </Radix.Close>
          </header>
          {description ? (
            <Radix.Description className={styles['description']}>{description}</Radix.Description>
          ) : null}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
