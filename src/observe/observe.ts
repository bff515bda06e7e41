import { describeError } from '../messages/message.js';
import { observeWarnings } from '../messages/observe.js';
import { callOnce } from '../runtime/app-functions.js';
import { quietly, type Watcher, watch } from './attach.js';
import { Counts } from './counts.js';
import { TotalsFile } from './file.js';
import { type DecidedHandshake, type Handshake, handshakeOf, type Verdict } from './handshake.js';
import { withoutCandidate } from './merge.js';
import { meteredHandshakes } from './meter.js';
import { type Arguments, type ObserveOptions, readArguments } from './options.js';
import type { ObservationReport, StoredReport } from './report.js';
import type { Decision } from './settings.js';
import { withSuggestion } from './suggestion.js';

/** An observation that is under way. */
export interface Observation {
  /** The report so far. */
  report(): ObservationReport;
  /** Ends it, writes the file, restores the server, and gives the last report. */
  stop(): ObservationReport;
}

/** A server of Socket.IO 1.4 to 4, or the drop-in. */
export interface ObservableServer {
  of(name: string): unknown;
}

/**
 * Counts the handshakes of a running Socket.IO server: who connects, what the server decides, and what other settings
 * would decide. The server decides as before. No address, cookie, path or query is kept.
 *
 * @param io the server, attached to an HTTP server or not yet
 * @throws LegacySettingsError that lists everything that is wrong with the arguments; nothing is observed then
 * @throws ObserveFileError for a file that cannot be continued or written; nothing is observed then
 * @example
 * const observation = observe(io, { candidate: { origins: ['https://example.com'] }, file: 'handshakes.json' });
 * process.on('SIGUSR2', () => console.log(observation.report()));
 * @see Engine.IO 3.6.2 and 6.6.11, lib/server.js, `Server#verify`
 */
export function observe(io: ObservableServer, options: ObserveOptions = {}): Observation {
  const given = readArguments(io, options);
  const { server, candidate, every = 60_000, maxOrigins = 1000 } = given;
  const file = given.file === undefined ? undefined : TotalsFile.open(given.file, every);
  try {
    const stored = file?.before;
    const isContinued = stored?.candidateSettings === candidate?.fingerprint;
    const before = stored && (isContinued ? stored : withoutCandidate(stored));
    const counts = new Counts(maxOrigins, candidate !== undefined, before);
    // First, because the app's meter may throw, and then nothing should have been written.
    const counting = watcher(given, counts, maxOrigins);
    const { io, release, protocol } = server;
    const totals = (): StoredReport => ({
      ...{ version: 1, ...counts.totals, until: new Date().toISOString(), server: { release, protocol } },
      ...(candidate === undefined ? {} : { candidateSettings: candidate.fingerprint }),
    });
    const saving = file && saveTotals(file, totals, every);
    const stopWatching = watch(io, counting);
    let last: ObservationReport | undefined;
    return {
      report: () => last ?? withSuggestion(totals()),
      stop() {
        if (last !== undefined) return last;
        stopWatching();
        saving?.stop();
        last = withSuggestion(totals());
        return last;
      },
    };
  } catch (error) {
    file?.close();
    throw error;
  }
}

