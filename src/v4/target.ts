import { createRequire } from 'node:module';
import satisfies from 'semver/functions/satisfies.js';

/**
 * Finds out which release of socket.io stands beside this package.
 *
 * @returns undefined where none does
 */
export function installedSocketIo(): string | undefined {
  try {
    const { version } = createRequire(import.meta.url)('socket.io/package.json') as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a release knows `allowEIO3`: from 3.1.0 on. */
export function knowsAllowEio3(release: string): boolean {
  return satisfies(release, '>=3.1.0');
}

/** Whether a release forgets the constructor's options when it is attached later: 3.0.0 and 3.0.1. */
export function forgetsConstructorOptions(release: string): boolean {
  return satisfies(release, '<3.0.2');
}
