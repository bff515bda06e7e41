import { createServer, type Server as HttpServer } from 'node:http';
import type { ServerOptions } from 'socket.io';
import type { Report } from '../messages/emit.js';
import { settingsProblems } from '../messages/settings-problems.js';
import type { Warn } from '../messages/warn.js';
import type { AllowRequest } from '../origins/policy.js';
import { DEFAULT_FROM } from '../v2/releases.js';
import { inspectValue } from '../v2/schema.js';
import { DEFAULT_COOKIE, READ_AT_ATTACH } from '../v2/server-api.js';
import { LegacySettingsError, type ParsedSettings } from '../v2/settings.js';
import { guardedCheck } from '../v4/allow-request.js';
import { inShapesOfV4 } from '../v4/server-options.js';
import type { Engine } from './handshake.js';
import { warnBy } from './reporting.js';
import type { AttachSettings } from './settings.js';
import { withoutMembers } from './socket-io.js';

type Options = Readonly<Record<string, unknown>>;

/** An HTTP server to attach to. */
export interface AttachableServer {
  readonly httpServer: HttpServer;
  /** Lets the server listen if the app gave a port. Call it when everything is in place. */
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
    throw new LegacySettingsError([{ path: 'server', message: problem(inspectValue(target)) }]);
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

/**
 * The options of a server that was given v4's own `cors`: unchanged, except that `allowRequest` is guarded, so that it
 * cannot end the process, and that options of v2's shapes get v4's.
 *
 * @param report gets the warnings about the options, and what `allowRequest` throws while serving
 */
export function modernOptions(
  options: Readonly<Record<string, unknown>>,
  report: Report,
): Partial<ServerOptions> {
  const shaped = {
    ...inShapesOfV4(options, DEFAULT_FROM, warnBy(report)),
    // An object is v4's shape already.
    ...(typeof options.cookie === 'object' ? { cookie: options.cookie } : {}),
  } as Partial<ServerOptions>;
  if (typeof options.allowRequest !== 'function') return shaped;
  const allowRequest = guardedCheck(options.allowRequest as AllowRequest, report);
  return { ...shaped, allowRequest };
}

/** The path that Engine.IO compares requests with: it ends in a slash, unless v4's `addTrailingSlash` is `false`. */
export function enginePath(path: string, { addTrailingSlash }: Partial<ServerOptions>): string {
  return path.replace(/\/$/, '') + (addTrailingSlash === false ? '' : '/');
}

/** Warns about settings that v2 did not read when it was attached after its construction. */
export function warnOfIgnored(attached: AttachSettings, constructed: ParsedSettings, warn: Warn): void {
  if (attached.hasIgnoredOrigins) warn('ATTACH_ORIGINS_IGNORED', { isRemoved: false }, 'origins');
  const read = readAtAttach(attached);
  const names = readAtAttach(constructed).filter((name) => !read.includes(name));
  if (names.length > 0)
    warn('CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH', { names, isRemoved: false }, names.join(', '));
}

/** A server of v4, which has an engine once it is attached. */
interface AttachedServer {
  readonly engine: Engine;
}

/**
 * Attaches with options that win over the constructor's. On v4 the constructor's win; v2 read those of `attach()` only.
 *
 * @throws Error with a release of v4 that keeps its options elsewhere: the app's own check would be lost
 */
export function withOptions(io: AttachedServer, options: Partial<ServerOptions>, attach: () => void): void {
  // A private member of v4.
  const server = io as AttachedServer & { opts?: Partial<ServerOptions> };
  const { opts } = server;
  if (typeof opts !== 'object') throw withoutMembers(['Server#opts']);
  server.opts = { ...opts, ...options };
  try {
    attach();
  } finally {
    server.opts = opts;
  }
  if (server.engine.opts.allowRequest !== options.allowRequest) throw withoutMembers(['Server#opts']);
}

/** The names of the settings that v2 read when it was attached, and only then. */
function readAtAttach({ otherOptions, allowRequest, handlePreflightRequest }: ParsedSettings): string[] {
  const settings: Options = { ...otherOptions, allowRequest, handlePreflightRequest };
  return Object.keys(settings).filter((name) => READ_AT_ATTACH.has(name) && settings[name] !== undefined);
}

/** The options of a constructor that apply to every `attach()`. */
export function forEveryAttach(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !READ_AT_ATTACH.has(name)));
}

/** The options of an `attach()` in v4's shapes. For a falsy value other than `false`, v2 used its default. */
export function engineOptions(options: Options, from: string, warn: Warn): Partial<ServerOptions> {
  const written = Object.entries(options).filter(
    ([name, value]) => value || value === false || !READ_AT_ATTACH.has(name),
  );
  // Load balancers keep sessions on their nodes with this cookie, so it is set as before.
  return inShapesOfV4({ cookie: DEFAULT_COOKIE, ...Object.fromEntries(written) }, from, warn);
}

/**
 * Whether an adapter is one of v2's, for example socket.io-redis 5. v4 would stop with "this.adapter.init is not a
 * function".
 */
export function isLegacyAdapter(adapter: unknown): boolean {
  if (typeof adapter !== 'function') return false;
  const { prototype } = adapter as { prototype?: { delAll?: unknown; init?: unknown } };
  // A factory has neither method.
  return typeof prototype?.delAll === 'function' && typeof prototype.init !== 'function';
}
