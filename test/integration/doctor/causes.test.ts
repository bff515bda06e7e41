import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import type { ProbeOptions } from '../../../src/doctor/options.js';
import { probe } from '../../../src/doctor/probe.js';
import { runDoctor } from '../../../src/doctor/run.js';
import { type BalancerOptions, balancer } from './balancer.js';
import { type Listening, raw, type V2Release, v2, v4 } from './servers.js';

const PAGE = 'https://a.com';
type Callback = (error: null, ok: boolean) => void;
type Incoming = { readonly headers: Readonly<Record<string, string | undefined>>; readonly url: string };

const LISTED = 'https://app.example.com';
const cors = { origin: [PAGE], credentials: true };
const guard = ({ headers }: Incoming, callback: Callback) =>
  callback(null, `${headers.origin ?? headers.referer}/`.startsWith(`${PAGE}/`));
const wantsToken = ({ url }: Incoming, callback: Callback) => callback(null, url.includes('token=a'));

let listening: Listening | undefined;
const codesOf = async (
  started: Promise<Listening>,
  options: ProbeOptions = { origins: [PAGE] },
  path = '',
) => {
  listening = await started;
  return diagnose(await probe(listening.url + path, options));
};
const dangers = (found: Awaited<ReturnType<typeof codesOf>>) =>
  found.filter(({ severity }) => severity === 'danger').map(({ code }) => code);

/** A proxy with one node behind it. */
const behind = (node: Promise<Listening>, options: BalancerOptions) =>
  node.then((started) => balancer([started], () => 0, options));

