import { fitsPattern } from '../../host-keys/known-hosts-line.ts';
import { inHome, type ConfigLine, type Setting } from './read-ssh-config.ts';

/** What an ssh_config says about one host; what it does not say is absent. */
export interface SshSettings {
  /** Where the host really is. */
  hostName?: string;
  user?: string;
  port?: number;
  /** Paths, in order. */
  identityFiles?: string[];
  /** Hops, separated by commas; absent also for `none`. */
  jump?: string;
  connectTimeoutMs?: number;
  /** The name under which its key is filed. */
  hostKeyAlias?: string;
  /** Paths, in order. */
  knownHostsFiles?: string[];
}

/** What is asked of the file. */
export interface ConfigQuestion {
  host: string;
  /** Who logs in when the file says nothing, for `Match user`. */
  user: string;
}

/** An ssh_config file, read. */
export interface SshConfig {
  /** First value wins, as in OpenSSH. @throws SshConfigRefusal */
  settingsOf(question: ConfigQuestion): SshSettings;
  /** The files that it names for whatever host, in order; none whose name depends on the host. */
  files(keyword: 'IdentityFile' | 'UserKnownHostsFile'): string[];
  /** Keywords that counted for some host asked for, and that Rollcall does not know: named once, not ignored in silence. */
  unsupported(): string[];
}

/** The file asks for what Rollcall will not do, or for nonsense. */
export class SshConfigRefusal extends Error {
  override readonly name = 'SshConfigRefusal';
  readonly host: string;

  constructor(host: string, message: string) {
    super(message);
    this.host = host;
  }
}

/** Where `~` and `%u` lead. */
export interface LocalUser {
  home: string;
  name: string;
}

type Reader = (settings: SshSettings, setting: Setting, about: Question) => void;
type Question = ConfigQuestion & { local: LocalUser };

const READERS: Readonly<Record<string, Reader>> = {
  hostname: (settings, setting, about) => {
    settings.hostName ??= withTokens(one(setting, about), { h: about.host }, setting, about);
  },
  user: (settings, setting, about) => {
    settings.user ??= one(setting, about);
  },
  port: (settings, setting, about) => {
    settings.port ??= numberOf(one(setting, about), 1, 65_535, setting, about);
  },
  identityfile: (settings, setting, about) => {
    const path = pathOf(one(setting, about), setting, about);
    if (path !== 'none') (settings.identityFiles ??= []).push(path);
  },
  proxyjump: (settings, setting, about) => {
    settings.jump ??= one(setting, about);
  },
  proxycommand: (settings, setting, { host }) => {
    // As in OpenSSH, the first of the two lines counts, and `none` in it leaves nothing to a later one.
    if (setting.values.join(' ').toLowerCase() === 'none') settings.jump ??= 'none';
    if (settings.jump === undefined)
      throw new SshConfigRefusal(
        host,
        `ProxyCommand for ${host}: Rollcall starts no programs; write ProxyJump instead`,
      );
  },
  connecttimeout: (settings, setting, about) => {
    const text = one(setting, about);
    if (text.toLowerCase() === 'none') return;
    settings.connectTimeoutMs ??= numberOf(text, 1, 600, setting, about) * 1_000;
  },
  hostkeyalias: (settings, setting, about) => {
    settings.hostKeyAlias ??= one(setting, about).toLowerCase();
  },
  userknownhostsfile: (settings, setting, about) => {
    settings.knownHostsFiles ??= setting.values.map((path) => pathOf(path, setting, about));
  },
};

