import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';
import { translateCors } from '../../../src/index.js';
import type { Semantics } from '../../../src/origins/policy.js';
import { Server as DropIn } from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { mapLimited } from '../parity/map-limited.js';
import { loadModern } from '../parity/releases.js';
import { openPlace } from '../parity/scale/place.js';
import { runAt } from '../parity/scale/run-at.js';
import { type RunningServer, startLegacy } from '../parity/servers.js';

const LIST = ['https://example.com:443', 'http://localhost:3000', 'http://127.0.0.1:80', '::1:3000'];
const STRING = 'https://example.com:443 http://localhost:3000';

/** Headers as they go over the wire, after the request line and Host. */
type Lines = readonly string[];
const origin = (value: string): Lines => [`Origin: ${value}`];
const referer = (value: string): Lines => [`Referer: ${value}`];

/** Requests of an attacker, and whether the real v2 with LIST allows them. */
const ATTACKS: Readonly<Record<string, readonly Lines[]>> = {
  'suffixes and prefixes': [
    origin('https://example.com.evil.example'),
    origin('https://evilexample.com'),
    origin('https://evil.example.com'),
    origin('https://example.com.evil.example:443'),
    origin('https://example.comx'),
    origin('https://ample.com'),
    origin('https://xexample.com:443'),
    origin('https://example.co'),
    origin('http://localhost:30000'),
    origin('http://calhost:3000'),
    origin('http://localhost.evil.example:3000'),
  ],
  'user info': [
    origin('https://example.com@evil.example'),
    origin('https://example.com:443@evil.example'),
    origin('https://evil.example@example.com'),
    origin('https://user:pass@example.com'),
    origin('https://example.com%40evil.example'),
    referer('https://example.com@evil.example/'),
    referer('https://user:pass@example.com/'),
  ],
  ports: [
    origin('https://example.com:443'),
    origin('https://example.com:0443'),
    origin('https://example.com:4430'),
    origin('https://example.com:44'),
    origin('https://example.com:'),
    origin('https://example.com:443:443'),
    origin('https://example.com:443.'),
    origin('https://example.com:-443'),
    origin('https://example.com:4 43'),
    origin('http://example.com:443'),
    origin('http://127.0.0.1'),
    origin('http://127.0.0.1:80'),
    origin('http://127.0.0.1:00080'),
    origin('https://127.0.0.1:80'),
  ],
  'names in other alphabets': [
    origin('https://xn--exmple-4nf.com'),
    origin('https://ex\u00e4mple.com'),
    origin('https://xn--a'),
    origin('https://xn--example-.com'),
    origin('https://example.xn--'),
    origin('https://EXAMPLE.COM'),
    origin('https://Example.com'),
    origin('HTTPS://example.com'),
    // UTF-8 as the bytes of latin1: full-width letters, the ideographic full stop, a zero-width space, a long s.
    ...[
      '\uff45xample.com',
      'example\u3002com',
      'exam\u200bple.com',
      'localho\u017ft:3000',
      'example\u00ad.com',
    ].map((host) => origin(`https://${Buffer.from(host).toString('latin1')}`)),
  ],
  'forms of addresses': [
    origin('http://[::1]:3000'),
    origin('http://[0:0:0:0:0:0:0:1]:3000'),
    origin('http://[::0001]:3000'),
    origin('http://[::ffff:127.0.0.1]:3000'),
    origin('http://[::1%25lo]:3000'),
    origin('http://[::1:3000'),
    origin('http://::1:3000'),
    origin('http://0x7f.1'),
    origin('http://0x7f000001'),
    origin('http://2130706433'),
    origin('http://017700000001'),
    origin('http://127.1'),
    origin('http://127.0.0.1.'),
    origin('http://127.0.0.01'),
  ],
  'dots at the end': [
    origin('https://example.com.'),
    origin('https://example.com.:443'),
    origin('https://example.com..'),
    origin('https://.example.com'),
    origin('http://localhost.:3000'),
    referer('https://example.com./'),
  ],
  'no host, or no page': [
    origin('null'),
    origin('NULL'),
    origin('null, https://example.com'),
    origin('file://'),
    origin('file:///'),
    origin('file://example.com'),
    origin('about:blank'),
    origin('data:text/html,https://example.com:443'),
    origin('javascript://example.com:443'),
    origin('blob:https://example.com/x'),
    origin('filesystem:https://example.com/x'),
    origin('view-source:https://example.com'),
  ],
  'schemes of apps': [
    origin('chrome-extension://example.com'),
    origin('chrome-extension://example.com:443'),
    origin('moz-extension://localhost:3000'),
    origin('capacitor://localhost'),
    origin('capacitor://localhost:3000'),
    origin('ionic://localhost:3000'),
    origin('app://127.0.0.1'),
    origin('ws://example.com:443'),
    origin('wss://example.com'),
    origin('ftp://example.com:443'),
    origin('httpss://example.com:443'),
  ],
  escapes: [
    origin('https://example%2ecom'),
    origin('https://example.com%00.evil.example'),
    origin('https://example.com%2f.evil.example'),
    origin('https://%65xample.com'),
    origin('https%3A%2F%2Fexample.com'),
    referer('https://evil.example/%2e%2e/https://example.com:443'),
  ],
  'slashes and marks': [
    origin('https:\\\\example.com'),
    origin('https://evil.example\\@example.com'),
    origin('https://example.com\\@evil.example'),
    origin('https://evil.example\\.example.com'),
    origin('https:/example.com'),
    origin('https:example.com'),
    origin('https:///example.com'),
    origin('//example.com'),
    origin('https://evil.example#@example.com'),
    origin('https://evil.example?https://example.com:443'),
    origin('https://evil.example/https://example.com:443'),
    origin("https://evil.example'https://example.com"),
    origin('https://evil.example;https://example.com:443'),
    origin('https://example.com;evil.example'),
    origin('https://example.com|evil.example'),
    origin('https://example.com`evil.example'),
    origin('https://example.com{}'),
    origin('https://*'),
    origin('*:*'),
    origin('https://*:443'),
  ],
  'white space and control bytes': [
    origin('https://example.com\tevil.example'),
    origin('https://evil.example\thttps://example.com'),
    origin('https://example.com evil.example'),
    origin('https://evil.example https://example.com'),
    origin(' \t https://example.com \t '),
    origin('https://example.com\x00'),
    origin('https://example.com\x01.evil.example'),
    origin('https://example.com\x7f'),
    origin('https://exam\x0bple.com'),
    origin('https://example.com\x85'),
    origin('https://example.com\xa0'),
    origin('\xef\xbb\xbfhttps://example.com'),
  ],
  'headers sent again': [
    [...origin('https://evil.example'), ...origin('https://example.com')],
    [...origin('https://example.com'), ...origin('https://evil.example')],
    [...referer('https://evil.example/'), ...referer('https://example.com/')],
    [...referer('https://example.com/'), ...referer('https://evil.example/')],
    [...origin('https://evil.example'), ...referer('https://example.com/')],
    [...origin('null'), ...referer('https://example.com/')],
    [...origin(''), ...referer('https://example.com/')],
    [...origin(''), ...referer('https://evil.example/')],
    ['oRiGiN: https://evil.example', 'ORIGIN: https://example.com'],
    ['Origin:', 'Referer:'],
    ['Referrer: https://example.com/'],
    ['X-Forwarded-Host: example.com', 'Sec-WebSocket-Origin: https://example.com'],
    [' Origin: https://example.com'],
    ['Origin : https://example.com'],
    ['Host: example.com', ...origin('https://evil.example')],
    [...origin('https://evil.example'), ' https://example.com'],
  ],
  'great length': [
    origin(`https://${'a.'.repeat(100)}example.com`),
    origin(`https://${'a'.repeat(64)}.example.com`),
    origin(`https://${'a'.repeat(6000)}.example`),
    origin(`https://example.com:${'4'.repeat(5000)}`),
    origin(`https://example.com${'/'.repeat(5000)}`),
    origin(`${'https://example.com:443'.repeat(200)}`),
    referer(`https://example.com/${'a'.repeat(6000)}`),
    referer(`https://evil.example/${'https://example.com:443/'.repeat(200)}`),
    origin(`https://example.com${' '.repeat(5000)}x`),
    origin('['.repeat(5000)),
    origin(`https://${'@'.repeat(5000)}example.com`),
  ],
};

