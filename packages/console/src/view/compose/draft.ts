import { create } from 'zustand';
import type { RunSpec, Session } from '@rollcall/protocol';
import { readStored, writeStored } from '../../stored.ts';
import { optionsOfSpec, parseOptions, type Options } from './options.ts';
import { NO_TASK, taskOfSpec, type Task } from './task.ts';

const STORED = 'options';

interface DraftStore {
  targets: string;
  command: string;
  /** What runs beside the command, and how; not remembered by the browser. */
  task: Task;
  /** Null until the session is known. */
  options: Options | null;
  setTargets: (targets: string) => void;
  setCommand: (command: string) => void;
  setTask: (task: Task) => void;
  /** Changes options and remembers them in this browser. */
  setOptions: (options: Options) => void;
  /** Takes what this browser remembers, once. */
  begin: (session: Session) => void;
  /** Takes everything from an earlier run. */
  copy: (spec: RunSpec, session: Session) => void;
}

/** What stands in the composer. It outlives the page, so that a look into the history loses nothing. No secrets. */
export const useDraft = create<DraftStore>((set, get) => ({
  targets: '',
  command: '',
  task: NO_TASK,
  options: null,
  setTargets: (targets) => set({ targets }),
  setCommand: (command) => set({ command }),
  setTask: (task) => set({ task }),
  setOptions: (options) => {
    writeStored(STORED, JSON.stringify(options));
    set({ options });
  },
  begin: (session) => {
    if (get().options === null) set({ options: parseOptions(readStored(STORED), session) });
  },
  copy: (spec, session) =>
    set({
      targets: spec.targets,
      command: spec.command,
      task: taskOfSpec(spec),
      options: optionsOfSpec(spec, session),
    }),
}));
