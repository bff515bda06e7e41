import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { observeProblems } from '../messages/observe.js';
import { settingsProblems } from '../messages/settings-problems.js';
import type { Policy } from '../origins/policy.js';
import { readOptions } from '../v2/read-options.js';
import { DEFAULT_FROM } from '../v2/releases.js';
import { assertValid, inspectValue } from '../v2/schema.js';
import { type LegacyCorsSettings, LegacySettingsError, type SettingsIssue } from '../v2/settings.js';
import type { ObservedServer, SocketIo } from './attach.js';
import type { DecidedHandshake } from './handshake.js';
import type { HandshakeMeter } from './meter.js';
import {
  type Decider,
  deciderFor,
  type HowToTranslate,
  type LegacyIo,
  legacyDecider,
  mayAskOrigins,
  policyOf,
} from './settings.js';

/** How to observe. */
export interface ObserveOptions extends HowToTranslate {
  /** The v2 settings whose translation is compared with the server. Default: on v2, the server's own; on v4, none. */
  readonly settings?: LegacyCorsSettings | undefined;
  /** v2 settings to try out: what would they decide? */
  readonly candidate?: LegacyCorsSettings | undefined;
  /** Where the totals are written; they are continued after a restart. A second live process adds `-2` to the name. */
  readonly file?: string | undefined;
  /** How often the totals are written, in milliseconds. Default: 60,000. */
  readonly every?: number | undefined;
  /** How many origins are listed. Default: 1,000. */
  readonly maxOrigins?: number | undefined;
  /** Gets each handshake that the server decides differently from its translated or the candidate settings. */
  readonly onDifference?: ((handshake: DecidedHandshake) => void) | undefined;
  /** A `Meter` of `@opentelemetry/api`, which gets the counter `socketio.handshakes`. */
  readonly meter?: HandshakeMeter | undefined;
}

/** The arguments of `observe()`, validated. */
export interface Arguments
  extends Pick<ObserveOptions, 'file' | 'every' | 'maxOrigins' | 'onDifference' | 'meter'> {
  readonly server: ObservedServer;
  /** Decides as the server's settings would on v4. */
  readonly translated: Decider | undefined;
  readonly candidate: Candidate | undefined;
}

interface Candidate {
  readonly decider: Decider;
  /** Identifies these settings. */
  readonly fingerprint: string;
}

/**
 * Reads the arguments of `observe()`.
 *
 * @throws LegacySettingsError that lists everything that is wrong with them
 */
export function readArguments(io: unknown, options: ObserveOptions): Arguments {
  const issues: SettingsIssue[] = [];
  const read = <T>(name: string, make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof LegacySettingsError)) throw error;
      issues.push(...error.issues.map((issue) => underName(name, issue)));
      return undefined;
    }
  };
  const server = readServer(io);
  if (typeof server === 'string') issues.push({ path: 'io', message: server });
  const given: ObserveOptions = readOptions(options, OPTIONS);
  read('options', () => assertValid(['options', isObject(options) ? given : options, optionsSchema]));
  // Without a server and options, nothing else can be checked.
  if (typeof server === 'string' || !isObject(options)) throw new LegacySettingsError(issues);

  const { settings, candidate, to, semantics, missingOrigin, from = legacyRelease(server) } = given;
  if (from === undefined) issues.push({ path: 'from', message: observeProblems.from() });
  const how: HowToTranslate = { from, to, semantics, missingOrigin };
  const translated = read(settings === undefined ? 'io' : 'settings', () => {
    if (settings !== undefined) return deciderFor(policyOf(settings, how), () => true);
    if (server.protocol === 'v2') return legacyDecider(server, how);
    // There is nothing to translate, but `from`, `to` and the like may be wrong.
    policyOf({}, how);
    return undefined;
  });
  const tried = read('candidate', () => candidateOf(candidate, settings, server, how));
  if (issues.length > 0) throw new LegacySettingsError(oncePerPath(issues));
  // Without a prototype, because a program may have added a `meter` to it.
  return Object.assign(Object.create(null), given, { server, translated, candidate: tried });
}

/**
 * Checks the value that was given as a server.
 *
 * @returns the server, or what is wrong
 */
export function readServer(io: unknown): ObservedServer | string {
  const server = io as Partial<LegacyIo> & { _nsps?: unknown; server?: unknown; constructor?: unknown };
  if (typeof io !== 'object' || io === null) return observeProblems.server(typeof io);
  if ('adapter' in io && 'server' in io && typeof server.bind !== 'function')
    return observeProblems.namespace();
  const isModern = typeof (server._nsps as Map<string, unknown> | undefined)?.get === 'function';
  const isLegacy = !isModern && typeof server.checkRequest === 'function' && '_origins' in io;
  if (typeof server.bind !== 'function' || !(isModern || isLegacy))
    return observeProblems.server('another object');
  return { io: io as SocketIo, protocol: isModern ? 'v4' : 'v2', release: releaseOf(io) };
}

