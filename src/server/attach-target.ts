import { createServer, type Server as HttpServer } from 'node:http';
import { settingsProblems } from '../messages/settings-problems.js';
import { describe } from '../v2/describe.js';
import { LegacySettingsError } from '../v2/legacy-settings-error.js';

/** An HTTP server to attach to. */
export interface AttachableServer {
  readonly httpServer: HttpServer;
  /** Where the app gave a port, lets the server listen; to be called once everything is in place. */
  listen(): void;
}

/**
 * Takes an HTTP server, or makes one for a port, which v2 also took as a string.
 *
 * @throws LegacySettingsError for anything else, before anything is attached
 * @see Socket.IO 2.5.1, lib/index.js, `Server#attach`
 */
export function attachableServer(target: unknown): AttachableServer {
  if (isHttpServer(target)) return { httpServer: target, listen: () => undefined };
  if (!isPort(target)) {
    const problem =
      typeof target === 'function' ? settingsProblems.requestHandler : settingsProblems.attachTarget;
    throw new LegacySettingsError([{ path: 'server', message: problem(describe(target)) }]);
  }
  const httpServer = createServer((_request, response) => {
    response.writeHead(404).end();
  });
  return { httpServer, listen: () => httpServer.listen(Number(target)) };
}

function isHttpServer(target: unknown): target is HttpServer {
  return (
    typeof target === 'object' && target !== null && typeof (target as HttpServer).listeners === 'function'
  );
}

function isPort(target: unknown): target is number | string {
  const port = typeof target === 'string' && target.trim() !== '' ? Number(target) : target;
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65535;
}
