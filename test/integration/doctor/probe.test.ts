import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import type { Observation } from '../../../src/doctor/observation.js';
import type { ProbeOptions } from '../../../src/doctor/options.js';
import { probe } from '../../../src/doctor/probe.js';
import { doctorReport } from '../../../src/doctor/run.js';
import { protocolsOf, survey } from '../../../src/doctor/survey.js';
import { engine, type Listening, raw, sessionsLeft, v2, v4 } from './servers.js';

const ORIGIN = 'https://a.com';
const cors = { origin: [ORIGIN], credentials: true };

/** One letter for each of polling GET, polling POST, preflight, WebSocket: `A` allowed, `b` blocked. */
const verdicts = (observations: readonly Observation[]): Record<string, string> => {
  const words: Record<string, string> = {};
  for (const { role, request, verdict } of doctorReport(survey(observations), []).results) {
    if (request === 'jsonp') continue;
    words[role] = (words[role] ?? '') + (verdict === 'allowed' ? 'A' : 'b');
  }
  return words;
};

interface Row {
  readonly desc: string;
  readonly start: () => Promise<Listening>;
  readonly options?: ProbeOptions;
  readonly protocols: { readonly eio3: boolean; readonly eio4: boolean };
  /** For the asked origin, a foreign one, and `null`. */
  readonly asked: string;
  readonly foreign: string;
  readonly null: string;
}

const eio4 = { eio3: false, eio4: true };
const eio3 = { eio3: true, eio4: false };
const both = { eio3: true, eio4: true };
type Callback = (error: unknown, success: boolean) => void;
const refuseAll = (_: unknown, callback: Callback) => callback(null, false);

const table: readonly Row[] = [
  {
    desc: 'v4 without cors',
    start: () => v4({}),
    protocols: eio4,
    asked: 'bbbA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4 with an allow-list',
    start: () => v4({ cors }),
    protocols: eio4,
    asked: 'AAAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4 with allowEIO3',
    start: () => v4({ cors, allowEIO3: true }),
    protocols: both,
    asked: 'AAAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4.0.0 with an allow-list',
    start: () => v4({ cors }, 'socket.io-4.0'),
    protocols: eio4,
    asked: 'AAAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4.0.0, WebSocket only',
    start: () => v4({ cors, transports: ['websocket'] }, 'socket.io-4.0'),
    options: { timeout: 300 },
    protocols: eio4,
    asked: 'bbAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4, WebSocket only',
    start: () => v4({ cors, transports: ['websocket'] }),
    protocols: eio4,
    asked: 'bbAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4, WebSocket only, with allowEIO3',
    start: () => v4({ cors, transports: ['websocket'], allowEIO3: true }),
    protocols: both,
    asked: 'bbAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v4, polling only',
    start: () => v4({ cors, transports: ['polling'] }),
    protocols: eio4,
    asked: 'AAAb',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v4 that refuses every handshake',
    start: () => v4({ cors, allowRequest: refuseAll }),
    protocols: eio4,
    asked: 'bbAb',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v4 without cors that refuses every handshake',
    start: () => v4({ allowRequest: refuseAll }),
    protocols: eio4,
    asked: 'bbbb',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v4 at another path',
    start: () => v4({ cors, path: '/ws' }),
    options: { path: '/ws' },
    protocols: eio4,
    asked: 'AAAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'Engine.IO 6 alone',
    start: () => engine({ cors }),
    options: { path: '/engine.io' },
    protocols: eio4,
    asked: 'AAAA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'Engine.IO 3 alone',
    start: () => engine({}, 'engine.io-3'),
    options: { path: '/engine.io' },
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'AAbA',
    null: 'AAbA',
  },
  {
    desc: 'v2 as it comes',
    start: () => v2({}),
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'AAbA',
    null: 'AAbA',
  },
  {
    desc: 'v2 with a list',
    start: () => v2({ origins: [`${ORIGIN}:443`] }),
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v2 with the list of its docs',
    start: () => v2({ origins: [ORIGIN] }),
    protocols: eio3,
    asked: 'bbbb',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v2, WebSocket only',
    start: () => v2({ transports: ['websocket'] }),
    protocols: eio3,
    asked: 'bbbA',
    foreign: 'bbbA',
    null: 'bbbA',
  },
  {
    desc: 'v2.4.0 with the list of its docs',
    start: () => v2({ origins: [ORIGIN] }, 'socket.io-2.4.0'),
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v2.3 as it comes',
    start: () => v2({}, 'socket.io-2.3'),
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'AAbA',
    null: 'AAbA',
  },
  {
    desc: 'v2.1 with *:80',
    start: () => v2({ origins: ['*:80'] }, 'socket.io-2.1'),
    protocols: eio3,
    asked: 'bbbb',
    foreign: 'AAbA',
    null: 'AAbA',
  },
  {
    desc: 'v2.0 with a list',
    start: () => v2({ origins: ['a.com:443'] }, 'socket.io-2.0'),
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'bbbb',
    null: 'bbbb',
  },
  {
    desc: 'v1.4 as it comes',
    start: () => v2({}, 'socket.io-1.4'),
    protocols: eio3,
    asked: 'AAbA',
    foreign: 'AAbA',
    null: 'AAbA',
  },
];

