import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` once per view; `quiet` has no edge; `outline` is the usual one. */
  look?: 'primary' | 'outline' | 'quiet';
  /** `tall` is as high as a field (40 px). */
  size?: 'tall' | 'normal';
}

/** A button with words. Targets grow to 44 px below 768 px. */
export function Button({ look = 'outline', size = 'normal', className, ...rest }: ButtonProps): ReactNode {
  return (
    <button type="button" {...rest} className={cx(styles['button'], styles[look], styles[size], className)} />
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** The accessible name, also the tooltip. */
  label: string;
}

/** A square button with an icon alone. */
export function IconButton({ label, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(styles['icon'], className)}
    />
  );
}

/** A button that looks like underlined words inside a sentence. */
export function LinkButton({ className, ...rest }: ComponentProps<'button'>): ReactNode {
  return <button type="button" {...rest} className={cx(styles['link'], className)} />;
}
