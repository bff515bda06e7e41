import { describeError } from '../warnings/describe-error.js';
import { warningOf } from '../warnings/warn.js';
import type { Origins } from './origins-in-force.js';
import type { ReportAll } from './reporter.js';

/** Clients cannot send it: only nodes emit on the server itself. */
const EVENT = 'socket.io-cors-compat:origins';

/** What a server of socket.io 4.1 or later offers for talking to the other nodes. */
export interface ClusterNode {
  serverSideEmit(event: string, ...args: unknown[]): boolean;
  on(event: string, listener: (origins: unknown) => void): unknown;
}

/** Sends origins to the other nodes of the cluster. A function cannot travel, and says so. */
export function sendOrigins(node: ClusterNode, origins: Origins, report: ReportAll): void {
  if (typeof origins === 'function')
    report([warningOf('ORIGINS_FUNCTION_NOT_PROPAGATED', {}, 'io.origins()')]);
  else node.serverSideEmit(EVENT, origins);
}

/**
 * Puts in force what other nodes send; nothing is sent on.
 *
 * @param apply throws for what cannot be read, and then what was in force stays
 */
export function receiveOrigins(
  node: ClusterNode,
  apply: (origins: unknown) => void,
  report: ReportAll,
): void {
  node.on(EVENT, (origins) => {
    try {
      apply(origins);
    } catch (error) {
      report([warningOf('PROPAGATED_ORIGINS_UNREADABLE', { error: describeError(error) })]);
    }
  });
}