describe('probe, on real servers', () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });

  for (const { desc, start, options, protocols, asked, foreign, null: nobody } of table) {
    it(`sees what pages get from ${desc}`, async () => {
      listening = await start();
      const observations = await probe(listening.url, { origins: [ORIGIN], ...options });
      expect(protocolsOf(observations)).to.deep.equal(protocols);
      expect(verdicts(observations)).to.deep.equal({ asked, foreign, null: nobody });
      expect(await sessionsLeft(listening), 'sessions left open').to.equal(0);
    });
  }

  it('asks as the own page if no origin is given: without Origin, but with Referer', async () => {
    listening = await v2({ origins: ['127.0.0.1:*'] });
    const observations = await probe(listening.url);
    expect(verdicts(observations)).to.deep.equal({ own: 'AAA', foreign: 'bbbb', null: 'bbbb' });
  });

  it("sends the client's headers and credentials if a browser would", async () => {
    const heard: string[] = [];
    listening = await v4({ cors });
    listening.server.prependListener('request', ({ method, headers }) => {
      if (headers.origin === ORIGIN) {
        heard.push(
          [method, headers['x-one'], headers['access-control-request-headers'], headers.authorization].join(
            ' ',
          ),
        );
      }
    });
    await probe(listening.url.replace('//', '//me:secret@'), {
      origins: [ORIGIN],
      headers: ['X-One: a', 'x-two'],
    });
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(new Set(heard)).to.deep.equal(
      new Set([`GET a  ${basic}`, `POST a  ${basic}`, 'OPTIONS  x-one,x-two ']),
    );
  });

  it('finds the server at another path of the same host', async () => {
    listening = await v4({ path: '/app/socket.io' });
    const observations = await probe(`${listening.url}/app`, { timeout: 300 });
    const [diagnosis] = diagnose(observations);
    expect(diagnosis?.code).to.equal('WRONG_PATH');
    expect(diagnosis?.message).to.include(' at /app/socket.io/');
    expect(listening.sessions()).to.equal(0);
  });

  it('sees that a proxy does not pass the upgrade on', async () => {
    const behind = await v4({ cors });
    listening = await raw((request, response) => {
      // As nginx does unless told otherwise: hop-by-hop headers stay behind.
      const { connection: _, upgrade: __, ...headers } = request.headers as Record<string, string>;
      void import('node:http').then(({ request: send }) => {
        const onward = send(
          behind.url + request.url,
          { method: request.method ?? 'GET', headers },
          (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
            answer.pipe(response);
          },
        );
        request.pipe(onward);
      });
    });
    const codes = diagnose(await probe(listening.url, { origins: [ORIGIN] })).map(({ code }) => code);
    await behind.close();
    expect(codes).to.include('WEBSOCKET_NOT_PASSED_ON');
  });

  it('sends no more requests at a time than allowed', async () => {
    let underWay = 0;
    let most = 0;
    listening = await raw((_, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      response.once('close', () => {
        underWay -= 1;
      });
      setTimeout(() => response.end('hello'), 5);
    });
    await probe(listening.url, {
      origins: Array.from({ length: 12 }, (_, index) => `https://${index}.com`),
      concurrency: 2,
    });
    expect(most).to.equal(2);
  });
});
