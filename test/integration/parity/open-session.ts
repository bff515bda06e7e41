import { ask } from './ask.js';
import type { RunningServer } from './servers.js';

/** Opens a polling session as the first of some pages that is admitted, and gives its id. */
export async function openSession(
  server: RunningServer,
  eio: 3 | 4,
  pages: readonly string[],
): Promise<{ sid?: string }> {
  for (const origin of pages) {
    const { sid } = await ask(server, { kind: 'polling', eio, origin });
    if (sid !== undefined) return { sid };
  }
  return {};
}
