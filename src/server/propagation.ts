import type { Server } from 'socket.io';
import { settingsProblems } from '../messages/settings-problems.js';
import { warningOf } from '../messages/warn.js';
import { describeError } from '../runtime/describe-error.js';
import { LegacySettingsError } from '../v2/legacy-settings-error.js';
import type { Origins } from './origins-in-force.js';
import type { ReportAll } from './reporter.js';

/** Clients cannot send it: only nodes emit on the server itself. */
const EVENT = 'socket.io-cors-compat:origins';

/** What a server offers for talking to the other nodes; its types know the app's own events alone. */
interface ClusterNode {
  /** Undefined before socket.io 4.1. */
  serverSideEmit?(event: string, ...args: unknown[]): boolean;
  on(event: string, listener: (origins: unknown) => void): unknown;
}

/** Sends origins to the other nodes of the cluster. A function cannot travel, and says so. */
export function sendOrigins(io: Server, origins: Origins, report: ReportAll): void {
  if (typeof origins === 'function')
    report([warningOf('ORIGINS_FUNCTION_NOT_PROPAGATED', {}, 'io.origins()')]);
  else (io as unknown as ClusterNode).serverSideEmit?.(EVENT, origins);
}

/**
 * Puts in force what other nodes send; nothing is sent on.
 *
 * @param apply throws for what cannot be read, and then what was in force stays
 * @throws LegacySettingsError where the installed release of socket.io cannot talk to other nodes
 */
export function receiveOrigins(io: Server, apply: (origins: unknown) => void, report: ReportAll): void {
  const node = io as unknown as ClusterNode;
  if (node.serverSideEmit === undefined) {
    const message = settingsProblems.propagateOrigins('true');
    throw new LegacySettingsError([{ path: 'corsCompat.propagateOrigins', message }]);
  }
  node.on(EVENT, (origins) => {
    try {
      apply(origins);
    } catch (error) {
      report([warningOf('PROPAGATED_ORIGINS_UNREADABLE', { error: describeError(error) })]);
    }
  });
}
