import type { IncomingMessage } from 'node:http';
import debug from 'debug';
import type { ServerOptions } from 'socket.io';
import type { Report } from '../messages/emit.js';
import { settingsProblems } from '../messages/settings-problems.js';
import type { AllowRequest, HandshakePolicy } from '../origins/policy.js';
import { type Translation, translateCheck } from '../translate.js';
import { inspectValue } from '../v2/schema.js';
import { ENGINE_PROPERTIES } from '../v2/server-api.js';
import { LegacySettingsError, type ParsedSettings } from '../v2/settings.js';
import type { V4AllowRequest } from '../v4/allow-request.js';
import { actualOptions } from '../v4/cors.js';
import type { CorsDelegate } from '../v4/cors-origin.js';
import { DEFAULT_PREFLIGHT } from '../v4/preflight.js';

/** The two options of v4 that decide about origins. */
export interface HandshakeCheck {
  readonly cors: CorsDelegate;
  readonly allowRequest: V4AllowRequest;
}

/** v2 served the client's script without CORS headers. */
const CLIENT_SCRIPT = actualOptions(false);

/** v2 reflected every origin once a session was open, so a session outlived a change of `origins`. */
const OPEN_SESSION = actualOptions(true, DEFAULT_PREFLIGHT);

/**
 * A check that asks the translation in force at the time of each handshake.
 *
 * @see Engine.IO 3.6.2, lib/transports/polling-xhr.js, `XHR#headers`
 */
export function handshakeCheck(inForce: () => Translation): HandshakeCheck {
  // The translation in force at the start of a handshake decides about all of it, even if a function takes its time.
  // Only functions need an entry here. All others decide at once, and an entry for every request would cost a few per
  // cent.
  const deciding = new WeakMap<object, Translation>();
  return {
    cors(request, callback) {
      // Engine.IO parses the query before it calls this. A request without one is for the client's script.
      const { _query: query } = request as { _query?: { sid?: string } };
      if (query === undefined) return callback(null, CLIENT_SCRIPT);
      if (query.sid) return callback(null, OPEN_SESSION);
      const translation = inForce();
      const { cors } = translation.options;
      if (typeof cors !== 'function') return callback(null, cors);
      deciding.set(request, translation);
      cors(request, callback);
    },
    allowRequest(this: unknown, request, callback) {
      const { options, policy } = deciding.get(request) ?? inForce();
      const answer = logRefusals(request, policy.handshake, callback);
      // A translation without an allowRequest refuses no request.
      if (options.allowRequest === undefined) answer(null, true);
      else options.allowRequest.call(this, request, answer);
    },
  };
}

/** The members of the server that decide about handshakes. */
interface DecidingServer {
  /** v2's `checkRequest`, which may be the app's. */
  readonly checkRequest: AllowRequest;
  /** Whether it is the app's: a subclass's, or assigned before `attach()`. */
  readonly isCheckReplaced: boolean;
  /** The translation of the origins in force, which may change at any time. */
  readonly inForce: () => Translation;
}

/** Decides about the handshakes at one HTTP server: by the app's own check, else by the server's origins. */
export class AttachmentCheck {
  readonly #settings: ParsedSettings;
  readonly #report: Report;
  /** The Engine.IO server, once there is one. The app's own check is called on it, as on v2. */
  #engine: object | undefined;
  /** The check that programs read as `io.engine.allowRequest`. */
  #current: AllowRequest;
  #own: Translation | undefined;
  /** The options for v4's `attach()`. */
  readonly options: HandshakeCheck;

  /** @param report gets the warnings about an own check, and what it throws while serving */
  constructor(settings: ParsedSettings, io: DecidingServer, report: Report) {
    this.#settings = settings;
    this.#report = report;
    this.options = handshakeCheck(() => this.#own ?? io.inForce());
    this.#current = settings.allowRequest ?? io.checkRequest;
    if (settings.allowRequest !== undefined) this.#decideBy(settings.allowRequest, 'allowRequest');
    else if (io.isCheckReplaced) this.#decideBy(io.checkRequest, 'checkRequest');
  }

  /**
   * Calls own checks on this engine from now on, and gives it the properties that v2 programs assigned, for example
   * `io.eio.transports = ['websocket']`. Without them the assignment would do nothing, and the server would allow what the
   * program meant to refuse.
   *
   * @see Engine.IO 3.6.2, lib/server.js, `Server`
   */
  attachedTo(engine: Engine): void {
    this.#engine = engine;
    // WebTransport sessions have no request whose origin could be checked, and v2 did not know them. Engine.IO closes them
    // itself from 6.6.7 on if `cors` is set.
    if (engine.onWebTransportSession !== undefined)
      engine.onWebTransportSession = async (session) => session.close();
    // They cannot be defined again: a program that tried would lose its check without a word.
    for (const name of ENGINE_PROPERTIES) {
      Object.defineProperty(engine, name, {
        get: () => engine.opts[name],
        set: (value) => Object.assign(engine.opts, { [name]: value }),
      });
    }
    Object.defineProperty(engine, 'allowRequest', {
      get: () => this.#current,
      set: (value) => {
        // On v2 a falsy check meant none.
        const check = value || allowEveryone;
        if (typeof check !== 'function') {
          const message = settingsProblems.allowRequest(inspectValue(value));
          throw new LegacySettingsError([{ path: 'io.engine.allowRequest', message }]);
        }
        this.#current = check;
        this.#decideBy(check, 'io.engine.allowRequest');
      },
    });
  }

  #decideBy(check: AllowRequest, subject: string): void {
    // A check that replaced v2's may still ask it, so the origins may have an effect.
    const ignored = subject === 'allowRequest' ? {} : { origins: undefined, replaced: [] };
    const own = { allowRequest: check, engine: () => this.#engine, handlePreflightRequest: undefined };
    const settings = { ...this.#settings, ...ignored, ...own };
    this.#own = translateCheck(settings, this.#report);
    for (const warning of this.#own.warnings)
      this.#report(warning.subject === 'allowRequest' ? { ...warning, subject } : warning);
  }
}

const allowEveryone: AllowRequest = (_request, callback) => callback(null, true);

/** An engine of Engine.IO 6. */
export interface Engine {
  readonly opts: Partial<ServerOptions>;
  /** Takes WebTransport sessions, from Engine.IO 6.5 on. */
  onWebTransportSession?: (session: { close(): unknown }) => Promise<unknown>;
}

const log = debug('socket.io-cors-compat:handshake');

type Answer = Parameters<V4AllowRequest>[1];

/** Logs refusals (`DEBUG=socket.io-cors-compat*`) with the origin, the transport and the rule that refused. */
function logRefusals(request: IncomingMessage, rule: HandshakePolicy, callback: Answer): Answer {
  if (!log.enabled) return callback;
  return (message, success) => {
    if (!success) {
      const { origin, referer } = request.headers;
      const { _query: query } = request as { _query?: { transport?: string } };
      // v2 looked at the Referer only if there was no Origin.
      const from = origin ? { origin } : { referer };
      // Quoted as JSON, so that a header cannot forge a line of the log.
      const asked = { ...from, transport: query?.transport, message: message || undefined };
      log('refused %j by %s', asked, textOf(rule));
    }
    callback(message, success);
  };
}

/** How much of a rule fits on a line. */
const LONGEST_RULE = 200;

function textOf(rule: HandshakePolicy): string {
  const text = JSON.stringify(rule);
  return text.length > LONGEST_RULE ? `${text.slice(0, LONGEST_RULE)}…` : text;
}
