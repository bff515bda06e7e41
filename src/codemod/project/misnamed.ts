import { existsSync } from 'node:fs';

/** What is to be said of a path whose bytes are not UTF-8: nothing is found under what Node makes of them. */
export const MISNAMED = 'its name is not UTF-8: rename it, or make the change by hand';

/** Whether a path is not the one that was meant, since its name is not UTF-8. */
export function isMisnamed(path: string): boolean {
  return path.includes('\uFFFD') && !existsSync(path);
}
