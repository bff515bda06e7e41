import * as socketIo from 'socket.io';
import { installedSocketIo, isSocketIo4 } from '../v4/target.js';

const release = installedSocketIo();

// 3.x has a Server too, but 3.0.0 and 3.0.1 forget the constructor's options, and with them the origin check.
if (typeof socketIo.Server !== 'function' || (release !== undefined && !isSocketIo4(release))) {
  throw new Error(
    `socket.io-cors-compat/server runs on Socket.IO 4, but ${release ?? 'another release'} is installed: npm install socket.io@4`,
  );
}

/**
 * v4's own classes, read from the namespace: with v2 installed, named imports would fail to link before the error above
 * is thrown.
 */
export const { Namespace, Server, Socket } = socketIo;

/**
 * The error for a later release of v4 that lacks private members which the drop-in needs.
 *
 * @example withoutMembers(['Namespace#run'])
 */
export function withoutMembers(names: readonly string[]): Error {
  return new Error(
    `socket.io-cors-compat/server cannot check the clients of Socket.IO ${release ?? '4'}, which has no ${names.join(', ')}; ` +
      'the server is not started. Run it on the last release that it is tested with: npm install socket.io@4.8. ' +
      'Or try the latest socket.io-cors-compat: npm install socket.io-cors-compat@latest',
  );
}
