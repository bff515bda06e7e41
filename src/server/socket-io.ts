import * as socketIo from 'socket.io';
import { installedSocketIo } from '../v4/target.js';

if (typeof socketIo.Server !== 'function') {
  throw new Error(
    `socket.io-cors-compat/server runs on Socket.IO 4, and ${installedSocketIo() ?? 'another release'} is installed: npm install socket.io@4`,
  );
}

/** v4's own, taken from the namespace so that v2 beside it gives a message, not a failure to link. */
export const { Namespace, Server, Socket } = socketIo;
