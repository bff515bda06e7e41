import type { Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { LegacyIo } from '../../test/parity/releases.js';
import type { LegacySettings } from '../../test/parity/servers.js';

const require = createRequire(import.meta.url);
const Module = require('node:module') as {
  _resolveFilename: (request: string, ...rest: unknown[]) => string;
};

/** The legacy app, running on Socket.IO 2.5.1: its `require('socket.io')` finds the release it was written for. */
export function loadLegacyApp(): { server: HttpServer; io: LegacyIo } {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolve(request === 'socket.io' ? 'socket.io-2.5' : request, ...rest);
  try {
    return require('../legacy-app/server.cjs') as { server: HttpServer; io: LegacyIo };
  } finally {
    Module._resolveFilename = resolve;
  }
}

/** What it gave Socket.IO. */
export function legacyAppSettings(): LegacySettings {
  return require('../legacy-app/cors.cjs') as LegacySettings;
}