/** Answers for any host from the lines of a file. */
export function createSshConfig(lines: readonly ConfigLine[], local: LocalUser): SshConfig {
  const unsupported = new Map<string, string>();
  const note = (keyword: string): void => {
    const known = keyword.toLowerCase();
    if (!unsupported.has(known)) unsupported.set(known, keyword);
  };
  return {
    settingsOf(question) {
      const about = { ...question, local };
      const settings: SshSettings = {};
      const judged = new Map<Setting, boolean>();
      for (const { when, setting } of lines) {
        if (!when.every((head) => fitsHead(head, { about, settings, judged, note }))) continue;
        const read = READERS[setting.keyword.toLowerCase()];
        if (read === undefined) note(setting.keyword);
        else read(settings, setting, about);
      }
      if (settings.jump?.toLowerCase() === 'none') delete settings.jump;
      return settings;
    },
    files(keyword) {
      const about = { host: '', user: '', local };
      const named = lines.filter(({ setting }) => setting.keyword.toLowerCase() === keyword.toLowerCase());
      const paths = named.flatMap(({ setting }) =>
        setting.values
          .filter((value) => value.toLowerCase() !== 'none' && !/%[^%du]/.test(value))
          .map((value) => pathOf(value, setting, about)),
      );
      return [...new Set(paths)];
    },
    unsupported: () => [...unsupported.values()],
  };
}

interface Judging {
  about: Question;
  /** What was read so far: `Match host` and `Match user` look at it. */
  settings: SshSettings;
  judged: Map<Setting, boolean>;
  note: (keyword: string) => void;
}

function fitsHead(head: Setting, judging: Judging): boolean {
  const known = judging.judged.get(head);
  if (known !== undefined) return known;
  const fits =
    head.keyword.toLowerCase() === 'host'
      ? fitsList(head.values, judging.about.host)
      : fitsMatch(head.values, judging);
  judging.judged.set(head, fits);
  return fits;
}

/** `Match host a,b user c`, all of which must hold. A criterion that Rollcall does not know holds for no host, and is named. */
function fitsMatch(words: readonly string[], { about, settings, note }: Judging): boolean {
  const texts: Readonly<Record<string, string>> = {
    host: settings.hostName ?? about.host,
    originalhost: about.host,
    user: settings.user ?? about.user,
    localuser: about.local.name,
  };
  for (let at = 0; at < words.length;) {
    const criterion = words[at]!.toLowerCase();
    if (criterion === 'all') {
      at += 1;
      continue;
    }
    const text = texts[criterion];
    if (text === undefined) {
      note(`Match ${criterion}`);
      return false;
    }
    if (!fitsList((words[at + 1] ?? '').split(','), text)) return false;
    at += 2;
  }
  return true;
}

/** Some pattern fits, and none with `!` does. */
function fitsList(patterns: readonly string[], text: string): boolean {
  const subject = text.toLowerCase();
  let fits = false;
  for (const pattern of patterns.map((each) => each.toLowerCase())) {
    if (!pattern.startsWith('!')) fits ||= fitsPattern(subject, pattern);
    else if (fitsPattern(subject, pattern.slice(1))) return false;
  }
  return fits;
}

function one(setting: Setting, about: Question): string {
  const [value] = setting.values;
  if (value === undefined)
    throw new SshConfigRefusal(about.host, `${setting.keyword} for ${about.host} has no value`);
  return value;
}

function numberOf(text: string, low: number, high: number, setting: Setting, about: Question): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return value;
  throw new SshConfigRefusal(
    about.host,
    `${setting.keyword} ${text} for ${about.host}: a number from ${low} to ${high} is wanted`,
  );
}

function pathOf(text: string, setting: Setting, about: Question): string {
  const { home, name } = about.local;
  return inHome(withTokens(text, { h: about.host, d: home, u: name }, setting, about), home);
}

/** Fills in `%h` and its like. @throws SshConfigRefusal for a token that is not known here */
function withTokens(
  text: string,
  tokens: Readonly<Record<string, string | undefined>>,
  setting: Setting,
  about: Question,
): string {
  return text.replaceAll(/%(.?)/g, (token, letter: string) => {
    const value = letter === '%' ? '%' : tokens[letter];
    if (value !== undefined) return value;
    throw new SshConfigRefusal(
      about.host,
      `${setting.keyword} ${text} for ${about.host}: ${token} is not known here`,
    );
  });
}