/** The servers that take the place of a v2 with some origins, and v2 itself. */
interface Attacked {
  readonly v2: RunningServer;
  /** `exact`: all answers are the same, except that migrated code refuses what no browser sends. */
  readonly exact: Readonly<Record<Successor, RunningServer>>;
  readonly documented: Readonly<Record<Successor, RunningServer>>;
}

type Successor = 'translated' | 'drop-in' | 'migrated';

async function startAll(origins: string | readonly string[]): Promise<Attacked> {
  const start = async (semantics: Semantics) => {
    const [translated, dropIn, migrated] = await Promise.all([openPlace(), openPlace(), openPlace()]);
    const options = { from: '2.5.1', to: '4.8.4', semantics } as const;
    const program = `require('socket.io')(require('http').createServer(), { origins: ${JSON.stringify(origins)} });`;
    const source = `const io = ${program}\nmodule.exports = { io };\n`;
    const { code, findings } = migrateSource(source, { filename: 'server.js', ...options });
    expect(findings.filter(({ action }) => action === 'manual')).to.deep.equal([]);
    const quiet = { serveClient: false };
    const v4 = loadModern('4.8');
    translated.occupy(
      new v4.Server(translated.httpServer, { ...translateCors({ origins }, options).options, ...quiet })
        .engine,
    );
    const corsCompat = { ...options, onWarning: () => undefined };
    runAt(dropIn, { code: source, environment: {} }, DropIn, { ...quiet, corsCompat });
    runAt(migrated, { code, environment: {} }, v4, quiet);
    return { translated, 'drop-in': dropIn, migrated };
  };
  const v2 = await startLegacy('2.5', { origins });
  return { v2, exact: await start('exact'), documented: await start('documented') };
}

