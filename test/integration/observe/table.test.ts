import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import { type Observation, observe } from '../../../src/observe/index.js';
import { type Answer, ask, type Question } from './ask.js';
import {
  close,
  construct,
  dropIn,
  FORMS,
  type Form,
  type Io,
  isLegacy,
  portOf,
  RELEASES,
  type Release,
} from './servers.js';

const CALLERS: readonly Readonly<Record<string, string>>[] = [
  { Origin: 'https://example.com' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  {},
  { Referer: 'https://example.com/page?secret=1' },
];

const QUESTIONS: readonly Question[] = (['polling', 'websocket', 'jsonp'] as const).flatMap((transport) =>
  ([3, 4] as const).flatMap((eio) => CALLERS.map((headers) => ({ transport, eio, headers }))),
);

/** Settings of v2, and those that a program for v4 has in their place. */
type Settings = (calls: unknown[]) => Record<string, unknown>;
const SETTINGS: Readonly<Record<string, Settings>> = {
  'a list': () => ({ origins: ['https://example.com:443', 'example.com:443', 'https://example.com'] }),
  'an origins function': (calls) => ({
    origins: (origin: unknown, answer: (error: unknown, success: boolean) => void) => {
      calls.push(origin);
      setImmediate(answer, null, String(origin).startsWith('https://example.com'));
    },
  }),
  'an own allowRequest': (calls) => ({
    allowRequest(this: object, request: { url: string }, answer: (error: unknown, success: boolean) => void) {
      calls.push([request.url, Object.keys(this).length]);
      answer('not today', request.url.includes('EIO=3'));
    },
  }),
};

interface Result {
  readonly answers: readonly Answer[];
  readonly calls: readonly unknown[];
}

/** Makes a server, sends it all requests, and returns the answers and the report. */
async function run(
  make: (options: object, made: (io: Io) => Io) => Io,
  options: Settings,
  translated: boolean,
) {
  const calls: unknown[] = [];
  const given = options(calls);
  const results: { plain?: Result; observed?: Result } = {};
  let observation: Observation | undefined;
  for (const kind of ['plain', 'observed'] as const) {
    calls.length = 0;
    const io = make(
      { ...(translated ? translateCors(given).options : given), serveClient: false },
      (made) => {
        if (kind === 'observed')
          observation = observe(made, { candidate: { origins: ['https://evil.example'] } });
        return made;
      },
    );
    try {
      const port = await portOf(io);
      const answers: Answer[] = [];
      for (const question of QUESTIONS) answers.push(await ask(port, question));
      results[kind] = { answers, calls: [...calls] };
    } finally {
      await close(io);
    }
  }
  return { ...(results as Required<typeof results>), report: (observation as Observation).stop() };
}

const isIn = ({ status }: Answer) => status === 101 || status === 200;

const rows: {
  name: string;
  make: Parameters<typeof run>[0];
  settings: string;
  translated: boolean;
  legacy: boolean;
}[] = [];
for (const release of Object.keys(RELEASES) as Release[]) {
  for (const form of Object.keys(FORMS) as Form[]) {
    for (const settings of Object.keys(SETTINGS)) {
      if (form !== 'given a server' && settings !== 'a list') continue;
      const make = (options: object, made: (io: Io) => Io) => FORMS[form](construct(release), options)(made);
      rows.push({
        name: `${release}, ${form}`,
        make,
        settings,
        translated: !isLegacy(release),
        legacy: isLegacy(release),
      });
    }
  }
}
for (const settings of Object.keys(SETTINGS))
  rows.push({
    name: 'the drop-in',
    make: (options, made) => made(dropIn(options)),
    settings,
    translated: false,
    legacy: false,
  });

describe('an observed server', function () {
  this.timeout(30_000);
  for (const { name, make, settings, translated, legacy } of rows) {
    it(`answers, and asks the app, as without observation: ${name}, ${settings}`, async () => {
      const { plain, observed, report } = await run(make, SETTINGS[settings] as Settings, translated);
      expect(observed).to.deep.equal(plain);
      expect(plain.answers.some(isIn)).to.equal(true);
      expect(report.handshakes).to.equal(QUESTIONS.length);
      // v4 refuses clients of protocol 3 after its check has allowed them.
      if (legacy) {
        const allowed = report.origins.reduce((sum, { admitted }) => sum + admitted, 0);
        expect(allowed).to.equal(plain.answers.filter(isIn).length);
      }
    });
  }
});
