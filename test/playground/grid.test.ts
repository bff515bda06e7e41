import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { answerTo } from '../../playground/src/answer.js';
import { EXAMPLES } from '../../playground/src/examples.js';
import type { Verdict } from '../../playground/src/grid.js';
import { type State, stateOf } from '../../playground/src/state.js';
import type { LegacyOrigins } from '../../src/v2/settings.js';
import { readFixtures } from '../codemod/fixtures.js';
import { V2_PACKAGES, type V2Release, v2Decision } from '../v2/v2-decision.js';

/** The options and calls that a program gives its first server. It runs with a stand-in that records them. */
interface Given {
  readonly options: Record<string, unknown>;
  readonly originsCalls: LegacyOrigins[];
}

function run(code: string): Given {
  const given: Given = { options: {}, originsCalls: [] };
  const note = (value: LegacyOrigins) => {
    given.originsCalls.push(value);
    return server;
  };
  const methods: Readonly<Record<string, unknown>> = {
    origins: note,
    set: (key: string, value: LegacyOrigins) => (key === 'origins' ? note(value) : server),
    // `io = io.listen(server)`: the variable holds the module first.
    listen: SocketIo,
  };
  const server: unknown = new Proxy(
    Object.assign(() => server, {}),
    {
      get: (_, name) => (name === 'eio' ? server : (methods[name as string] ?? (() => server))),
    },
  );
  const deaf: unknown = new Proxy(() => deaf, { get: () => deaf });
  let servers = 0;
  // A function, and no arrow, so that it can be called with `new`.
  function SocketIo(...args: unknown[]) {
    if (servers++ > 0) return deaf;
    const options = args.find((arg) => typeof arg === 'object' && arg !== null);
    Object.assign(given.options, options);
    return server;
  }
  Object.assign(SocketIo, { Server: SocketIo, listen: SocketIo });
  const require = (name: string) => (name === 'socket.io' ? SocketIo : server);
  new Function('require', 'module', 'exports', 'process', 'httpServer', 'server', `{${code}\n}`)(
    require,
    { exports: {} },
    {},
    { env: { PORT: '0' } },
    undefined,
    undefined,
  );
  return given;
}

/** What v4's `allowRequest` decides; without one, every request is allowed. */
function v4Verdict({ options }: Given, headers: { origin?: string }): Verdict {
  const { allowRequest } = options as {
    allowRequest?: (request: IncomingMessage, callback: (error: unknown, success: boolean) => void) => void;
  };
  if (allowRequest === undefined) return 'allowed';
  let verdict: Verdict = 'unknown';
  allowRequest({ headers } as IncomingMessage, (_, success) => {
    verdict = success ? 'allowed' : 'refused';
  });
  return verdict;
}

const v2Words = { admitted: 'allowed', refused: 'refused', dies: 'unknown' } as const;

/** Programs with literal settings, which the grid is compared with. */
const PROGRAMS = [
  ...EXAMPLES.map((example) => ({ name: example.name, state: stateOf(example) })),
  ...readFixtures('programs').map(({ name, input }) => ({
    name,
    state: stateOf({ name, language: 'js', code: input }),
  })),
].filter(({ state }) => state.language === 'js');

function knownRows(state: State) {
  const [grid] = answerTo({
    ...state,
    added: ['https://ample.com', 'capacitor://localhost', 'http://[::1]:3000'],
  }).grids;
  return grid === undefined || grid.unknownV2 !== undefined || grid.unknownV4 !== undefined ? [] : grid.rows;
}

describe('the grid of the playground', () => {
  it('knows most of the programs', () => {
    const known = PROGRAMS.filter(({ state }) => knownRows(state).length > 0).map(({ name }) => name);
    expect(known).to.include.members([
      'programs/docs-example',
      'programs/string-of-hosts',
      'A list with ports',
    ]);
    expect(known.length).to.be.greaterThan(PROGRAMS.length / 2);
  });

  for (const semantics of ['documented', 'exact'] as const) {
    for (const program of PROGRAMS.filter(({ state }) => knownRows(state).length > 0)) {
      it(`says of ${program.name}, ${semantics}, what v2 decided and the migrated code decides`, () => {
        for (const from of Object.keys(V2_PACKAGES) as V2Release[]) {
          const state = { ...program.state, semantics, from };
          const before = run(state.code);
          const after = run(answerTo(state).code);
          const settings = {
            origins: before.options.origins as LegacyOrigins,
            originsCalls: before.originsCalls,
          };
          const v2 = v2Decision(from, settings);
          for (const row of knownRows(state)) {
            const headers = row.origin === null ? {} : { origin: row.origin };
            const said = [row.v2.polling, row.v2.websocket, row.v4.polling, row.v4.websocket];
            const [was, is] = [v2Words[v2(headers)], v4Verdict(after, headers)];
            expect(said, `${from}, ${row.origin}`).to.deep.equal([was, was, is, is]);
          }
        }
      });
    }
  }

  it('says what is known only at run time, and guesses nothing', () => {
    const code = "require('socket.io')(server, { origins: process.env.ORIGINS });";
    const [grid] = answerTo(stateOf({ name: '', language: 'js', code })).grids;
    expect(grid).to.include({ unknownV2: 'dynamic', unknownV4: 'dynamic' });
    expect(new Set(grid?.rows.flatMap(({ v2, v4 }) => [v2.polling, v4.websocket]))).to.deep.equal(
      new Set(['unknown']),
    );
  });

  it('leaves out what was taken out, and puts what was added at the end', () => {
    const state = { ...stateOf(EXAMPLES[0]), added: ['https://mine.example'], removed: ['null', null] };
    const origins = answerTo(state).grids[0]?.rows.map(({ origin }) => origin) ?? [];
    expect(origins).not.to.include('null');
    expect(origins).not.to.include(null);
    expect(origins[origins.length - 1]).to.equal('https://mine.example');
  });

  it('has one grid for each server', () => {
    const code =
      "const make = require('socket.io');\nmake(1, { origins: '*:*' });\nmake(2, { origins: [] });";
    const lines = answerTo(stateOf({ name: '', language: 'js', code })).grids.map(({ line }) => line);
    expect(lines).to.deep.equal([2, 3]);
  });
});
