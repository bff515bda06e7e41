import type { IncomingMessage } from 'node:http';
import type { Report } from '../messages/emit.js';
import { settingsProblems } from '../messages/settings-problems.js';
import { appFunctionFailed } from '../messages/warn.js';
import { callOnce } from '../runtime/app-functions.js';
import { inspectValue } from '../v2/schema.js';
import { ENGINE_OPTION_OF_SETTING, SETTING_KEYS } from '../v2/server-api.js';
import { LegacySettingsError } from '../v2/settings.js';
import { guardNamespaces, type Namespaces } from './namespaces.js';

/** The members of a server that `io.set()` uses. */
interface SettableServer extends Namespaces {
  use(middleware: Middleware): unknown;
  origins(value: never): unknown;
  path(value: string): unknown;
}

/**
 * `io.set(key, value)`, which v2 kept from 0.9. It printed an error for keys that it did not know.
 *
 * @param engineOptions gets the options that belong to the engine
 * @param report gets what an `authorization` function throws
 * @throws LegacySettingsError for a value at which v2 stopped, then or at the next request
 * @see Socket.IO 2.5.1, lib/index.js, `Server#set`
 */
export function setOldSetting(
  io: SettableServer,
  key: string,
  value: unknown,
  engineOptions: object,
  report: Report,
): void {
  if (!SETTING_KEYS.has(key) || (!value && (key === 'authorization' || key === 'origins'))) {
    console.error('Option %s is not valid. Please refer to the README.', key);
    return;
  }
  const [accepts, expected] = ACCEPTED[key] ?? AMOUNT;
  if (!accepts(value)) {
    const message = settingsProblems.value(inspectValue(value), expected);
    throw new LegacySettingsError([{ path: `io.set('${key}')`, message }]);
  }
  if (key === 'origins') io.origins(value as never);
  else if (key === 'resource') io.path(value as string);
  else if (key === 'authorization') {
    // It is asked about connections to any namespace.
    guardNamespaces(io, report);
    io.use(middlewareOf(value as Authorization, report));
  } else {
    const option = key === 'transports' ? value : Number(value);
    Object.assign(engineOptions, { [ENGINE_OPTION_OF_SETTING.get(key) as string]: option });
  }
}

type Accepted = readonly [accepts: (value: unknown) => boolean, expected: string];

const isString = (value: unknown) => typeof value === 'string';

const ACCEPTED: Readonly<Partial<Record<string, Accepted>>> = {
  authorization: [(value) => typeof value === 'function', 'a function'],
  // The setter of origins reports what it accepts.
  origins: [() => true, ''],
  resource: [isString, "a path, for example '/socket.io'"],
  transports: [
    (value) => isString(value) || (Array.isArray(value) && value.every(isString)),
    "an array, for example ['polling', 'websocket']",
  ],
};

/** v2 also took numbers as strings, for example from the environment. */
const AMOUNT: Accepted = [
  (value) => (typeof value === 'number' ? value >= 0 : isString(value) && /^\d+$/.test(value as string)),
  'a number',
];

/** A v2 `authorization` function. */
type Authorization = (
  request: IncomingMessage,
  callback: (error: unknown, authorized?: boolean) => void,
) => unknown;

type Middleware = (socket: { readonly request: IncomingMessage }, next: (error?: Error) => void) => void;

/** A middleware that asks the app once for each connection, as v2 did; a function that throws or rejects refuses. */
function middlewareOf(authorization: Authorization, report: Report): Middleware {
  const asked = new WeakMap<IncomingMessage, Promise<Error | undefined>>();
  const ask = (request: IncomingMessage) =>
    new Promise<Error | undefined>((resolve) => {
      callOnce<[error: unknown, authorized?: boolean]>(
        (answer) => authorization(request, answer),
        (error, authorized) => resolve(error ? toldAs(error) : authorized ? undefined : refusal()),
        (error) => {
          report(appFunctionFailed('authorization function', error));
          resolve(refusal());
        },
      );
    });
  return ({ request }, next) => {
    const answer = asked.get(request) ?? ask(request);
    asked.set(request, answer);
    answer.then(next);
  };
}

function refusal(): Error {
  return new Error('Not authorized');
}

/** The error that v2 sent to the client. Not every object can be converted to a string. */
function toldAs(error: unknown): Error {
  try {
    return new Error(String(error));
  } catch {
    return refusal();
  }
}
