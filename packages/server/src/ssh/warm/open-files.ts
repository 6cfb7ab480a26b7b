/** What the process is, as far as it is asked about here; Node's own types leave it out. */
interface Report {
  userLimits?: { open_files?: { soft?: number | 'unlimited' } };
}

/** The share of the open files that unused connections may have. */
const SHARE = 4;

/** How many files and sockets this process may have open; `Infinity` where it is not limited or not known. */
export function openFilesLimit(): number {
  // Without it the report looks up names of network addresses.
  (process.report as { excludeNetwork?: boolean }).excludeNetwork = true;
  const { userLimits } = process.report.getReport() as Report;
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

/** As many as asked for, and no more than a quarter of what this process may have open. */
export function withinOpenFiles(wanted: number, limit = openFilesLimit()): number {
  return Math.min(wanted, Math.floor(limit / SHARE));
}
