import type { DefaultEventsMap, ServerOptions } from 'socket.io';
import type { Report } from '../messages/emit.js';
import { settingsProblems } from '../messages/settings-problems.js';
import type { Warn } from '../messages/warn.js';
import type { AllowRequest } from '../origins/policy.js';
import { preflightHandlerOf, takesServer } from '../v2/preflight.js';
import { inspectValue } from '../v2/schema.js';
import { LegacySettingsError, type ParsedSettings } from '../v2/settings.js';
import {
  attachableServer,
  engineOptions,
  enginePath,
  forEveryAttach,
  isLegacyAdapter,
  modernOptions,
  warnOfIgnored,
  withOptions,
} from './attach.js';
import { AttachmentCheck, type HandshakeCheck, handshakeCheck } from './handshake.js';
import { LegacyMembers } from './legacy/members.js';
import { callBack, idsOf, WITHOUT_BINARY } from './legacy/operator.js';
import type { ClientsCallback } from './legacy/types.js';
import { guardNamespaces } from './namespaces.js';
import { type Origins, OriginsInForce, receiveOrigins, sendOrigins } from './origins.js';
import { reporter, warnBy } from './reporting.js';
import { handlePreflights, serveLegacyClient } from './requests.js';
import { setOldSetting } from './set.js';
import type { AttachTarget, CompatServerOptions, EventsMap } from './settings.js';
import {
  constructorForm,
  corsInForce,
  hasLegacySettings,
  readAttachOptions,
  readSettings,
  type ServerSettings,
} from './settings.js';
import { Server as SocketIoServer } from './socket-io.js';

/** Socket.IO v4's server, with the members of v2's that decide about origins. */
export class CompatServer<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: v4's own default
  SocketData = any,