const SUCCESSORS: readonly Successor[] = ['translated', 'drop-in', 'migrated'];

describe('an attacker of the matcher', function () {
  this.timeout(30_000);

  for (const [desc, configured] of [
    ['a list', LIST],
    ['a string', STRING],
  ] as const) {
    describe(`with ${desc} of origins`, () => {
      let servers: Attacked;
      before(async () => {
        servers = await startAll(configured);
      });
      after(async () => {
        const { v2, exact, documented } = servers;
        await Promise.all(
          [v2, ...Object.values(exact), ...Object.values(documented)].map((one) => one.close()),
        );
      });

      for (const [trick, attacks] of Object.entries(ATTACKS)) {
        for (const transport of ['polling', 'websocket'] as const) {
          it(`gets no further than on v2 by ${trick}, over ${transport}`, async () => {
            const told = await mapLimited(attacks, 4, async (lines) => {
              const { admitted } = await sendRaw(servers.v2, lines, transport, 3);
              const on = (server: RunningServer) => sendRaw(server, lines, transport);
              for (const successor of SUCCESSORS) {
                const about = `${successor}, ${show(lines)}`;
                const [same, after] = await Promise.all([
                  on(servers.exact[successor]),
                  on(servers.documented[successor]),
                ]);
                if (successor !== 'migrated') expect(same.admitted, `exact, ${about}`).to.equal(admitted);
                if (!admitted) {
                  expect(same.admitted, `exact, ${about}`).to.equal(false);
                  expect(after.admitted, `documented, ${about}`).to.equal(false);
                }
                // A refusal must not be readable either.
                if (!after.admitted) expect(after.allowed, about).to.equal(undefined);
              }
              return admitted;
            });
            expect(told).to.have.length(attacks.length);
          });
        }
      }

      it('finds the servers alive, and its friends let in', async () => {
        const { exact, documented } = servers;
        for (const server of [...Object.values(exact), ...Object.values(documented)]) {
          for (const kind of ['polling', 'websocket'] as const) {
            const answer = await ask(server, { kind, eio: 4, origin: 'https://example.com' });
            expect(answer.admitted).to.equal(true);
          }
        }
      });
    });
  }

  it('is refused by v2 in most of this, and let in by some: the table tells the two apart', async () => {
    const server = await startLegacy('2.5', { origins: LIST });
    try {
      const answers = await mapLimited(Object.values(ATTACKS).flat(), 4, (lines) =>
        sendRaw(server, lines, 'polling', 3),
      );
      const admitted = answers.filter((answer) => answer.admitted).length;
      expect(admitted).to.be.within(15, answers.length / 2);
    } finally {
      await server.close();
    }
  });

  it('cannot choose a regular expression, because none is made from a request', () => {
    // `RegExp` is called when settings are read, never when a request is decided.
    const makers = readdirSync(new URL('../../../src/origins', import.meta.url))
      .map(
        (name) =>
          [name, readFileSync(new URL(`../../../src/origins/${name}`, import.meta.url), 'utf8')] as const,
      )
      .filter(([, code]) => /RegExp\(|\.match\(|\.search\(/.test(code));
    expect(makers.map(([name]) => name)).to.deep.equal([]);
  });

  it('needs steps in proportion to the length of its input, in any pattern', () => {
    // Each pattern that a header is matched with gets, for each of its repeated parts, a long text that repeats it.
    const { options } = translateCors({
      origins: ['example.com:*', '*:80', '*:443', '*:3000', 'localhost:3000'],
    });
    const { origin: matchers } = options.cors as { origin: readonly (string | RegExp)[] };
    const patterns = matchers.filter((matcher) => matcher instanceof RegExp);
    expect(patterns).to.have.length(5);
    for (const { source } of patterns) {
      // A repeated part is never followed by, or inside, another repetition of the same letters.
      expect(source).not.to.match(/[+*]\)[+*]|[+*]\)\{|\.\*/);
    }
  });
});

interface Told {
  readonly admitted: boolean;
  /** `Access-Control-Allow-Origin`. */
  readonly allowed: string | undefined;
}

const UPGRADE: Lines = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Sends a handshake with headers that no client library would send. */
function sendRaw(
  server: RunningServer,
  lines: Lines,
  transport: 'polling' | 'websocket',
  eio: 3 | 4 = 4,
): Promise<Told> {
  const head = [
    `GET /socket.io/?EIO=${eio}&transport=${transport} HTTP/1.1`,
    'Host: x',
    ...(transport === 'websocket' ? UPGRADE : ['Connection: close']),
    ...lines,
    '',
    '',
  ].join('\r\n');
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(head, 'latin1'));
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      // An open WebSocket stays open, and nothing follows a refusal.
      if (transport === 'websocket' && (/"sid":/.test(answer) || /^HTTP\/1.1 [45]/.test(answer)))
        socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () =>
      resolve({
        admitted: /"sid":/.test(answer),
        allowed: /^access-control-allow-origin: (.*?)\r$/im.exec(answer)?.[1],
      }),
    );
  });
}

function show(lines: Lines): string {
  return JSON.stringify(lines.map((line) => line.slice(0, 120)));
}