/** Counts each handshake, once the server's check has answered. */
function watcher(given: Arguments, counts: Counts, maxOrigins: number): Watcher {
  const { translated, candidate } = given;
  const tell = teller(given, maxOrigins);
  const count = (
    handshake: Handshake,
    byTranslated: Decision | undefined,
    byCandidate: Decision | undefined,
    error: unknown,
    success: unknown,
  ) => {
    const server = Boolean(success);
    const onV4 = byTranslated === undefined ? null : (verdictOf(byTranslated, error, success) ?? null);
    const tried = byCandidate && verdictOf(byCandidate, error, success);
    const row = counts.add(handshake, server, onV4, tried);
    const ask = byCandidate?.ask;
    if (ask === undefined) tell?.(handshake, row !== undefined, server, onV4, tried);
    // The candidate's function is asked later, so that the server's client does not wait for it.
    else
      process.nextTick(() => {
        quietly(() =>
          ask((admitted) => {
            counts.addCandidate(row, server, admitted);
            tell?.(handshake, row !== undefined, server, onV4, admitted);
          }),
        );
      });
  };
  return {
    asking(asked, callback) {
      const handshake = handshakeOf(asked.request);
      const byCandidate = candidate?.decider.decide(asked);
      const byTranslated = translated?.decide(asked);
      let isAnswered = false;
      // Further answers have their usual effect, and are not counted.
      return (error, success) => {
        if (!isAnswered) {
          isAnswered = true;
          try {
            count(handshake, byTranslated, byCandidate, error, success);
          } catch {
            // As in quietly(), which would make a function for each handshake.
          }
        }
        return callback(error, success);
      };
    },
    preflight({ headers }) {
      counts.addPreflight(String(headers['access-control-request-headers'] ?? ''));
    },
  };
}

type Tell = (
  handshake: Handshake,
  isListed: boolean,
  server: boolean,
  translated: boolean | null,
  candidate: boolean | undefined,
) => void;

/** Passes each handshake to the meter, and those that are decided differently to the listener. */
function teller({ meter, onDifference }: Arguments, maxOrigins: number): Tell | undefined {
  if (meter === undefined && onDifference === undefined) return undefined;
  const metered = meter && meteredHandshakes(meter, maxOrigins);
  const listener = onDifference && guarded(onDifference);
  return (handshake, isListed, server, translated, candidate) => {
    const decided: DecidedHandshake = {
      ...handshake,
      server: wordFor(server),
      translated: translated === null ? null : wordFor(translated),
      ...(candidate === undefined ? {} : { candidate: wordFor(candidate) }),
    };
    if (metered !== undefined) quietly(() => metered(decided, isListed));
    const isDifferent = (candidate ?? server) !== server || (translated ?? server) !== server;
    if (isDifferent) listener?.(decided);
  };
}

/** Undefined if the settings' own function has yet to be asked. */
function verdictOf({ known, fromAnswer }: Decision, error: unknown, success: unknown): boolean | undefined {
  return fromAnswer === undefined ? known : fromAnswer(error, success);
}

function wordFor(isAdmitted: boolean): Verdict {
  return isAdmitted ? 'admitted' : 'refused';
}

/** A listener that throws must not stop the app. */
function guarded(onDifference: (decided: DecidedHandshake) => unknown): (decided: DecidedHandshake) => void {
  let hasFailed = false;
  return (decided) =>
    callOnce(
      () => onDifference(decided),
      () => undefined,
      (error) => {
        if (!hasFailed) warn(observeWarnings.onDifference(describeError(error)));
        hasFailed = true;
      },
    );
}

/** Writes the totals now, from time to time, at the end, and when the process exits by itself. */
function saveTotals(file: TotalsFile, totals: () => StoredReport, every: number): { stop(): void } {
  let isOurs = true;
  let hasFailed = false;
  const save = () => {
    if (!isOurs) return;
    try {
      isOurs = file.write(totals());
      if (!isOurs) warn(observeWarnings.takenOver(file.path));
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) warn(observeWarnings.notWritten(file.path, describeError(error)));
      hasFailed = true;
    }
  };
  const end = () => {
    save();
    quietly(() => file.close());
  };
  // The first time, the caller gets the error.
  file.writeFirst(totals());
  const timer = setInterval(save, every).unref();
  if (atExit.size === 0) process.on('exit', endAll);
  atExit.add(end);
  return {
    stop() {
      clearInterval(timer);
      atExit.delete(end);
      if (atExit.size === 0) process.removeListener('exit', endAll);
      end();
    },
  };
}

/** One listener for all observations, because Node warns about more than ten. */
const atExit = new Set<() => void>();

function endAll(): void {
  for (const end of atExit) end();
}

function warn(message: string): void {
  process.emitWarning(message, { type: 'SocketIOCorsWarning' });
}
