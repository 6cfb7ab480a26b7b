import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { countWords } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hostKeyCountsQuery } from '../../api/host-keys.ts';
import { asProblem } from '../../api/problem.ts';
import { signOut, useSession } from '../../api/session.ts';
import { chooseLocale, useLocale } from '../../i18n/locale.ts';
import { cx } from '../ui/cx.ts';
import { Icon, Mark, type IconName } from '../ui/icon.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine, MenuText } from '../ui/menu.tsx';
import { chooseTheme, useThemeStore } from './theme.ts';
import styles from './top-bar.module.css';

/** The bar on top of every page but sign-in; below 768 px its navigation moves to the bottom edge. */
export function TopBar(): ReactNode {
  const { t } = useTranslation();
  return (
    <header className={styles['bar']}>
      <Link to="/" className={styles['brand']}>
        <Mark />
        {t('product')}
      </Link>
      <nav className={styles['nav']} aria-label={t('nav.label')}>
        <NavLinks />
      </nav>
      <div className={styles['tools']}>
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </div>
    </header>
  );
}

function NavLinks(): ReactNode {
  const { t } = useTranslation(['common', 'hostKeys']);
  const locale = useLocale();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { data } = useQuery(hostKeyCountsQuery);
  const waiting = data?.waiting ?? 0;
  const onHistory = path.startsWith('/history');
  const onKeys = path.startsWith('/host-keys');
  return (
    <>
      {/* A run belongs to where it was composed. */}
      <NavLink to="/" current={!onHistory && !onKeys} icon="play" label={t('nav.run')} />
      <NavLink to="/history" current={onHistory} icon="clock" label={t('nav.history')} />
      <NavLink to="/host-keys" current={onKeys} icon="key" label={t('nav.hostKeys')}>
        {waiting === 0 ? null : <Badge count={countWords(waiting, locale)} />}
      </NavLink>
    </>
  );
}

/** How much waits for a person, in amber. */
function Badge({ count }: { count: string }): ReactNode {
  const { t } = useTranslation('hostKeys');
  return (
    <>
      <span className={styles['badge']} aria-hidden="true">
        {count}
      </span>
      <span className="sr-only"> {t('badge', { n: count })}</span>
    </>
  );
}

interface NavLinkProps {
  to: '/' | '/history' | '/host-keys';
  current: boolean;
  icon: IconName;
  label: string;
  children?: ReactNode;
}

function NavLink({ to, current, icon, label, children }: NavLinkProps): ReactNode {
  return (
    <Link
      to={to}
      className={cx(styles['link'], current && styles['current'])}
      activeProps={{ 'aria-current': undefined }}
      aria-current={current ? 'page' : undefined}
    >
      <Icon name={icon} size={18} />
      {label}
      {children}
    </Link>
  );
}

/** The language of the page, as a menu. */
export function LanguageMenu(): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <Menu
      trigger={
        <button type="button" className={styles['tool']}>
          <Icon name="globe" />
          <span className="sr-only">{t('language.label')} </span>
          <span className={styles['short']}>{t('language.short')}</span>
        </button>
      }
    >
      <MenuChoice
        value={locale}
        onChange={(next) => void chooseLocale(next)}
        options={[
          { value: 'en', label: t('language.en'), lang: 'en' },
          { value: 'zh', label: t('language.zh'), lang: 'zh-CN' },
        ]}
      />
    </Menu>
  );
}

/** Dark, light or as the system, as a menu. */
export function ThemeMenu(): ReactNode {
  const { t } = useTranslation();
  const { choice, theme } = useThemeStore();
  return (
    <Menu
      trigger={
        <button type="button" className={styles['tool']} aria-label={t('theme.label')}>
          <Icon name={theme === 'dark' ? 'moon' : 'sun'} />
        </button>
      }
    >
      <MenuChoice
        value={choice}
        onChange={chooseTheme}
        options={[
          { value: 'system', label: t('theme.system') },
          { value: 'dark', label: t('theme.dark') },
          { value: 'light', label: t('theme.light') },
        ]}
      />
    </Menu>
  );
}

/** The first two letters of a name, or its first Chinese character. */
function initials(user: string): string {
  const letters = user.match(/[\p{L}\p{N}]/gu) ?? [];
  return (letters[0]?.match(/\p{Script=Han}/u) ? letters.slice(0, 1) : letters.slice(0, 2))
    .join('')
    .toUpperCase();
}

function AccountMenu(): ReactNode {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  if (!session) return null;
  const leave = async (): Promise<void> => {
    try {
      await signOut(client);
    } catch (error) {
      // A server that does not answer cannot end the session; the bottom line says that it does not.
      if (asProblem(error).code !== 'not-signed-in') return;
    }
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu
      trigger={
        <button type="button" className={cx(styles['tool'], styles['account'])}>
          <span className="sr-only">{t('account.label')} </span>
          <span className={styles['initials']}>{initials(session.user)}</span>
        </button>
      }
    >
      <MenuText>{t('account.signedInAs', { user: session.user })}</MenuText>
      <MenuText>{`${t('product')} ${t('account.version', { version: session.version })}`}</MenuText>
      <MenuLine />
      <MenuItem onSelect={() => void leave()}>{t('account.signOut')}</MenuItem>
    </Menu>
  );
}