describe('the doctor names the cause on real servers:', () => {
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });

  const spellings: readonly [listed: string, asked: string][] = [
    ['https://example.com/', 'https://example.com'],
    ['https://example.com:443', 'https://example.com'],
    ['http://example.com:80', 'http://example.com'],
    ['https://Example.com', 'https://example.com'],
    ['https://EXAMPLE.COM', 'https://example.com'],
    ['HTTPS://EXAMPLE.COM', 'https://example.com'],
    ['http://example.com', 'https://example.com'],
    ['https://www.example.com', 'https://example.com'],
    ['https://example.com', 'https://www.example.com'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['localhost:3000', 'http://localhost:3000'],
    ['*', 'https://example.com'],
    ['http://localhost:3000', 'http://127.0.0.1:3000'],
    ['http://localhost', 'http://localhost:5173'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost', 'capacitor://localhost'],
    ['file://', 'null'],
  ];
  for (const [listed, asked] of spellings) {
    it(`ORIGIN_NEAR_MISS if v4 lists "${listed}", and ${asked} asks`, async () => {
      const found = await codesOf(v4({ cors: { origin: [listed], credentials: true } }), {
        origins: [asked],
      });
      const miss = found.find(({ code }) => code === 'ORIGIN_NEAR_MISS');
      expect(miss?.message).to.include(`allows "${listed}"`).and.include(`"${asked}"`);
    });
  }

  it('no near miss if the list has another page, or reflects any', async () => {
    const other = await codesOf(v4({ cors: { origin: ['https://other.example'], credentials: true } }));
    expect(dangers(other)).not.to.include('ORIGIN_NEAR_MISS');
    await listening?.close();
    const any = await codesOf(v4({ cors: { origin: true }, allowRequest: guard }));
    expect(dangers(any)).not.to.include('ORIGIN_NEAR_MISS');
    await listening?.close();
    const wildcard = await codesOf(v4({ cors: { origin: '*' } }));
    expect(dangers(wildcard)).to.include('CORSNotSupportingCredentials').and.not.include('ORIGIN_NEAR_MISS');
  });

  for (const release of ['socket.io-2.0', 'socket.io-2.5'] as const) {
    it(`ORIGIN_NEAR_MISS if ${release} lists the other scheme or www`, async () => {
      const entries =
        release === 'socket.io-2.0'
          ? ['a.com:80', 'www.a.com:443']
          : ['http://a.com:80', 'https://www.a.com:443'];
      const found = await codesOf(v2({ origins: entries }, release));
      const miss = found.find(({ code }) => code === 'ORIGIN_NEAR_MISS');
      expect(miss?.message).to.include('"http://a.com" and "https://www.a.com"');
    });
  }

  const part = (isMatch: (origin: string) => boolean) => ({
    allowRequest: ({ headers: { origin, referer = '' } }: Incoming, callback: Callback) =>
      callback(null, isMatch(origin ?? referer.replace(/\/$/, ''))),
  });
  const sloppy: readonly [desc: string, start: () => Promise<Listening>, admitted: string][] = [
    [
      'v4 has a pattern without ^',
      () => v4({ cors: { origin: /example\.com$/, credentials: true } }),
      'https://evilexample.com',
    ],
    [
      'v4 has a pattern with an unescaped dot',
      () => v4({ cors: { origin: /^https:\/\/app.example\.com$/, credentials: true } }),
      'https://appxexample.com',
    ],
    [
      'allowRequest compares the beginning',
      () =>
        v4({ cors: { origin: LISTED, credentials: true }, ...part((origin) => origin.startsWith(LISTED)) }),
      `${LISTED}.evil.example`,
    ],
    [
      'allowRequest compares the end, and polling is off',
      () => v4({ transports: ['websocket'], ...part((origin) => origin.endsWith('example.com')) }),
      'https://evilexample.com',
    ],
    [
      'v2 has a string',
      () => v2({ origins: 'https://example.com:443 app.example.com:443' }),
      'https://xample.com',
    ],
    [
      'v2.0 has a string',
      () => v2({ origins: 'example.com:443,app.example.com:443' }, 'socket.io-2.0'),
      'https://xample.com',
    ],
  ];
  for (const [desc, start, admitted] of sloppy) {
    it(`LOOK_ALIKE_ORIGIN_ADMITTED if ${desc}`, async () => {
      const found = await codesOf(start(), { origins: [LISTED] });
      const alike = found.find(({ code }) => code === 'LOOK_ALIKE_ORIGIN_ADMITTED');
      expect(alike?.message).to.include(admitted);
    });
  }

  it('no look-alike if whole origins are compared, or if strangers are allowed as well', async () => {
    for (const start of [
      () => v4({ cors: { origin: /^https:\/\/(?:.+\.)?example\.com$/, credentials: true } }),
      () => v4({ cors: { origin: true, credentials: true } }),
      () => v2({ origins: ['https://app.example.com:443'] }),
    ]) {
      const found = await codesOf(start(), { origins: [LISTED] });
      expect(dangers(found)).not.to.include('LOOK_ALIKE_ORIGIN_ADMITTED');
      await listening?.close();
    }
  });

  it('OWN_PAGE_WITHOUT_REFERER if Helmet keeps the Referer of the own page back', async () => {
    const own = async (policy: string, options: object, release: V2Release | undefined) => {
      const started = await (release === undefined ? v4(options) : v2(options, release));
      started.server.on('request', ({ url }: IncomingMessage, response: ServerResponse) => {
        if (url?.startsWith('/?') || url === '/')
          response.writeHead(200, { 'Referrer-Policy': policy }).end('<h1>chat</h1>');
      });
      return started;
    };
    const ownGuard = ({ headers }: Incoming, callback: Callback) =>
      callback(null, (headers.origin ?? headers.referer ?? '').startsWith('http://127.0.0.1'));
    const servers = [
      [{ origins: ['127.0.0.1:*'] }, 'socket.io-2.5'],
      [{ allowRequest: ownGuard }, undefined],
    ] as const;
    for (const [options, release] of servers) {
      const helmet = await codesOf(own('no-referrer', options, release), {});
      expect(dangers(helmet)).to.deep.equal(['OWN_PAGE_WITHOUT_REFERER']);
      await listening?.close();
      const usual = await codesOf(own('no-referrer, strict-origin-when-cross-origin', options, release), {});
      expect(dangers(usual)).to.deep.equal([]);
      await listening?.close();
    }
  });

  it('REFUSED_WHATEVER_ORIGIN if cors lists the page, and the check wants a token', async () => {
    const options = { cors, allowRequest: wantsToken };
    expect(dangers(await codesOf(v4(options)))).to.deep.equal(['REFUSED_WHATEVER_ORIGIN']);
    await listening?.close();
    const withToken = await codesOf(v4(options), { origins: [PAGE] }, '/?token=a');
    expect(dangers(withToken)).not.to.include('REFUSED_WHATEVER_ORIGIN');
  });

  it('HANDSHAKE_REFUSED names every cause that the answers leave possible', async () => {
    const open = await codesOf(v4({ cors: { origin: true, credentials: true }, allowRequest: wantsToken }));
    expect(dangers(open)).to.deep.equal(['HANDSHAKE_REFUSED']);
    const said = open.find(({ code }) => code === 'HANDSHAKE_REFUSED')?.message;
    expect(said).to.include('token').and.include('proxy');
    await listening?.close();
    const byOrigin = await codesOf(v2({ origins: ['https://a.com:443'] }), {
      origins: [PAGE, 'https://b.com'],
    });
    const clear = byOrigin.find(({ code }) => code === 'HANDSHAKE_REFUSED');
    expect(clear?.message).to.include('decides by origin').and.not.include('token');
    expect(clear?.remedy).to.include('"https://a.com:443"').and.include('"https://b.com:443"');
  });

  it('HANDSHAKE_REFUSED says what WebSockets of a page do not carry, if the check wants it', async () => {
    const byReferer = ({ headers }: Incoming, callback: Callback) =>
      callback(null, headers.referer === `${PAGE}/`);
    const byHeader = ({ headers }: Incoming, callback: Callback) =>
      callback(null, headers['x-token'] === '1');
    for (const allowRequest of [byReferer, byHeader]) {
      const asked = { origins: [PAGE], headers: ['x-token: 1'] };
      const found = await codesOf(v4({ cors, allowRequest }), asked);
      const refused = found.find(({ code }) => code === 'HANDSHAKE_REFUSED');
      expect(refused?.message).to.include('over polling').and.include('extraHeaders');
      expect(refused?.message).not.to.include('decides by origin');
      await listening?.close();
    }
  });

  it('no cause if the check reads what browsers tell about a request', async () => {
    const sameSite = ({ headers }: Incoming, callback: Callback) =>
      callback(null, headers.upgrade !== undefined || headers['sec-fetch-site'] === 'same-site');
    const site = 'http://127.0.0.1:1';
    const found = await codesOf(v4({ cors: { origin: site, credentials: true }, allowRequest: sameSite }), {
      origins: [site],
    });
    expect(dangers(found)).to.deep.equal(['WEBSOCKET_OPEN_TO_ANY_ORIGIN']);
  });

  const drops = ({ headers }: IncomingMessage) => delete headers.origin;
  const dropsBoth = ({ headers }: IncomingMessage) => delete headers.origin && delete headers.referer;
  const rewrites = (request: IncomingMessage) => {
    if (request.headers.origin !== undefined) request.headers.origin = 'http://10.0.0.1';
  };
  const releases: readonly V2Release[] = [
    'socket.io-2.0',
    'socket.io-2.1',
    'socket.io-2.3',
    'socket.io-2.4.0',
    'socket.io-2.5',
  ];
  for (const release of releases) {
    for (const [desc, rewrite] of [
      ['drops Origin', drops],
      ['drops Origin and Referer', dropsBoth],
      ['rewrites Origin', rewrites],
    ] as const) {
      it(`ORIGIN_NOT_PASSED_ON if a proxy ${desc}, before ${release}`, async () => {
        const origins = [PAGE, 'https://a.com:443', 'a.com:443'];
        const found = await codesOf(behind(v2({ origins }, release), { rewrite }));
        expect(dangers(found)).to.include('ORIGIN_NOT_PASSED_ON').and.not.include('HANDSHAKE_REFUSED');
        expect(found.map(({ code }) => code)).to.include('EIO4_UNSUPPORTED');
        // No setting of the server is prescribed.
        const remedies = found.map(({ remedy }) => remedy).join('\n');
        expect(remedies).not.to.match(/origins: \[|cors: \{|handlePreflightRequest/);
      });
    }
  }

  it('HANDSHAKE_REFUSED with the proxy as a cause if it drops Origin before v4', async () => {
    const found = await codesOf(behind(v4({ cors, allowRequest: guard }), { rewrite: dropsBoth }));
    expect(found.find(({ code }) => code === 'HANDSHAKE_REFUSED')?.message).to.include(
      'a proxy drops the Origin',
    );
    await listening?.close();
    // Its Server header names it, so that its fix comes first.
    const nginx = { rewrite: dropsBoth, responseHeaders: () => ({ Server: 'nginx' }) };
    const named = await codesOf(behind(v4({ cors }), nginx));
    const remedy = named.find(({ code }) => code === 'CORSMissingAllowOrigin')?.remedy ?? '';
    expect(remedy.indexOf('proxy_set_header Origin')).to.be.within(0, remedy.indexOf('cors: {'));
  });

  it('ALLOW_ORIGIN_CHANGED_ON_THE_WAY if a proxy writes "*" over v4, CORSMissingAllowOrigin if v4 does not list it', async () => {
    const responseHeaders = () => ({ 'access-control-allow-origin': '*' });
    const changed = await codesOf(behind(v4({ cors, allowRequest: guard }), { responseHeaders }));
    expect(dangers(changed)).to.include('ALLOW_ORIGIN_CHANGED_ON_THE_WAY');
    await listening?.close();
    const unlisted = await codesOf(v4({ cors }), { origins: ['https://b.com'] });
    expect(dangers(unlisted)).to.include('CORSMissingAllowOrigin');
    expect(unlisted.find(({ code }) => code === 'CORSMissingAllowOrigin')?.message).to.include(
      'no entry equals',
    );
  });

  it('ORIGIN_NOT_PASSED_ON if a proxy drops only an Origin of null, before v2', async () => {
    const dropsNull = ({ headers }: IncomingMessage) => headers.origin === 'null' && delete headers.origin;
    const found = await codesOf(behind(v2({ origins: ['null:*'] }), { rewrite: dropsNull }), {
      origins: ['null'],
    });
    expect(dangers(found))
      .to.include('ORIGIN_NOT_PASSED_ON')
      .and.not.include('ALLOW_ORIGIN_CHANGED_ON_THE_WAY');
  });

  for (const [name, start] of [
    ['v2', () => v2({})],
    ['v4', () => v4({ cors })],
  ] as const) {
    it(`QUERY_NOT_PASSED_ON and exit code 1 if a proxy loses the query, before ${name}`, async () => {
      const rewrite = (request: IncomingMessage) => {
        request.url = request.url?.replace(/\?.*/, '') ?? '';
      };
      listening = await behind(start(), { rewrite });
      const { stdout, exitCode } = await runDoctor({ url: listening.url, origins: [PAGE], format: 'json' });
      const { diagnoses } = JSON.parse(stdout);
      expect(dangers(diagnoses)).to.deep.equal(['QUERY_NOT_PASSED_ON']);
      expect(exitCode).to.equal(1);
      const text = await runDoctor({ url: listening.url, origins: [PAGE] });
      expect(text.stdout).to.match(/^https:\/\/a\.com is blocked/);
    });

    it(`PATH_NOT_PASSED_ON if a proxy cuts the path off, before ${name}`, async () => {
      const rewrite = (request: IncomingMessage) => {
        request.url = request.url?.replace(/^\/socket\.io\//, '/') ?? '';
      };
      const started = start().then((node) => {
        node.server.on('request', ({ url }, response) => {
          if (!url?.startsWith('/socket.io/')) response.writeHead(404).end('Not here');
        });
        return node;
      });
      const found = dangers(await codesOf(behind(started, { rewrite })));
      expect(found).to.include('PATH_NOT_PASSED_ON').and.not.include.members(['WRONG_PATH']);
      expect(found).not.to.include('NOT_SOCKET_IO');
    });
  }

  for (const status of [502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530]) {
    it(`SERVER_BEHIND_PROXY_DOWN if a proxy says ${status}`, async () => {
      const found = await codesOf(
        raw((_, response) => response.writeHead(status, { Server: 'cloudflare' }).end()),
      );
      expect(dangers(found)).to.include('SERVER_BEHIND_PROXY_DOWN').and.not.include('NOT_SOCKET_IO');
    });
  }

  it('a user agent that begins like a browser, for firewalls that want one', async () => {
    const agents = new Set<string | undefined>();
    const started = v4({ cors }).then((node) => {
      node.server.prependListener('request', ({ headers }) => agents.add(headers['user-agent']));
      return node;
    });
    await codesOf(started);
    expect(agents.size).to.equal(1);
    expect([...agents][0]).to.match(/^Mozilla\/5\.0 .*Chrome\/.* socketio-cors-doctor$/);
  });
});
