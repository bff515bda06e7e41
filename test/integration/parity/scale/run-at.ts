import { createRequire } from 'node:module';
import type { Engine } from '../releases.js';
import type { LegacyProgram } from './legacy-program.js';
import type { Place } from './place.js';

const require = createRequire(import.meta.url);

interface Exported {
  readonly io: { readonly eio?: Engine; readonly engine?: Engine };
}

/**
 * Runs a CommonJS program with the HTTP server of a place, and with the given Socket.IO.
 *
 * @param socketIo the result of `require('socket.io')`
 * @param more options that Socket.IO gets in addition to those of the program
 */
export function runAt(
  place: Place,
  { code, environment }: LegacyProgram,
  socketIo: object,
  more: object,
): void {
  place.clear();
  const module = { exports: {} as Exported };
  const requireFor = (name: string): unknown => {
    if (name === 'socket.io') return withOptions(socketIo, more);
    return name === 'http' ? { createServer: () => place.httpServer } : require(name);
  };
  Object.assign(process.env, environment);
  try {
    new Function('require', 'module', 'exports', code)(requireFor, module, module.exports);
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
  }
  const { io } = module.exports;
  place.occupy(io.eio ?? io.engine);
}

type Callable = ((...args: unknown[]) => unknown) & (new (...args: unknown[]) => object);
type SocketIo = Callable & { readonly Server?: Callable; readonly listen?: Callable };

/** Adds options to those that the program gives. They are copied, because v2 writes into its options. */
function withOptions(socketIo: object, more: object): Callable {
  const { Server, listen } = socketIo as SocketIo;
  const make = socketIo as Callable;
  const extended = ([target, options]: unknown[]): unknown[] => [
    target,
    { ...(options as object | undefined), ...more },
  ];
  function wrapped(...args: unknown[]): unknown {
    return new.target === undefined ? make(...extended(args)) : new make(...extended(args));
  }
  return Object.assign(wrapped as unknown as Callable, {
    Server: Server && (Server === make ? wrapped : withOptions(Server, more)),
    listen: listen && (listen === make ? wrapped : withOptions(listen, more)),
  });
}
