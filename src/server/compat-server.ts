import type { Server as HttpServer } from 'node:http';
import { type DefaultEventsMap, type ServerOptions, Server as SocketIoServer } from 'socket.io';
import { describe } from '../legacy/describe.js';
import { LegacySettingsError } from '../legacy/legacy-settings-error.js';
import type { ParsedSettings } from '../legacy/settings.js';
import type { AllowRequest } from '../policy/policy.js';
import { settingsProblems } from '../warnings/settings-problems.js';
import { warningOf } from '../warnings/warn.js';
import { attachableServer } from './attach-target.js';
import { attachmentOf, enginePath, ignoredByAttach } from './attachment.js';
import { callSite } from './call-site.js';
import { constructorForm } from './constructor-form.js';
import { forEveryAttach } from './engine-options.js';
import { type HandshakeCheck, handshakeCheck } from './handshake-check.js';
import { type SettableServer, setOldSetting } from './old-settings.js';
import type { AttachTarget, CompatServerOptions } from './options.js';
import { type Origins, OriginsInForce } from './origins-in-force.js';
import { handlePreflights } from './preflight-handling.js';
import { receiveOrigins, sendOrigins } from './propagation.js';
import { hasLegacySettings, readAttachOptions, readSettings, type ServerSettings } from './read-settings.js';
import { type ReportAll, reporter } from './reporter.js';
import { closeWebTransportSessions } from './web-transport.js';

