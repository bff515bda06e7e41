import type { IncomingMessage } from 'node:http';
import type { Configuration } from './configurations.js';

type Decided = (err: unknown, success?: unknown) => void;
type OriginFunction = (origin: unknown, callback: Decided) => unknown;
type RequestFunction = (req: IncomingMessage, callback: Decided) => void;

const asked = (
  desc: string,
  origins: OriginFunction,
  insteadOfV2?: Configuration['insteadOfV2'],
): Configuration => ({ desc, settings: { origins }, ...(insteadOfV2 ? { insteadOfV2 } : {}) });

const isExample = (origin: unknown) => origin === 'https://example.com';

/** Function origins, good and bad. */
export const FUNCTION_ORIGIN_CONFIGURATIONS: readonly Configuration[] = [
  asked('a function that allows', (_origin, callback) => callback(null, true)),
  asked('a function that refuses', (_origin, callback) => callback(null, false)),
  asked('a function that refuses without a word', (_origin, callback) => callback(null)),
  asked('a function that refuses with a message', (_origin, callback) => callback('not here', false)),
  asked(
    'a function that refuses with an Error',
    (origin, callback) => (isExample(origin) ? callback(null, true) : callback(new Error('not here'), false)),
    isExample,
  ),
  asked(
    'a function that calls back an Error alone',
    (_origin, callback) => callback(new Error('not here')),
    () => false,
  ),
  asked("a function that calls back ('err', true)", (_origin, callback) => callback('err', true)),
  asked("a function that calls back ('err', true) for one", (origin, callback) =>
    callback(isExample(origin) ? 'err' : null, true),
  ),
  asked('a function that allows one origin', (origin, callback) => callback(null, isExample(origin))),
  asked('a function that answers with what is truthy', (origin, callback) =>
    callback(null, isExample(origin) ? 'yes' : 0),
  ),
  asked('a function that matches the start, Referer included', (origin, callback) =>
    callback(null, String(origin).startsWith('https://example.com/') || isExample(origin)),
  ),
  asked("a function that asks for '*' or nothing", (origin, callback) =>
    callback(null, origin === '*' || origin === undefined),
  ),
  asked('a function that answers later', (origin, callback) => {
    setTimeout(() => callback(null, isExample(origin)), 2);
  }),
  asked('an async function', async (origin, callback) => {
    await Promise.resolve();
    callback(null, isExample(origin));
  }),
  asked(
    'a function that throws',
    () => {
      throw new Error('thrown by origins');
    },
    () => false,
  ),
  asked(
    'a function that rejects',
    async () => {
      throw new Error('rejected by origins');
    },
    () => false,
  ),
  asked(
    'a function that throws for the unknown alone',
    (origin, callback) => {
      if (!isExample(origin)) throw new Error('unknown');
      callback(null, true);
    },
    isExample,
  ),
  asked(
    'a function that throws after it called back',
    (origin, callback) => {
      callback(null, isExample(origin));
      throw new Error('too late');
    },
    isExample,
  ),
  asked(
    'a function that refuses, then allows',
    (_origin, callback) => {
      callback(null, false);
      callback(null, true);
    },
    () => false,
  ),
  asked(
    'a function that allows, then refuses',
    (_origin, callback) => {
      callback(null, true);
      callback(null, false);
    },
    () => true,
  ),
  asked(
    'a function that allows twice',
    (origin, callback) => {
      callback(null, isExample(origin));
      setTimeout(() => callback(null, isExample(origin)), 1);
    },
    isExample,
  ),
];

const guarded = (
  desc: string,
  allowRequest: RequestFunction | null | false,
  origins?: unknown,
): Configuration => ({
  desc,
  settings: { allowRequest, ...(origins === undefined ? {} : { origins }) },
});

const allowExampleRequests: RequestFunction = (req, callback) =>
  callback(null, isExample(req.headers.origin));

/** The app's own `allowRequest`, which replaces v2's check. */
export const ALLOW_REQUEST_CONFIGURATIONS: readonly Configuration[] = [
  guarded('allowRequest alone', allowExampleRequests),
  guarded('allowRequest beside origins that say otherwise', allowExampleRequests, [
    'https://other.example:443',
  ]),
  guarded('allowRequest beside *:*', allowExampleRequests, '*:*'),
  guarded('allowRequest that allows, beside a list', (_req, callback) => callback(null, true), [
    'https://example.com:443',
  ]),
  guarded('allowRequest that refuses with a message', (_req, callback) => callback('no ticket', false)),
  guarded('allowRequest that refuses with a code', (_req, callback) => callback(4, false)),
  guarded("allowRequest that calls back ('err', true)", (_req, callback) => callback('err', true)),
  guarded('allowRequest that answers later', (req, callback) => {
    setTimeout(() => allowExampleRequests(req, callback), 2);
  }),
  guarded('allowRequest null, beside a list', null, ['https://example.com:443']),
  guarded('allowRequest false, beside a list', false, ['https://example.com:443']),
];
