import type { Warning } from '../../src/index.js';
import { browserOrigin } from '../../test/integration/parity/requests.js';
import type { RunningServer } from '../../test/integration/parity/servers.js';
import type { Attempt, Contestant, Outcome } from './attempts.js';

/** Three servers that get the same requests: v2, v4 with `origins` copied into `cors.origin`, and v4 migrated. */
export interface Servers {
  readonly v2: RunningServer;
  readonly copied: RunningServer;
  readonly migrated: RunningServer;
}

/** One attempt, as each server answered it. */
export interface Row {
  readonly who: string;
  readonly how: string;
  readonly v2: Outcome;
  readonly copied: Outcome;
  readonly migrated: Outcome;
  /** The warning behind a difference between v2 and migrated; `''` if there is none to explain, `undefined` if no warning does. */
  readonly warning: string | undefined;
}

/** Sends the same real requests to three real servers, and closes them. */
export async function compare(
  servers: Servers,
  attempts: readonly Attempt[],
  warnings: readonly Warning[],
): Promise<Row[]> {
  const v2: Contestant = { server: servers.v2, eio: 3 };
  const copied: Contestant = { server: servers.copied, eio: 4 };
  const migrated: Contestant = { server: servers.migrated, eio: 4 };
  try {
    const rows: Row[] = [];
    for (const attempt of attempts) {
      const [before, copy, after] = await Promise.all([
        attempt.on(v2),
        attempt.on(copied),
        attempt.on(migrated),
      ]);
      const warning = warningFor(attempt, before, after, warnings);
      rows.push({ who: attempt.who, how: attempt.how, v2: before, copied: copy, migrated: after, warning });
    }
    return rows;
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.close()));
  }
}

/** Whether the copied settings allow a request that v2 and the migrated server refuse. */
export const isHole = ({ v2, copied, migrated }: Row): boolean =>
  v2 !== 'allowed' && migrated === 'refused' && (copied === 'allowed' || copied === 'unreadable');

const OPEN: readonly Outcome[] = ['allowed', 'sent'];

function warningFor(
  { origin }: Attempt,
  v2: Outcome,
  migrated: Outcome,
  warnings: readonly Warning[],
): string | undefined {
  // v2 does not speak the protocol of a v4 client: there is nothing to compare.
  if (v2 === migrated || v2 === '-') return '';
  const effect = OPEN.includes(migrated) ? 'opens' : 'closes';
  const candidates = warnings.filter(
    (warning) => warning.effect === effect && warning.code !== 'LEGACY_CLIENTS_NEED_ALLOW_EIO3',
  );
  if (effect === 'closes') return candidates[0]?.code;
  // A warning that opens has to quote the entry, as in `origins[0]: "https://example.com"`.
  return candidates.find(({ subject = '' }) => {
    const entry = /"(.*)"/.exec(subject)?.[1];
    return entry !== undefined && browserOrigin(entry) === origin;
  })?.code;
}
