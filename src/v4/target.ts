import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Finds the release of socket.io that is installed beside this package.
 *
 * @returns undefined if there is none
 */
export function installedSocketIo(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    // Some releases do not export their package.json, so it is found by the path of the module, dist/index.js.
    const manifest = join(dirname(require.resolve('socket.io')), '..', 'package.json');
    const { version } = require(manifest) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a release knows `allowEIO3`: from 3.1.0 on. */
export function knowsAllowEio3(release: string): boolean {
  return !release.startsWith('3.0.');
}

/** Whether a release forgets the constructor's options when it is attached later: 3.0.0 and 3.0.1. */
export function forgetsConstructorOptions(release: string): boolean {
  return release === '3.0.0' || release === '3.0.1';
}

/** Whether a release is one of Socket.IO 4's, which the drop-in server is built on. */
export function isSocketIo4(release: string): boolean {
  return release.startsWith('4.');
}
