import { expect } from 'chai';
import { type Finding, migrateSource } from '../../../src/codemod/index.js';
import { readFixtures } from '../../codemod/fixtures.js';
import { type Ask, allowsHeader, handshake, isAdmitted, mayRead, type Told } from './handshake.js';
import { type Generation, runProgram } from './run-program.js';

const ORIGINS = [
  ...['https://example.com', 'http://example.com', 'https://example.com:8443', 'https://sub.example.com'],
  ...[
    'https://example.com.evil.example',
    'https://evilexample.com',
    'https://ample.com',
    'https://evil.example',
  ],
  ...['http://localhost:3000', 'http://localhost', 'http://localhost:8080', 'http://calhost:3000'],
  ...['https://other.example', 'https://other.example:8443', 'capacitor://localhost', 'null'],
];
const REFERERS = [
  ...['https://example.com/page?x=1', 'https://evil.example/?https://example.com:443'],
  ...['https://example.com.evil.example/', 'http://localhost:3000/'],
];
// No question about Content-Type: v2 allowed it only with a session, and a handshake has none.
const HEADERS = ['authorization', 'x-custom', 'my-custom-header', 'x-never'];

/** The answers of a program to all questions. */
interface Answers {
  readonly admitted: ReadonlyMap<string, boolean>;
  /** Whether a page of an origin may read the response, and send a header. */
  readonly capabilities: ReadonlyMap<string, boolean>;
}

describe('migrated programs on v4, compared with the originals on v2', function () {
  this.timeout(30_000);
  before(() => {
    process.env.TEST_LIST = 'https://example.com:443,localhost:3000';
    process.env.TEST_STRING = 'https://example.com:443 http://localhost:*';
    process.env.TEST_ORIGIN = 'https://example.com';
    delete process.env.TEST_UNSET;
  });

  for (const semantics of ['documented', 'exact'] as const) {
    for (const { name, input, filename } of readFixtures('programs')) {
      it(`${name}, ${semantics}`, async () => {
        const { code, findings } = migrateSource(input, { filename, semantics });
        expect(findings.filter(({ action }) => action === 'manual')).to.deep.equal([]);
        const v2 = await answersOf(input, 'socket.io-2.5', 3);
        const v4 = await answersOf(code, 'socket.io', 4);
        const problems = [
          ...differences(v2.admitted, v4.admitted, findings),
          ...differences(v2.capabilities, v4.capabilities, findings),
        ];
        if (semantics === 'exact') expect([...v4.admitted]).to.deep.equal([...v2.admitted]);
        expect(problems, code).to.deep.equal([]);
      });
    }
  }
});

describe('a list of very many origins', () => {
  it('stays an array that both settings read, and allows on v4 what v2 allowed', async function () {
    this.timeout(30_000);
    const entries = Array.from({ length: 150 }, (_, index) => `'https://page-${index}.example:443'`);
    const list = [...entries, "'https://example.com:443'", "'localhost:*'"].join(',\n    ');
    const input = [
      "const server = require('http').createServer();",
      `const io = require('socket.io')(server, {\n  origins: [\n    ${list}\n  ]\n});`,
      'module.exports = { server, io };\n',
    ].join('\n');
    const { code, findings } = migrateSource(input, { filename: 'server.js', semantics: 'exact' });
    expect(code.match(/page-149\.example/g)).to.have.length(1);
    expect(code).to.include('origin: allowedOrigins').and.include('allowedOrigins.some(');
    const v2 = await answersOf(input, 'socket.io-2.5', 3);
    const v4 = await answersOf(code, 'socket.io', 4);
    expect([...v4.admitted]).to.deep.equal([...v2.admitted]);
    expect(differences(v2.capabilities, v4.capabilities, findings)).to.deep.equal([]);
  });
});

function differences(
  before: ReadonlyMap<string, boolean>,
  after: ReadonlyMap<string, boolean>,
  findings: readonly Finding[],
): string[] {
  const effects = new Set(
    findings.filter(({ code }) => code !== 'LEGACY_CLIENTS_NEED_ALLOW_EIO3').map(({ effect }) => effect),
  );
  return [...before].flatMap(([question, was]) => {
    const is = after.get(question);
    if (is === was || effects.has(is ? 'opens' : 'closes')) return [];
    return [`${question}: ${was} on v2, ${is} on v4, without a finding that says so`];
  });
}

async function answersOf(code: string, generation: Generation, eio: 3 | 4): Promise<Answers> {
  const program = await runProgram(code, generation);
  const ask = (question: Ask): Promise<Told> => handshake(program.port, eio, question);
  const admitted = new Map<string, boolean>();
  const capabilities = new Map<string, boolean>();
  try {
    const callers = [
      {},
      ...ORIGINS.map((origin) => ({ origin })),
      ...REFERERS.map((referer) => ({ referer })),
      { origin: 'https://evil.example', referer: 'https://example.com/' },
    ];
    for (const headers of callers) {
      for (const kind of ['polling', 'websocket'] as const) {
        const told = await ask({ kind, headers: headers as Record<string, string> });
        admitted.set(`${kind} ${JSON.stringify(headers)}`, isAdmitted(told));
      }
    }
    for (const origin of ORIGINS) {
      const actual = await ask({ kind: 'polling', headers: { origin } });
      for (const credentials of [true, false]) {
        const reads = isAdmitted(actual) && mayRead(actual, origin, credentials);
        capabilities.set(`${origin} reads, credentials ${credentials}`, reads);
      }
      for (const header of HEADERS) {
        const asked = {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': header,
        };
        const preflight = await ask({ kind: 'preflight', headers: asked });
        for (const credentials of [true, false]) {
          const sends =
            isAdmitted(actual) &&
            mayRead(actual, origin, credentials) &&
            allowsHeader(preflight, origin, credentials, header);
          capabilities.set(`${origin} sends ${header}, credentials ${credentials}`, sends);
        }
      }
    }
  } finally {
    await program.close();
  }
  return { admitted, capabilities };
}
