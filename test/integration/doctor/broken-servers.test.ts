import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { diagnose } from '../../../src/doctor/diagnose.js';
import { probe } from '../../../src/doctor/probe.js';
import { runDoctor } from '../../../src/doctor/run.js';
import { survey } from '../../../src/doctor/survey.js';
import { fakeEngine, OPEN, webSocketThat } from '../../doctor/fake-engine.js';
import { type Listening, raw } from './servers.js';
import { tcp } from './tcp-server.js';

const ORIGIN = 'https://a.com';
const QUICK = { origins: [ORIGIN], timeout: 250 };

/** Answers every request with these bytes, then closes. */
const says = (bytes: string | Buffer) => (socket: Socket) =>
  socket.once('data', () => socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes));

const drip = (socket: Socket) => {
  const timer = setInterval(() => socket.write('X'), 20);
  socket.write('HTTP/1.1 200 OK\r\nX-');
  socket.once('close', () => clearInterval(timer));
};

const allow = `Access-Control-Allow-Origin: ${ORIGIN}\r\nAccess-Control-Allow-Credentials: true\r\n`;

const table: readonly [desc: string, start: () => Promise<Listening>, code: string][] = [
  ['takes connections and says nothing', () => tcp(() => {}), 'NO_HTTP_RESPONSE'],
  ['closes at once', () => tcp((socket) => socket.destroy()), 'NO_HTTP_RESPONSE'],
  ['resets at once', () => tcp((socket) => socket.resetAndDestroy()), 'NO_HTTP_RESPONSE'],
  ['closes its half at once', () => tcp((socket) => socket.end()), 'NO_HTTP_RESPONSE'],
  ['is no HTTP server', () => tcp(says('SSH-2.0-OpenSSH_9.2\r\n')), 'NO_HTTP_RESPONSE'],
  ['sends headers for ever', () => tcp(drip), 'NO_HTTP_RESPONSE'],
  [
    'sends too many headers',
    () => tcp(says(`HTTP/1.1 200 OK\r\n${'X-A: bcdefghi\r\n'.repeat(50_000)}\r\n`)),
    'NO_HTTP_RESPONSE',
  ],
  ['breaks off in the headers', () => tcp(says('HTTP/1.1 200 OK\r\nContent-Le')), 'NO_HTTP_RESPONSE'],
  ['sends a body for ever', () => raw((_, response) => endless(response)), 'NOT_SOCKET_IO'],
  [
    'breaks off in the body',
    () => tcp(says(`HTTP/1.1 200 OK\r\n${allow}Content-Length: 999\r\n\r\n${OPEN}`)),
    'CORSDidNotSucceed',
  ],
  [
    'never ends the body',
    () => tcp((socket) => socket.write(`HTTP/1.1 200 OK\r\n${allow}Content-Length: 999\r\n\r\n${OPEN}`)),
    'CORSDidNotSucceed',
  ],
  [
    'never ends the body behind a session',
    () => tcp((socket) => socket.write(`HTTP/1.1 200 OK\r\n${allow}\r\n${OPEN}${' '.repeat(40_000)}`)),
    'CORSDidNotSucceed',
  ],
  [
    'sends what is not quite HTTP',
    () => tcp(says(`HTTP/1.1 200 OK\r\nwhat\r\n\r\n${OPEN}`)),
    'NO_HTTP_RESPONSE',
  ],
  ['sends a status that does not exist', () => tcp(says('HTTP/1.1 999 What\r\n\r\n')), 'NOT_SOCKET_IO'],
  [
    'switches protocols unasked',
    () => tcp(says('HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')),
    'NOT_SOCKET_IO',
  ],
  [
    'redirects in a circle',
    () => raw((request, response) => response.writeHead(302, { Location: request.url ?? '' }).end()),
    'CORSExternalRedirectNotAllowed',
  ],
  [
    'answers with bytes',
    () => raw((_, response) => response.end(Buffer.from([0, 255, 1, 2, 0x1b, 0x5b]))),
    'NOT_SOCKET_IO',
  ],
  [
    'gives out a session id that is not text',
    () => raw(fakeEngine({ body: '0{"sid":"\\ud800\\u0000\\r\\n"}' })),
    'CORSMissingAllowOrigin',
  ],
  [
    'sets cookies that cannot be sent back',
    () =>
      tcp(
        says(
          `HTTP/1.1 200 OK\r\nSet-Cookie: a=\x01\xe9\r\nSet-Cookie:\r\nSet-Cookie: b=\xe9;\r\n\r\n${OPEN}`,
        ),
      ),
    'CORSMissingAllowOrigin',
  ],
];