/** The release of the module that the server's class comes from. Bundled code has none. */
function releaseOf(io: object): string | null {
  try {
    const require = createRequire(import.meta.url);
    const classes = new Set<unknown>();
    for (let at = Object.getPrototypeOf(io); at !== null; at = Object.getPrototypeOf(at))
      classes.add((at as object).constructor);
    classes.delete(Object);
    for (const [file, module] of Object.entries(require.cache)) {
      if (basename(file) !== 'index.js' || module === undefined) continue;
      const { exports } = module;
      const own = typeof exports === 'function' || (typeof exports === 'object' && exports !== null);
      // The value is not read, because other modules may have getters there.
      const named = own ? Object.getOwnPropertyDescriptor(exports, 'Server')?.value : undefined;
      if (!classes.has(exports) && !classes.has(named)) continue;
      const manifest = require(join(dirname(file), '..', 'package.json')) as {
        name?: unknown;
        version?: unknown;
      };
      if (manifest.name === 'socket.io' && typeof manifest.version === 'string') return manifest.version;
    }
  } catch {
    // A loader of another kind, such as a test runner's.
  }
  return null;
}

/** On v2, the release of the server itself. On v4 nothing says where the app came from, so it is the default. */
function legacyRelease({ protocol, release }: ObservedServer): string | undefined {
  return protocol === 'v4' ? DEFAULT_FROM : (release ?? undefined);
}

function candidateOf(
  candidate: LegacyCorsSettings | undefined,
  settings: LegacyCorsSettings | undefined,
  { io, protocol }: ObservedServer,
  how: HowToTranslate,
): Candidate | undefined {
  if (candidate === undefined) return undefined;
  const policy = policyOf(candidate, how);
  const { origins, allowRequest, originsCalls = [] } = settings ?? {};
  const described = new Set<unknown>([origins, allowRequest, ...originsCalls]);
  // A function that the server asks is not asked a second time, because its answer is seen.
  const decider = deciderFor(
    policy,
    (check, asked) =>
      check === asked.check ||
      described.has(check) ||
      (protocol === 'v2' && check === Reflect.get(io, '_origins') && mayAskOrigins(io, asked.check)),
  );
  return { decider, fingerprint: fingerprintOf(policy) };
}

function fingerprintOf({ from, semantics, missingOrigin, handshake }: Policy): string {
  const text = JSON.stringify([from, semantics, missingOrigin, handshake], (_key, value) =>
    typeof value === 'function' ? String(value) : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** How `settings` and `candidate` are translated. */
const HOW_TO_TRANSLATE = ['from', 'to', 'semantics', 'missingOrigin'];

/** The options that the translator validates. */
const OPTIONS = [...HOW_TO_TRANSLATE, 'settings', 'candidate'];

function optionsSchema() {
  const only = (accepts: (value: unknown) => boolean, words: string) =>
    z.optional(
      z.custom(accepts, { error: ({ input }) => observeProblems.option(inspectValue(input), words) }),
    );
  const fields = {
    ...Object.fromEntries(OPTIONS.map((name) => [name, z.optional(z.unknown())])),
    file: only(isFileName, "a file's name, for example 'handshakes.json'"),
    every: only(isDelay, 'a number of milliseconds, for example 60000'),
    maxOrigins: only(isCount, 'a whole number above 0, for example 1000'),
    onDifference: only(isFunction, 'a function ({ origin, server, translated })'),
    meter: only(isMeter, "a Meter of @opentelemetry/api, for example metrics.getMeter('chat')"),
  };
  return z.strictObject(fields, {
    error: ({ code, input, keys }) =>
      code === 'unrecognized_keys'
        ? settingsProblems.unknownOptions(keys as string[], Object.keys(fields))
        : observeProblems.option(inspectValue(input), "an object, for example { file: 'handshakes.json' }"),
  });
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const isFunction = (value: unknown) => typeof value === 'function';

const isFileName = (value: unknown) => typeof value === 'string' && value !== '' && !value.includes('\0');

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0;

/** Node's timers fire at once beyond this. */
const isDelay = (value: unknown) => isCount(value) && (value as number) < 2 ** 31;

const isMeter = (value: unknown) =>
  typeof (value as Partial<HandshakeMeter> | null | undefined)?.createCounter === 'function';

/** `settings` and `candidate` have the same fields, and one way to translate. */
function underName(name: string, { path, message }: SettingsIssue): SettingsIssue {
  if (name === 'options' || HOW_TO_TRANSLATE.includes(path)) return { path, message };
  // The origins of a v2 server are read as if `io.origins()` had just set them.
  if (name === 'io') return { path: path.replace(/^originsCalls\[0\]/, 'io.origins()'), message };
  return { path: path === 'settings' ? name : `${name}.${path}`, message };
}

function oncePerPath(issues: readonly SettingsIssue[]): SettingsIssue[] {
  return issues.filter(({ path }, index) => issues.findIndex((issue) => issue.path === path) === index);
}
