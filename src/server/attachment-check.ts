import type { AllowRequest } from '../origins/policy.js';
import { type Translation, translateParsed } from '../translate.js';
import type { ParsedSettings } from '../v2/settings.js';
import { type HandshakeCheck, handshakeCheck } from './handshake-check.js';
import { giveLegacyProperties, type LegacyEngine } from './legacy-engine.js';
import type { ReportAll } from './reporter.js';

/** The members of the server that decide about handshakes. */
export interface DecidingServer {
  /** What v2's `checkRequest` was; it may be the app's. */
  readonly checkRequest: AllowRequest;
  /** Whether it is the app's: a subclass's, or assigned before `attach()`. */
  readonly isCheckReplaced: boolean;
  /** The translation of the origins in force, which may change at any time. */
  readonly inForce: () => Translation;
}

/** Who decides about the handshakes at one HTTP server: the app's own check, else the server's origins. */
export class AttachmentCheck {
  readonly #settings: ParsedSettings;
  readonly #report: ReportAll;
  /** What an own check is called on, as on v2: the Engine.IO server, once there is one. */
  #engine: object | undefined;
  /** What Engine.IO 3 had as `allowRequest`. */
  #current: AllowRequest;
  #own: Translation | undefined;
  /** For v4's `attach()`. */
  readonly options: HandshakeCheck;

  /** @param report gets what is to know about an own check, and what it throws while serving */
  constructor(settings: ParsedSettings, io: DecidingServer, report: ReportAll) {
    this.#settings = settings;
    this.#report = report;
    this.options = handshakeCheck(() => this.#own ?? io.inForce());
    this.#current = settings.allowRequest ?? io.checkRequest;
    if (settings.allowRequest !== undefined) this.#decideBy(settings.allowRequest, 'allowRequest');
    else if (io.isCheckReplaced) this.#decideBy(io.checkRequest, 'checkRequest');
  }

  /** Has own checks called on the engine, and lets programs assign what they assigned to v2's. */
  attachedTo(engine: LegacyEngine): void {
    this.#engine = engine;
    giveLegacyProperties(engine, {
      get: () => this.#current,
      set: (check) => {
        this.#current = check;
        this.#decideBy(check, 'io.engine.allowRequest');
      },
    });
  }

  #decideBy(check: AllowRequest, subject: string): void {
    const allowRequest: AllowRequest = (request, callback) => check.call(this.#engine, request, callback);
    // How many parameters it takes is looked at.
    Object.defineProperty(allowRequest, 'length', { value: check.length });
    // What replaced another check may ask it, so the origins are not without effect.
    const ignored = subject === 'allowRequest' ? {} : { origins: undefined, replaced: [] };
    const settings = { ...this.#settings, ...ignored, allowRequest, handlePreflightRequest: undefined };
    this.#own = translateParsed(settings, (warning) => this.#report([warning]));
    this.#report(
      this.#own.warnings.map((warning) =>
        warning.subject === 'allowRequest' ? { ...warning, subject } : warning,
      ),
    );
  }
}
