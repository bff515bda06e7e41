import { createServer, type Server as HttpServer } from 'node:http';
import { compileFunction } from 'node:vm';
import { attach } from 'engine.io';
import { Server, type ServerOptions } from 'socket.io';
import type { LegacyCorsSettings, Translation, translateCors, Warning } from '../../src/index.js';
import { type CompatServerOptions, Server as DropIn } from '../../src/server/index.js';

/** The result of a block. */
export interface Outcome {
  /** The translations of v2 settings. */
  readonly translations: readonly Translation[];
  /** The options in force on each v4 server that the block made. */
  readonly servers: readonly Partial<ServerOptions>[];
  /** The warnings of the block's drop-in servers so far. Requests may cause more. */
  readonly warnings: readonly Warning[];
  /** The headers that each client of the block sends. */
  readonly clients: readonly Readonly<Record<string, string>>[];
}

/** How to run a block. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether `require('socket.io')` is v2. */
  readonly isLegacy?: boolean;
}

/**
 * Runs a block. It sees `httpServer`, which does not listen, and a `require`:
 *
 * - `require('socket.io')(httpServer, settings)` is v2 if `isLegacy`: its settings, and the arguments of `io.origins(x)`,
 *   are recorded and given to `translateCors` without options. Otherwise it is the real v4.
 * - `new Server(...)` of `require('socket.io')`, and `require('engine.io').attach(...)`, are the real v4.
 * - `require('socket.io-cors-compat/server')` is the real drop-in, whose warnings are recorded.
 * - `require('socket.io-cors-compat')` has the `translateCors` that is given.
 * - Nest and a database are reduced to what the examples need; a client records the headers that it would send.
 */
export function runBlock(
  { code, line = 0 }: { readonly code: string; readonly line?: number },
  translate: typeof translateCors,
  { env = {}, isLegacy = false }: RunOptions = {},
): Outcome {
  const httpServer = createServer();
  const legacy: { settings: LegacyCorsSettings; originsCalls: never[] }[] = [];
  const translations: Translation[] = [];
  const engines: (() => unknown)[] = [];
  const clients: Record<string, string>[] = [];

  class RecordedServer extends Server {
    constructor(...args: ConstructorParameters<typeof Server>) {
      super(...args);
      engines.push(() => this.engine);
    }
  }
  const socketIo = (target: HttpServer, settings: LegacyCorsSettings = {}) => {
    if (!isLegacy) return new RecordedServer(target, settings as Partial<ServerOptions>);
    const originsCalls: never[] = [];
    legacy.push({ settings, originsCalls });
    return { origins: (value: never) => originsCalls.push(value) };
  };
  const recordedTranslate: typeof translateCors = (settings, options) => {
    const translation = translate(settings, options);
    translations.push(translation);
    return translation;
  };
  const warnings: Warning[] = [];
  const dropIn = (...args: (HttpServer | CompatServerOptions)[]) => {
    const target = args.find((arg) => arg === httpServer) as HttpServer | undefined;
    const options = args.find((arg) => arg !== httpServer) as CompatServerOptions | undefined;
    const corsCompat = {
      ...options?.corsCompat,
      onWarning: (warning: Warning) => void warnings.push(warning),
    };
    const io = DropIn(target ?? null, { ...options, corsCompat });
    engines.push(() => io.engine);
    return io;
  };
  const modules: Record<string, unknown> = {
    'socket.io': Object.assign(socketIo, { Server: RecordedServer }),
    'socket.io-cors-compat/server': dropIn,
    'socket.io-cors-compat': { translateCors: recordedTranslate },
    'socket.io-client': (_url: string, options: { extraHeaders: Record<string, string> }) =>
      clients.push(options.extraHeaders),
    'engine.io': {
      attach(...args: Parameters<typeof attach>) {
        const engine = attach(...args);
        engines.push(() => engine);
        return engine;
      },
    },
    '@nestjs/platform-socket.io': {
      IoAdapter: class {
        createIOServer(_port: number, options: Partial<ServerOptions>) {
          return new RecordedServer(httpServer, options);
        }
      },
    },
    './db': {
      isAllowedOrigin: async (origin: string) =>
        /^https:\/\/example\.com$|^http:\/\/localhost:3000$/.test(origin),
    },
  };
  const requireModule = (name: string): unknown => {
    if (!(name in modules)) throw new Error(`The example requires ${name}, which the test does not know.`);
    return modules[name];
  };
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const quietConsole = { warn: () => undefined };

  const parameters = ['require', 'httpServer', 'module', 'console', 'process'];
  compileFunction(code, parameters, { filename: 'example.js', lineOffset: line })(
    requireModule,
    httpServer,
    module,
    quietConsole,
    { env },
  );
  const { TranslatingIoAdapter: Adapter } = module.exports;
  if (Adapter !== undefined) {
    // As Nest calls it for a gateway with options of its own.
    const adapter = new (Adapter as new () => { createIOServer(port: number, options: unknown): unknown })();
    adapter.createIOServer(0, { cors: true, namespace: 'chat' });
  }

  for (const { settings, originsCalls } of legacy) recordedTranslate({ ...settings, originsCalls });
  const servers = engines.map((engine) => (engine() as { opts: Partial<ServerOptions> }).opts);
  return { translations, servers, warnings, clients };
}
