import type { DefaultEventsMap, ServerOptions } from 'socket.io';
import { warningOf } from '../messages/warn.js';
import type { AllowRequest } from '../origins/policy.js';
import type { ParsedSettings } from '../v2/settings.js';
import { attachChecked } from './attach-checked.js';
import { attachableServer } from './attach-target.js';
import { appSettings, attachmentOf, enginePath, ignoredByAttach } from './attachment.js';
import { AttachmentCheck, type DecidingServer } from './attachment-check.js';
import { authorize } from './authorization.js';
import { callSite } from './call-site.js';
import { constructorForm } from './constructor-form.js';
import { corsInForce } from './cors-in-force.js';
import { forEveryAttach } from './engine-options.js';
import type { EventsMap } from './events-map.js';
import { type HandshakeCheck, handshakeCheck } from './handshake-check.js';
import { modernOptions } from './modern-options.js';
import { guardNamespaces } from './namespace-guard.js';
import { type SettableServer, setOldSetting } from './old-settings.js';
import type { AttachTarget, CompatServerOptions } from './options.js';
import { type Origins, OriginsInForce } from './origins-in-force.js';
import { handlePreflights } from './preflight-handling.js';
import { receiveOrigins, sendOrigins } from './propagation.js';
import { hasLegacySettings, readAttachOptions, readSettings, type ServerSettings } from './read-settings.js';
import { type ReportAll, reporter } from './reporter.js';
import { Server as SocketIoServer } from './socket-io.js';
import { withOptions } from './with-options.js';

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
    let origins: OriginsInForce;
    const check = handshakeCheck(() => origins.current());
    super(
      modern === undefined
        ? { ...forEveryAttach(parsed.otherOptions), ...check }
        : modernOptions(modern, report),
    );
    origins = new OriginsInForce(parsed, this, report);
    this.#settings = settings;
    this.#origins = origins;
    this.#check = check;
    this.#reportFrom = reportFrom;
    if (modern === undefined) guardNamespaces(this, reportFrom());
    if (corsCompat.propagateOrigins && modern === undefined)
      receiveOrigins(this, (sent) => origins.set(sent, reportFrom()), reportFrom());
    // v2 told its own origins() what the options said, and a subclass's may change it.
    if (modern === undefined && this.origins !== ORIGINS) this.origins(origins.value);
    if (target !== undefined && modern !== undefined) {
      this.#attachModern(() => super.attach(target as number), {}, report);
    } else if (target !== undefined) this.#attach(target, parsed, report);
    if (modern !== undefined) report([warningOf('CORS_OPTION_BYPASSES_COMPAT', {}, 'cors')]);
    // Where the app's own allowRequest decides, the list is no news.
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
    this.#setOrigins(args[0], callSite(ORIGINS));
    return this;
  }

  /** Where v2 kept the origins; apps assigned them as well. */
  get _origins(): Origins {
    return this.#origins.value;
  }

  set _origins(origins: Origins) {
    this.#setOrigins(origins, callSite(SET_ORIGINS));
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
      authorize: (authorization) => authorize(this, authorization, this.#reportFrom(site)),
      path: (path) => this.path(path),
      origins: (origins) =>
        this.origins === ORIGINS ? this.#setOrigins(origins, site) : this.origins(origins as Origins),
      setEngineOption: (name, option) =>
        Object.assign(this.engine?.opts ?? this.#engineSettings, { [name]: option }),
    };
    setOldSetting(settable, key, value);
    return this;
  }

  /**
   * Says whether a request's origin is admitted, as apps asked from within their own `allowRequest`. What takes its
   * place, in a subclass or by assignment before `attach()`, decides in its stead.
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

  /** Attaches to a uWebSockets.js app, which v2 did not know: options count as on v4, and origins as everywhere. */
  override attachApp(app: unknown, options?: CompatServerOptions): void {
    const report = this.#reportFrom(callSite(this.attachApp));
    const attach = () => super.attachApp(app as never);
    if (this.#settings.modern !== undefined) {
      this.#attachModern(attach, options, report);
      return;
    }
    const given = readAttachOptions(options || undefined, this.#settings);
    const settings = appSettings(this.#settings.parsed, given);
    const { options: engineOptions, warnings } = attachmentOf(settings);
    this.#attachEngine(attach, engineOptions, settings, report);
    report([...warnings, ...ignoredByAttach(options, settings, settings)]);
  }

  /** v2 read what is given here alone, except for `origins`, which it read in the constructor alone. */
  #attachLater(target: AttachTarget, options: CompatServerOptions | undefined, report: ReportAll): this {
    if (this.#settings.modern !== undefined) {
      this.#attachModern(() => super.attach(target as number), options, report);
      return this;
    }
    const settings = readAttachOptions(options || undefined, this.#settings);
    this.#attach(target, settings, report);
    report(ignoredByAttach(options, settings, this.#settings.parsed));
    return this;
  }

  #attach(target: unknown, settings: ParsedSettings, report: ReportAll): void {
    const { httpServer, listen } = attachableServer(target);
    const { options, preflightHandler: handler, warnings } = attachmentOf(settings);
    const path = options.path || this.path();
    const others = httpServer.listeners('request');
    this.#attachEngine(() => super.attach(httpServer), { ...options, path }, settings, report);
    if (handler !== undefined) {
      const clientScript = this.serveClient() ? `${this.path()}/socket.io.js` : undefined;
      const preflights = { path: enginePath(path, options), handler, others, clientScript };
      handlePreflights(httpServer, preflights, report);
    }
    listen();
    report(warnings);
  }

  #attachEngine(
    attach: () => void,
    options: Partial<ServerOptions>,
    settings: ParsedSettings,
    report: ReportAll,
  ): void {
    const deciding: DecidingServer = {
      checkRequest: this.checkRequest.bind(this),
      isCheckReplaced: this.checkRequest !== CHECK_REQUEST,
      inForce: this.#origins.current,
    };
    const given = { ...this.#engineSettings, ...options };
    attachChecked(this, attach, given, new AttachmentCheck(settings, deciding, report));
    if (settings.allowRequest === undefined) this.#isOriginsAsked = true;
  }

  /** v4's own: nothing of v2's is read, but for a `checkRequest` of the app, which would be forgotten. */
  #attachModern(attach: () => void, options: CompatServerOptions | undefined, report: ReportAll): void {
    if (hasLegacySettings({ ...options })) throw corsInForce('options', options);
    const own = this.checkRequest === CHECK_REQUEST ? undefined : this.checkRequest.bind(this);
    const { allowRequest, ...given }: CompatServerOptions = { ...options, ...this.#settings.modern };
    withOptions(this, modernOptions({ ...given, allowRequest: allowRequest || own }, report), attach);
  }

  #setOrigins(origins: unknown, site: string | undefined): void {
    if (this.#settings.modern !== undefined) throw corsInForce('io.origins()', origins);
    const report = this.#reportFrom(site);
    this.#origins.set(origins, report);
    if (this.engine !== undefined && !this.#isOriginsAsked)
      report([warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'io.origins()')]);
    if (this.#settings.corsCompat.propagateOrigins) sendOrigins(this, this.#origins.value, report);
  }

  #reportOrigins(report: ReportAll): void {
    const tell = () => report(this.#origins.current().warnings);
    const { parsed, corsCompat } = this.#settings;
    // `io = socketIo(server); io.origins(list)` names them in the same tick; Node emits warnings in the next one anyway.
    if (parsed.origins === undefined && corsCompat.onWarning === undefined) process.nextTick(tell);
    else tell();
  }
}

/** The members of v2 as this class has them, to tell whether a subclass or an app has put others in their place. */
const { origins: ORIGINS, checkRequest: CHECK_REQUEST } = CompatServer.prototype;
const SET_ORIGINS = Object.getOwnPropertyDescriptor(CompatServer.prototype, '_origins')?.set as () => void;