function endless(response: {
  write(text: string): boolean;
  once(event: string, listener: () => void): unknown;
}): void {
  const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
  response.once('close', () => clearInterval(timer));
}

describe('probe, on a server that', () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });

  for (const [desc, start, code] of table) {
    it(`${desc}, says ${code}, in time`, async () => {
      listening = await start();
      const began = Date.now();
      const observations = await probe(listening.url, QUICK);
      expect(diagnose(observations).map((diagnosis) => diagnosis.code)).to.include(code);
      expect(Date.now() - began).to.be.lessThan(4000);
    });
  }

  for (const [desc, accept] of [
    ['never ends a WebSocket that no browser accepts', 'wrong'],
    ['never ends a WebSocket, and says nothing on it', undefined],
  ] as const) {
    it(`${desc}, is left all the same`, async () => {
      const greet = webSocketThat(Buffer.alloc(0), accept);
      listening = await raw(fakeEngine({}), (request, socket) => {
        greet(request, socket);
        // It does notice that the other side has gone.
        socket.resume().once('end', () => socket.end());
      });
      const { server } = listening;
      const codes = diagnose(await probe(listening.url, QUICK)).map(({ code }) => code);
      expect(codes).to.include('WEBSOCKET_FAILED');
      const connections = () =>
        new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
      for (let patience = 100; patience > 0 && (await connections()) > 0; patience -= 1)
        await new Promise((wait) => setTimeout(wait, 10));
      expect(await connections()).to.equal(0);
    });
  }

  const empty = Buffer.from([0x00, 0x00]);
  const sockets: readonly [desc: string, begin: Buffer, more: Buffer | undefined][] = [
    [
      'a megabyte of empty fragments',
      Buffer.concat([Buffer.from([0x01, 0x00]), Buffer.alloc(1024 * 1024)]),
      undefined,
    ],
    ['empty fragments for ever', Buffer.from([0x01, 0x00]), Buffer.concat(Array(4096).fill(empty))],
    ['pings for ever', Buffer.from([0x89, 0x00]), Buffer.from([0x89, 0x00])],
    [
      'one message that never ends',
      Buffer.from([0x81, 127, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]),
      Buffer.alloc(65_536),
    ],
    ['a frame a byte at a time', Buffer.from([0x81]), Buffer.from([0x7e])],
  ];
  for (const [desc, begin, more] of sockets) {
    it(`sends ${desc} over WebSocket, says WEBSOCKET_FAILED and ends`, async () => {
      const greet = webSocketThat(begin);
      listening = await raw(fakeEngine({}), (request, socket) => {
        greet(request, socket);
        const timer = setInterval(() => more !== undefined && socket.writable && socket.write(more), 5);
        socket.on('error', () => {}).once('close', () => clearInterval(timer));
      });
      const codes = diagnose(await probe(listening.url, QUICK)).map(({ code }) => code);
      expect(codes).to.include('WEBSOCKET_FAILED');
    });
  }

  it('is silent at that path and answers at another, says NO_HTTP_RESPONSE', async () => {
    listening = await raw((request, response) => {
      if (!request.url?.startsWith('/socket.io/')) response.writeHead(404).end('no');
    });
    const { stdout, exitCode } = await runDoctor({ ...QUICK, url: listening.url, format: 'json' });
    const { reachable, diagnoses } = JSON.parse(stdout);
    expect(diagnoses.map(({ code }: { code: string }) => code)).to.deep.equal(['NO_HTTP_RESPONSE']);
    expect([reachable, exitCode]).to.deep.equal([false, 3]);
  });

  it('does not exist, says NOT_REACHABLE', async () => {
    listening = await tcp(() => {});
    const { url } = listening;
    await listening.close();
    const { stdout, exitCode } = await runDoctor({ ...QUICK, url, format: 'json' });
    expect(exitCode).to.equal(3);
    const report = JSON.parse(stdout);
    expect([report.reachable, report.results, report.diagnoses.length]).to.deep.equal([false, [], 1]);
    expect(report.diagnoses[0].message).to.include('ECONNREFUSED');
  });

  it('answers with any bytes for headers, never throws', async () => {
    let bytes = Buffer.alloc(0);
    listening = await tcp((socket) => {
      socket.once('data', () => {
        const head = Buffer.from('HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ');
        socket.end(Buffer.concat([head, bytes, Buffer.from('\r\nContent-Length: 0\r\n\r\n')]));
      });
    });
    const { url } = listening;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (random) => {
        bytes = Buffer.from(random);
        const { stdout } = await runDoctor({ ...QUICK, url });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
        expect(stdout).not.to.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('probe, over TLS,', () => {
  let server: Server | undefined;
  let url = '';
  let cert = '';
  let folder = '';
  const passwords: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doctor-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = [
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-days',
      '2',
    ];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
    execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, ...subject], { stdio: 'ignore' });
    cert = readFileSync(certFile, 'utf8');
    const tls = createTlsServer(
      { key: readFileSync(keyFile), cert },
      fakeEngine({ headers: { 'Access-Control-Allow-Origin': '*' } }),
    );
    tls.on('request', ({ headers }) => {
      if (headers.authorization !== undefined) passwords.push(headers.authorization);
    });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(tls.address() as AddressInfo).port}`;
    server = tls;
  });
  after(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('asks a server whose certificate is in the option ca', async () => {
    const observations = await probe(url, { ...QUICK, credentials: false, ca: cert });
    expect(
      survey(observations).rows.find(({ request }) => request === 'polling-get')?.judgement.verdict,
    ).to.equal('allowed');
  });

  it('says TLS_FAILED if the certificate is not trusted, like browsers', async () => {
    const codes = diagnose(await probe(url, QUICK)).map(({ code }) => code);
    expect(codes).to.deep.equal(['TLS_FAILED']);
  });

  it('says TLS_FAILED if the port speaks plain HTTP', async () => {
    const plain = await raw((_, response) => response.end());
    const codes = diagnose(await probe(plain.url.replace('http:', 'https:'), QUICK)).map(({ code }) => code);
    await plain.close();
    expect(codes).to.deep.equal(['TLS_FAILED']);
  });

  it('says PLAIN_HTTP_TO_TLS_PORT if the URL is one of plain HTTP, and sends no password there', async () => {
    const asked = url.replace('https://', 'http://me:secret@');
    const found = diagnose(await probe(asked, QUICK));
    expect(found.map(({ code }) => code)).to.deep.equal(['PLAIN_HTTP_TO_TLS_PORT']);
    expect(found[0]?.remedy).to.include(`${url}/socket.io/`).and.not.include('secret');
    expect(passwords).to.deep.equal([]);
  });

  it('says PLAIN_HTTP_TO_TLS_PORT if the port answers in plain HTTP that it wants TLS', async () => {
    const { port } = new URL(url);
    // Like nginx: one port, and a page for those who forget the s.
    const both = await tcp((socket) => {
      socket.once('data', (first) => {
        if (first[0] !== 0x16) {
          const body = '<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>';
          socket.end(
            `HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          );
          return;
        }
        const behind = connect(Number(port), '127.0.0.1');
        behind.on('error', () => socket.destroy()).write(first);
        socket.pipe(behind).pipe(socket);
      });
    });
    const codes = diagnose(await probe(both.url, QUICK)).map(({ code }) => code);
    await both.close();
    expect(codes).to.include('PLAIN_HTTP_TO_TLS_PORT').and.not.include('NOT_SOCKET_IO');
  });
});
