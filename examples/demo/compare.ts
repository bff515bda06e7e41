import type { Warning } from '../../src/index.js';
import { type LegacySettings, type RunningServer, startModern } from '../../test/parity/servers.js';
import type { Attempt, Contestant } from './attempts.js';
import { explain } from './explain.js';
import type { Row } from './table.js';

/**
 * Takes the same real requests to three real servers, side by side: the legacy one on Socket.IO 2.5.1, the migrated one
 * on 4.8, and Socket.IO 4.8 with the origins copied into `cors.origin` as they are. All are closed at the end.
 *
 * @param warnings what was said about the differences
 */
export async function compare(
  legacy: RunningServer,
  migrated: RunningServer,
  { origins }: LegacySettings,
  attempts: readonly Attempt[],
  warnings: readonly Warning[],
): Promise<Row[]> {
  const naiveCopy = { cors: { origin: origins as string | string[], credentials: true } };
  const v2: Contestant = { server: legacy, eio: 3 };
  const v4: Contestant = { server: migrated, eio: 4 };
  // allowEIO3, so that the clients of both generations can be tried on v4.
  const naive: Contestant = { server: await startModern('4.8', { ...naiveCopy, allowEIO3: true }), eio: 4 };
  try {
    const rows: Row[] = [];
    for (const attempt of attempts) {
      const [before, after, copied] = await Promise.all([attempt.on(v2), attempt.on(v4), attempt.on(naive)]);
      const explanation = explain(attempt, before, after, warnings);
      rows.push({ who: attempt.who, how: attempt.how, v2: before, v4: after, naive: copied, explanation });
    }
    return rows;
  } finally {
    await Promise.all([v2, v4, naive].map(({ server }) => server.close()));
  }
}
