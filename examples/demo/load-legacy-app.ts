import type { Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { LegacyIo } from '../../test/integration/parity/releases.js';
import type { LegacySettings } from '../../test/integration/parity/servers.js';

const require = createRequire(import.meta.url);
const Module = require('node:module') as {
  _load: (request: string, ...rest: unknown[]) => unknown;
};

/** The legacy app, running, and the settings that it gave Socket.IO. */
export interface LegacyApp {
  readonly server: HttpServer;
  readonly io: LegacyIo;
  readonly settings: LegacySettings;
}

/** Loads the legacy app on Socket.IO 2.5.1: its `require('socket.io')` finds the release it was written for. */
export function loadLegacyApp(): LegacyApp {
  const load = Module._load;
  let settings: LegacySettings = {};
  Module._load = (request, ...rest) => {
    if (request !== 'socket.io') return load(request, ...rest);
    const socketIo = load('socket.io-2.5', ...rest) as (server: HttpServer, options: object) => LegacyIo;
    return (server: HttpServer, options: LegacySettings) => {
      settings = options;
      // v2 writes into the object it is given.
      return socketIo(server, { ...options });
    };
  };
  try {
    const app = require('../legacy-app/server.cjs') as Pick<LegacyApp, 'server' | 'io'>;
    return { ...app, settings };
  } finally {
    Module._load = load;
  }
}