/** What maps the names of events to their listeners' types. */
export interface EventsMap {
  // biome-ignore lint/suspicious/noExplicitAny: v4's own constraint, which any interface meets
  [event: string]: any;
}

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
  readonly #reportFrom: (site?: string) => ReportAll;
  /** Whether there is an HTTP server where no `allowRequest` of the app takes the place of origins. */
  #isOriginsAsked = false;
  /** What `io.set()` was given before there was an engine. */
  readonly #engineSettings: Record<string, unknown> = {};

  /**
   * @param first an HTTP server, a port (also as a string), or the options
   * @param second the options, where the first is not
   * @throws LegacySettingsError for settings that no v2 server accepted; nothing is attached then
   */
  constructor(first?: AttachTarget | CompatServerOptions | null, second?: CompatServerOptions) {
    const { target, options } = constructorForm(first, second);
    const settings = readSettings(options);
    const { parsed, modern, corsCompat } = settings;
    const reportFrom = reporter(corsCompat.onWarning);
    const report = reportFrom(callSite(new.target));
    const origins = new OriginsInForce(parsed, report);
    const check = handshakeCheck(origins.current);
    super((modern ?? { ...forEveryAttach(parsed.otherOptions), ...check }) as Partial<ServerOptions>);
    this.#settings = settings;
    this.#origins = origins;
    this.#check = check;
    this.#reportFrom = reportFrom;
    if (corsCompat.propagateOrigins && modern === undefined) {
      receiveOrigins(this, (sent) => origins.set(sent, reportFrom()), reportFrom());
    }
    if (target !== undefined && modern !== undefined) super.attach(target as number);
    else if (target !== undefined) this.#attach(target, parsed, report);
    if (modern !== undefined) report([warningOf('CORS_OPTION_IN_FORCE', {}, 'cors')]);
    // Where the app's own allowRequest decides, what the list means is no news.
    else if (target === undefined || parsed.allowRequest === undefined) this.#reportOrigins(report);
    if (settings.allowsEio3ByDefault) report([warningOf('ALLOW_EIO3_ON_BY_DEFAULT', {})]);
  }

  /**
   * Gets or sets the allowed origins, at any time; what is set applies from the next handshake on, on every HTTP
   * server that this one is attached to. The last call wins.
   *
   * @throws LegacySettingsError for what killed v2 at the next request, as `undefined`; what was in force stays
   * @example io.origins(['https://example.com:443'])
   * @see Socket.IO 2.5.1, lib/index.js, `Server#origins`
   */
  origins(): Origins;
  origins(origins: Origins): this;
  origins(...args: readonly unknown[]): Origins | this {
    if (args.length === 0) return this.#origins.value;
    this.#setOrigins(args[0], callSite(this.origins));
    return this;
  }

  /**
   * Sets an option by its old name: `origins`, `authorization`, `resource`, `transports`, `heartbeat timeout`,
   * `heartbeat interval` or `destroy buffer size`. For others the console gets v2's error.
   *
   * @throws LegacySettingsError for a value that killed v2
   * @see Socket.IO 2.5.1, lib/index.js, `Server#set`
   */
  set(key: string, value: unknown): this {
    const site = callSite(this.set);
    const settable: SettableServer = {
      use: (middleware) => this.use(middleware),
      path: (path) => this.path(path),
      origins: (origins) => this.#setOrigins(origins, site),
      setEngineOption: (name, option) =>
        Object.assign(this.engine?.opts ?? this.#engineSettings, { [name]: option }),
      report: this.#reportFrom(site),
    };
    setOldSetting(settable, key, value);
    return this;
  }

  /**
   * Says whether a request's origin is admitted, as apps asked from within their own `allowRequest`.
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
    return this.#attachLater(target, options, this.#reportFrom(callSite(this.attach)));
  }

  /** Attaches to an HTTP server or a port, as `attach()` does. */
  override listen(target: AttachTarget, options?: CompatServerOptions): this {
    return this.#attachLater(target, options, this.#reportFrom(callSite(this.listen)));
  }

  /** v2 read what is given here alone, except for `origins`, which it read in the constructor alone. */
  #attachLater(target: AttachTarget, options: CompatServerOptions | undefined, report: ReportAll): this {
    if (this.#settings.modern !== undefined) {
      if (hasLegacySettings({ ...options })) throw this.#corsInForce('options', options);
      return super.attach(target as number, options as Partial<ServerOptions>);
    }
    const settings = readAttachOptions(options || undefined, this.#settings);
    this.#attach(target, settings, report);
    report(ignoredByAttach(options, settings, this.#settings.parsed));
    return this;
  }

  #attach(target: unknown, settings: ParsedSettings, report: ReportAll): void {
    const { httpServer, listen } = attachableServer(target);
    const { options, preflightHandler, warnings } = attachmentOf(settings, report);
    const path = options.path || this.path();
    const others = httpServer.listeners('request');
    this.#attachEngine(httpServer, { ...this.#engineSettings, ...options, path });
    closeWebTransportSessions(this.engine);
    if (preflightHandler !== undefined) {
      const handling = { path: enginePath(path, options), handler: preflightHandler, others };
      handlePreflights(httpServer, handling, report);
    }
    listen();
    if (settings.allowRequest === undefined) this.#isOriginsAsked = true;
    report(warnings);
  }

  /** v4 lets the constructor's options win over those of `attach()`, where v2 looked at the latter alone. */
  #attachEngine(httpServer: HttpServer, options: Partial<ServerOptions>): void {
    const server = this as unknown as { opts: Partial<ServerOptions> };
    const { opts } = server;
    server.opts = { ...opts, ...options };
    try {
      super.attach(httpServer);
    } finally {
      server.opts = opts;
    }
  }

  #setOrigins(origins: unknown, site: string | undefined): void {
    if (this.#settings.modern !== undefined) throw this.#corsInForce('io.origins()', origins);
    const report = this.#reportFrom(site);
    this.#origins.set(origins, report);
    if (this.engine !== undefined && !this.#isOriginsAsked) {
      report([warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'io.origins()')]);
    }
    if (this.#settings.corsCompat.propagateOrigins) sendOrigins(this, this.#origins.value, report);
  }

  #reportOrigins(report: ReportAll): void {
    const tell = () => report(this.#origins.current().warnings);
    const { parsed, corsCompat } = this.#settings;
    // `io = socketIo(server); io.origins(list)` names them in the same tick; Node emits warnings in the next one anyway.
    if (parsed.origins === undefined && corsCompat.onWarning === undefined) process.nextTick(tell);
    else tell();
  }

  #corsInForce(path: string, found: unknown): LegacySettingsError {
    return new LegacySettingsError([{ path, message: settingsProblems.corsInForce(describe(found)) }]);
  }
}
