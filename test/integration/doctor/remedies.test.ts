import { get as send } from 'node:http';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import { diagnosesOf } from '../../../src/doctor/diagnose.js';
import { probe } from '../../../src/doctor/probe.js';
import { type Survey, survey } from '../../../src/doctor/survey.js';
import { type Listening, type V2Release, type V4Release, v2, v4 } from './servers.js';

type Options = Readonly<Record<string, unknown>>;

/** The settings that a remedy prints, as an options object. Lines that begin with two spaces are code. */
function settingsIn(remedy: string): Options {
  const code = remedy.split('\n').filter((line) => line.startsWith('  '));
  if (!code.some((line) => line.includes('new Server('))) {
    return compileFunction(`return ({${code.join('\n')}});`)();
  }
  let given: Options = {};
  class Server {
    constructor(_: unknown, options: Options) {
      given = options;
    }
  }
  compileFunction(code.join('\n'), ['Server', 'httpServer'])(Server, {});
  return given;
}

const STRANGER = 'https://evil.example';

/** What a foreign page, or its script, gets by a plain request. */
const statusFor = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    send(url, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      })
      .on('error', reject);
  });

const upgrade = {
  ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
  'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64'),
};

interface Fault {
  readonly desc: string;
  readonly options: Options;
  /** The first diagnosis of severity `danger`. */
  readonly code: string;
  readonly headers?: readonly string[];
  readonly pages?: readonly string[];
}

const PAGES = ['https://a.com', 'http://localhost:3000'];
const all = (_: unknown, callback: (error: null, ok: boolean) => void) => callback(null, true);
const listed = (origins: readonly string[]) => ({
  cors: { origin: origins, credentials: true },
  allowRequest: (
    { headers }: { headers: Record<string, string | undefined> },
    callback: (error: null, ok: boolean) => void,
  ) => callback(null, origins.includes(headers.origin ?? '')),
});

const startsLikeOne = (
  { headers }: { headers: Record<string, string | undefined> },
  callback: (error: null, ok: boolean) => void,
) =>
  callback(
    null,
    PAGES.some((page) => (headers.origin ?? headers.referer ?? '').startsWith(page)),
  );
const faultsV4: readonly Fault[] = [
  { desc: 'no cors', options: {}, code: 'CORSMissingAllowOrigin' },
  { desc: '"*"', options: { cors: { origin: '*' } }, code: 'CORSNotSupportingCredentials' },
  { desc: 'no credentials', options: { cors: { origin: PAGES } }, code: 'CORSMissingAllowCredentials' },
  {
    desc: 'one of two pages as a string',
    options: { cors: { origin: PAGES[0], credentials: true } },
    code: 'CORSAllowOriginNotMatchingOrigin',
  },
  {
    desc: 'a slash at the end',
    options: { cors: { origin: PAGES.map((page) => `${page}/`), credentials: true } },
    code: 'ORIGIN_NEAR_MISS',
  },
  {
    desc: 'two origins in a string',
    options: { cors: { origin: PAGES.join(', '), credentials: true } },
    code: 'CORSMultipleAllowOriginNotAllowed',
  },
  {
    desc: 'every origin reflected',
    options: { cors: { origin: true, credentials: true }, allowRequest: all },
    code: 'FOREIGN_ORIGIN_WITH_CREDENTIALS',
  },
  {
    desc: 'cors alone',
    options: { cors: { origin: PAGES, credentials: true } },
    code: 'WEBSOCKET_OPEN_TO_ANY_ORIGIN',
  },
  {
    desc: 'a pattern without ^',
    options: { cors: { origin: [/a\.com$/, PAGES[1]], credentials: true } },
    code: 'LOOK_ALIKE_ORIGIN_ADMITTED',
  },
  {
    desc: 'a check of the beginning only',
    options: { cors: { origin: PAGES, credentials: true }, allowRequest: startsLikeOne },
    code: 'LOOK_ALIKE_ORIGIN_ADMITTED',
  },
  { desc: 'one page on the list', options: listed(PAGES.slice(0, 1)), code: 'HANDSHAKE_REFUSED' },
  {
    desc: 'a header that is not allowed',
    options: { ...listed(PAGES), cors: { origin: PAGES, credentials: true, allowedHeaders: ['other'] } },
    code: 'CORSMissingAllowHeaderFromPreflight',
    headers: ['x-token'],
  },
];

