import type { ServerOptions } from 'socket.io';
import { settingsProblems } from '../messages/settings-problems.js';
import type { Warn } from '../messages/warn.js';
import type { AllowRequest } from '../origins/policy.js';
import { DEFAULT_COOKIE, ENGINE_PROPERTIES, inShapesOfV4, READ_AT_ATTACH } from '../v2/engine-options.js';
import { inspectValue } from '../v2/schema.js';
import { LegacySettingsError, type ParsedSettings } from '../v2/settings.js';

type Options = Readonly<Record<string, unknown>>;

/** The names of the settings that v2 read when it was attached, and only then. */
export function readAtAttach({
  otherOptions,
  allowRequest,
  handlePreflightRequest,
}: ParsedSettings): string[] {
  const settings: Options = { ...otherOptions, allowRequest, handlePreflightRequest };
  return Object.keys(settings).filter((name) => READ_AT_ATTACH.has(name) && settings[name] !== undefined);
}

/** The options of a constructor that count at every `attach()`. */
export function forEveryAttach(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !READ_AT_ATTACH.has(name)));
}

/** The options of an `attach()` in v4's shapes. For a falsy value other than `false`, v2 used its default. */
export function engineOptions(options: Options, from: string, warn: Warn): Partial<ServerOptions> {
  const written = Object.entries(options).filter(
    ([name, value]) => value || value === false || !READ_AT_ATTACH.has(name),
  );
  // Load balancers keep sessions to their nodes by this cookie, so it is set as before.
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

const allowEveryone: AllowRequest = (_request, callback) => callback(null, true);

/** Reads and replaces the engine's `allowRequest`. */
export interface AllowRequestProperty {
  get(): AllowRequest;
  set(check: AllowRequest): void;
}

/** An engine of Engine.IO 6. */
export interface Engine {
  readonly opts: Partial<ServerOptions>;
  /** Takes WebTransport sessions, from Engine.IO 6.5 on. */
  onWebTransportSession?: (session: { close(): unknown }) => Promise<unknown>;
}

/**
 * Gives an engine the properties that v2 programs assigned, for example `io.eio.transports = ['websocket']`. Without
 * them the assignment would do nothing, and the server would allow what the program meant to refuse.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server`
 */
export function giveLegacyProperties(engine: Engine, allowRequest: AllowRequestProperty): void {
  const property = (name: string, get: () => unknown, set: (value: unknown) => void) =>
    Object.defineProperty(engine, name, { configurable: true, get, set });
  for (const name of ENGINE_PROPERTIES) {
    property(
      name,
      () => Reflect.get(engine.opts, name),
      (value) => Reflect.set(engine.opts, name, value),
    );
  }
  property('allowRequest', allowRequest.get, (value) => {
    // On v2 a falsy check meant none.
    const check = value || allowEveryone;
    if (typeof check !== 'function') {
      const message = settingsProblems.allowRequest(inspectValue(value));
      throw new LegacySettingsError([{ path: 'io.engine.allowRequest', message }]);
    }
    allowRequest.set(check as AllowRequest);
  });
}

/**
 * Closes WebTransport sessions: they have no request whose origin could be checked, and v2 did not know them.
 * Engine.IO closes them itself from 6.6.7 on if `cors` is set.
 */
export function closeWebTransportSessions(engine: Engine): void {
  if (engine.onWebTransportSession === undefined) return;
  engine.onWebTransportSession = async (session) => session.close();
}
