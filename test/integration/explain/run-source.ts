import { createServer } from 'node:http';
import { compileFunction } from 'node:vm';
import type { ServerOptions } from 'socket.io';
import { type Engine, loadModern, type ModernRelease } from '../parity/releases.js';
import { type RunningServer, run } from '../parity/servers.js';

/** Runs the code that `explain` prints with a real v4, and returns the options of its server. */
export function optionsOfSource(source: string): Partial<ServerOptions> {
  let options: Partial<ServerOptions> | undefined;
  evaluate(
    source,
    class {
      constructor(_httpServer: unknown, given: Partial<ServerOptions>) {
        options = given;
      }
    },
    undefined,
  );
  return options ?? {};
}

/** Runs the code with a server that listens. */
export function startSource(source: string, release: ModernRelease = '4.8'): Promise<RunningServer> {
  const httpServer = createServer();
  const io = evaluate(source, loadModern(release).Server, httpServer) as { engine: Engine };
  return run(httpServer, io.engine);
}

function evaluate(source: string, ServerClass: unknown, httpServer: unknown): unknown {
  return compileFunction(`'use strict';\n${source}\nreturn io;`, ['Server', 'httpServer'])(
    ServerClass,
    httpServer,
  );
}