const faultsV2: readonly Fault[] = [
  {
    desc: 'one of the pages on the list',
    options: { origins: ['localhost:3000', PAGES[1]] },
    code: 'HANDSHAKE_REFUSED',
  },
  { desc: 'no page on the list', options: { origins: ['none:1'] }, code: 'HANDSHAKE_REFUSED' },
  {
    desc: 'the list of the docs with a slash',
    options: { origins: [`${PAGES[0]}/`] },
    code: 'HANDSHAKE_REFUSED',
  },
  {
    desc: 'a string, which is searched',
    options: { origins: 'https://long.example:443 long.example:443 http://localhost:3000' },
    code: 'LOOK_ALIKE_ORIGIN_ADMITTED',
    pages: ['https://long.example', 'http://localhost:3000'],
  },
  { desc: 'every origin', options: { origins: '*:*' }, code: 'FOREIGN_ORIGIN_WITH_CREDENTIALS' },
  {
    desc: 'a header without a handler',
    options: { origins: ['https://a.com:443', 'a.com:443', 'localhost:3000', ...PAGES] },
    code: 'CORSPreflightDidNotSucceed',
    headers: ['x-token'],
  },
];

const releases: readonly [
  V2Release | V4Release,
  (options: object) => Promise<Listening>,
  readonly Fault[],
][] = [
  ...(['socket.io-2.0', 'socket.io-2.1', 'socket.io-2.3', 'socket.io-2.4.0', 'socket.io-2.5'] as const).map(
    (release) => [release, (options: object) => v2(options, release), faultsV2] as const,
  ),
  ...(['socket.io-4.0', 'socket.io'] as const).map(
    (release) => [release, (options: object) => v4(options, release), faultsV4] as const,
  ),
].map(([release, start, faults]) => [release, start, faults]);

describe('the printed settings, pasted literally, allow the pages and refuse other websites:', () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });

  for (const [release, start, faults] of releases) {
    for (const { desc, options, code, headers = [], pages = PAGES } of faults) {
      it(`${release}, ${desc}`, async () => {
        let settings = options;
        // A setting may show the next fault: cors alone leaves WebSockets open.
        for (let step = 0; ; step += 1) {
          listening = await start(settings);
          const seen = survey(await probe(listening.url, { origins: pages, headers }));
          const dangers = diagnosesOf(seen).filter(({ severity }) => severity === 'danger');
          const codes = dangers.map((diagnosis) => diagnosis.code);
          // 2.4.0 knows no wildcard, and searches no string.
          const isDenying = release === 'socket.io-2.4.0' && typeof options.origins === 'string';
          if (step === 0) expect(codes).to.include(isDenying ? 'HANDSHAKE_REFUSED' : code);
          const first = dangers.find((diagnosis) => diagnosis.code === code) ?? dangers[0];
          if (first === undefined) return await expectGuarded(listening.url, seen);
          expect(step, codes.join()).to.be.lessThan(3);
          settings = { ...settings, ...settingsIn(first.remedy) };
          await listening.close();
        }
      });
    }
  }

  for (const page of [
    'http://[::1]:3000',
    'https://xn--bcher-kva.example',
    'capacitor://localhost',
    'http://a.com:8080',
  ]) {
    for (const [release, start] of releases) {
      it(`${release}, ${page}`, async () => {
        listening = await start(release.startsWith('socket.io-2') ? { origins: ['none:1'] } : listed([]));
        const before = diagnosesOf(survey(await probe(listening.url, { origins: [page] })));
        const refused = before.find((diagnosis) => diagnosis.code === 'HANDSHAKE_REFUSED');
        await listening.close();
        listening = await start(settingsIn(refused?.remedy ?? ''));
        const after = survey(await probe(listening.url, { origins: [page] }));
        expect(diagnosesOf(after).filter(({ severity }) => severity === 'danger')).to.deep.equal([]);
        await expectGuarded(listening.url, after);
      });
    }
  }
});

async function expectGuarded(url: string, { rows, protocols, meant }: Survey) {
  for (const { page, request, judgement, isNeeded } of rows) {
    if (!isNeeded || (request === 'preflight' && page.role !== 'asked')) continue;
    const isMeant = meant.includes(page.origin);
    expect(judgement.verdict, `${page.origin} ${request}`).to.equal(isMeant ? 'allowed' : 'blocked');
  }
  const polling = `${url}/socket.io/?EIO=${protocols.eio4 ? 4 : 3}&transport=polling`;
  expect(await statusFor(polling, { Origin: STRANGER }), 'polling').to.equal(403);
  expect(await statusFor(`${polling}&j=0`, { Referer: `${STRANGER}/` }), 'JSONP').to.equal(403);
  const socket = polling.replace('=polling', '=websocket');
  expect(await statusFor(socket, { Origin: STRANGER, ...upgrade }), 'WebSocket').to.equal(400);
}
