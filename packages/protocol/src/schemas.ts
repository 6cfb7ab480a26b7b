/** The schemas of everything that crosses a process. Kept apart from `index.ts` so that a browser need not load zod. */
export * from './schemas/feed.ts';
export * from './schemas/host-keys.ts';
export * from './schemas/http.ts';
export * from './schemas/run-event.ts';
export * from './schemas/run-spec.ts';
export * from './schemas/task.ts';