> extends SocketIoServer<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
  readonly #settings: ServerSettings;
  readonly #origins: OriginsInForce;
  readonly #check: HandshakeCheck;
  readonly #report: Report;
  readonly #warn: Warn;
  readonly #legacy: LegacyMembers;
  /** The member in which v2 kept the origins, and to which apps assigned others. */
  declare _origins: Origins;
  /** Whether, on at least one HTTP server, origins decide about handshakes, and not an `allowRequest` of the app. */
  #isOriginsAsked = false;
  /** The values that `io.set()` got before there was an engine. */
  readonly #engineSettings: Record<string, unknown> = {};

  /**
   * @param first an HTTP server, a port (also as a string), or the options
   * @param second the options, if the first is a server or a port
   * @throws LegacySettingsError for settings that no v2 server accepted; nothing is attached then
   */
  constructor(first?: AttachTarget | CompatServerOptions | null, second?: CompatServerOptions) {
    const { target, options } = constructorForm(first, second);
    const settings = readSettings(options);
    const { parsed, modern, corsCompat } = settings;
    const report = reporter(corsCompat);
    const warn = warnBy(report);
    let origins: OriginsInForce;
    const check = handshakeCheck(() => origins.current());
    const { adapter, ...others } =
      modern === undefined
        ? { ...forEveryAttach(parsed.otherOptions), ...check }
        : modernOptions(modern, report);
    super(adapter === undefined || isLegacyAdapter(adapter) ? others : { ...others, adapter });
    origins = new OriginsInForce(settings, this, report);
    this.#settings = settings;
    this.#origins = origins;
    // It cannot be defined again, for example as a field of a subclass: those origins would be lost without a word.
    Object.defineProperty(this, '_origins', {
      get: () => origins.value,
      set: (value) => this.#setOrigins(value),
    });
    this.#check = check;
    this.#report = report;
    this.#warn = warn;
    this.#legacy = new LegacyMembers(this as never, report);
    if (isLegacyAdapter(adapter)) warn('ADAPTER_IS_FOR_V2', {}, 'adapter');
    if (modern === undefined) {
      guardNamespaces(this, report);
      if (corsCompat.propagateOrigins) receiveOrigins(this, (sent) => origins.set(sent), report);
      // v2 gave the option to its own origins(), which a subclass may replace.
      if (this.origins !== ORIGINS) this.origins(origins.value);
      if (target === undefined) this.#reportOrigins();
      else this.#attach(target, parsed);
    } else {
      if (target !== undefined) this.#attachModern(() => super.attach(target as number), {});
      warn('CORS_OPTION_BYPASSES_COMPAT', {}, 'cors');
    }
    if (settings.allowsEio3ByDefault) warn('ALLOW_EIO3_ON_BY_DEFAULT', {});
  }

  /**
   * Gets or sets the allowed origins, at any time; what is set applies from the next handshake on, on every HTTP
   * server that this one is attached to. The last call wins.
   *
   * @throws LegacySettingsError for a value at which v2 stopped at the next request, for example `undefined`; the old
   *   origins stay in force
   * @example io.origins(['https://example.com:443'])
   * @see Socket.IO 2.5.1, lib/index.js, `Server#origins`
   */
  origins(): Origins;
  origins(origins: Origins): this;
  origins(...args: readonly unknown[]): Origins | this {
    if (args.length === 0) return this.#origins.value;
    this.#setOrigins(args[0]);
    return this;
  }

  /**
   * Sets an option by its old name: `origins`, `authorization`, `resource`, `transports`, `heartbeat timeout`,
   * `heartbeat interval` or `destroy buffer size`. For any other name, it prints v2's error.
   *
   * @throws LegacySettingsError for a value at which v2 stopped
   * @see Socket.IO 2.5.1, lib/index.js, `Server#set`
   */
  set(key: string, value: unknown): this {
    setOldSetting(this, key, value, this.engine?.opts ?? this.#engineSettings, this.#report);
    return this;
  }

  /**
   * Says whether a request's origin is allowed; apps asked this from within their own `allowRequest`. A check that
   * replaces it, in a subclass or by assignment before `attach()`, decides instead.
   *
   * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`
   */
  checkRequest(...[request, callback]: Parameters<AllowRequest>): void {
    this.#check.allowRequest(request, callback);
  }

  /**
   * Attaches to an HTTP server or a port.
   *
   * @throws LegacySettingsError for options that no v2 server accepted; nothing is attached then
   * @see Socket.IO 2.5.1, lib/index.js, `Server#attach`
   */
  override attach(target: AttachTarget, options?: CompatServerOptions): this {
    return this.#attachLater(target, options);
  }

  /** Attaches to an HTTP server or a port, as `attach()` does. */
  override listen(target: AttachTarget, options?: CompatServerOptions): this {
    return this.#attachLater(target, options);
  }

  /**
   * Attaches to a uWebSockets.js app, if the server has v4's own `cors`. v2 did not know such apps.
   *
   * @throws LegacySettingsError for a server with v2's settings, because it is unclear which of them should apply
   */
  override attachApp(app: unknown, options?: CompatServerOptions): void {
    if (this.#settings.modern === undefined)
      throw new LegacySettingsError([
        { path: 'attachApp()', message: settingsProblems.attachApp(inspectValue(app)) },
      ]);
    this.#attachModern(() => super.attachApp(app as never), options);
  }

  /**
   * Gets or sets the adapter. One for v2 is left out with a warning: v4 could not start with it.
   *
   * @see Socket.IO 4.8.4, lib/index.ts, `Server#adapter`
   */
  override adapter(): AdapterConstructor | undefined;
  override adapter(adapter: AdapterConstructor): this;
  override adapter(...args: readonly [AdapterConstructor?]): AdapterConstructor | undefined | this {
    const [adapter] = args;
    if (args.length === 0 || adapter === undefined) return super.adapter();
    if (!isLegacyAdapter(adapter)) return super.adapter(adapter);
    this.#warn('ADAPTER_IS_FOR_V2', {}, 'io.adapter()');
    return this;
  }

  /** @deprecated `of(name)` gives a namespace; v4 has no public list of them. */
  get nsps(): Record<string, object> {
    this.#legacy.warn('io.nsps', 'io.of(name)');
    return this.#legacy.nsps;
  }

  /** @deprecated `emit()` sends everything as JSON. */
  get json(): this {
    this.#legacy.warn('io.json', 'leave out .json');
    return this;
  }

  /** @deprecated v4 finds binary data by itself. */
  binary(_binary: boolean): this {
    this.#legacy.warn('binary()', WITHOUT_BINARY);
    return this;
  }

  /** @deprecated `fetchSockets()`, which returns a promise */
  clients(callback: ClientsCallback): this {
    this.#legacy.warn('io.clients()', 'await io.fetchSockets()');
    callBack(idsOf(this), callback);
    return this;
  }

  /** v2 read the options that are given here and no others, except for `origins`, which it read in the constructor. */
  #attachLater(target: AttachTarget, options: CompatServerOptions | undefined): this {
    if (this.#settings.modern !== undefined) {
      this.#attachModern(() => super.attach(target as number), options);
      return this;
    }
    const settings = readAttachOptions(options || undefined, this.#settings);
    this.#attach(target, settings);
    warnOfIgnored(settings, this.#settings.parsed, this.#warn);
    return this;
  }

  #attach(target: unknown, settings: ParsedSettings): void {
    const { httpServer, listen } = attachableServer(target);
    const { from } = settings;
    const options = engineOptions(settings.otherOptions, from, this.#warn);
    const handler = preflightHandlerOf(settings, this.#warn);
    const path = options.path || this.path();
    const others = httpServer.listeners('request');
    const check = new AttachmentCheck(
      settings,
      {
        checkRequest: this.checkRequest.bind(this),
        isCheckReplaced: this.checkRequest !== CHECK_REQUEST,
        inForce: this.#origins.current,
      },
      this.#report,
    );
    const given = { ...this.#engineSettings, ...options, path, ...check.options };
    this.#attachWith(given, () => super.attach(httpServer));
    check.attachedTo(this.engine);
    // If the app's own allowRequest decides, warnings about the origins are irrelevant.
    if (settings.allowRequest === undefined) {
      this.#isOriginsAsked = true;
      this.#reportOrigins();
    }
    if (handler && takesServer(handler))
      this.#warn('PREFLIGHT_HANDLER_THROWS', { from, error: undefined }, 'handlePreflightRequest');
    if (handler !== undefined)
      handlePreflights(httpServer, { path: enginePath(path, options), handler, others }, this.#report);
    if (this.serveClient()) serveLegacyClient(httpServer, this.path(), this.#report);
    listen();
  }

  /** Attaches as v4 does. No setting of v2's is read, except for a `checkRequest` of the app. */
  #attachModern(attach: () => void, options: CompatServerOptions | undefined): void {
    if (hasLegacySettings({ ...options })) throw corsInForce('options', options);
    const own = this.checkRequest === CHECK_REQUEST ? undefined : this.checkRequest.bind(this);
    const { allowRequest, ...given }: CompatServerOptions = { ...options, ...this.#settings.modern };
    this.#attachWith(modernOptions({ ...given, allowRequest: allowRequest || own }, this.#report), attach);
  }

  #attachWith(options: Partial<ServerOptions>, attach: () => void): void {
    withOptions(this, options, attach);
    this.#legacy.attachedTo(this.engine);
  }

  #setOrigins(origins: unknown): void {
    if (this.#settings.modern !== undefined) throw corsInForce('io.origins()', origins);
    this.#origins.set(origins);
    if (this.engine !== undefined && !this.#isOriginsAsked)
      this.#warn('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'io.origins()');
    if (this.#settings.corsCompat.propagateOrigins) sendOrigins(this, this.#origins.value, this.#report);
  }

  #reportOrigins(): void {
    const tell = () => this.#origins.current().warnings.forEach(this.#report);
    const { parsed, corsCompat } = this.#settings;
    // `io = socketIo(server); io.origins(list)` names them in the same tick; Node emits warnings in the next one anyway.
    if (parsed.origins === undefined && corsCompat.onWarning === undefined) process.nextTick(tell);
    else tell();
  }
}

/** This class's own members of v2, to tell whether a subclass or an app has replaced them. */
const { origins: ORIGINS, checkRequest: CHECK_REQUEST } = CompatServer.prototype;

type AdapterConstructor = ServerOptions['adapter'];
