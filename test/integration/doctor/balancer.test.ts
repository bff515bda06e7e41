import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import { probe } from '../../../src/doctor/probe.js';
import { doctorReport } from '../../../src/doctor/run.js';
import { survey } from '../../../src/doctor/survey.js';
import { balancer } from './balancer.js';
import { type Listening, sessionsLeft, v2, v4 } from './servers.js';

const PAGE = 'https://a.com';
const cors = { origin: [PAGE], credentials: true };

const turns = (...order: number[]) => {
  let at = 0;
  return () => order[at++ % order.length] as number;
};

/** A fixed sequence instead of chance, which no run may depend on. */
const pseudoRandom = (nodes: number, seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state >> 16) % nodes;
  };
};

const nodes = (count: number, start: () => Promise<Listening>) =>
  Promise.all(Array.from({ length: count }, start));
const both: readonly [name: string, start: () => Promise<Listening>][] = [
  ['v2', () => v2({ origins: [`${PAGE}:443`] })],
  ['v4', () => v4({ cors })],
];

/** By a cookie that names the node. */
const byCookie =
  (otherwise: () => number) =>
  ({ headers }: IncomingMessage): number =>
    Number(/\bSRV=(\d)/.exec(headers.cookie ?? '')?.[1] ?? otherwise());

const setsCookie = (attributes = '') => ({
  responseHeaders: (node: number) => ({ 'Set-Cookie': `SRV=${node}; Path=/${attributes}` }),
});

describe('several nodes behind one address', () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });
  const ask = async (started: Promise<Listening>, origins: readonly string[] = [PAGE]) => {
    listening = await started;
    const observations = await probe(listening.url, { origins });
    const post = doctorReport(survey(observations), []).results.find(
      ({ request, role }) => request === 'polling-post' && role !== 'foreign' && role !== 'null',
    );
    const found = diagnose(observations).filter(({ code }) =>
      /^(?:SESSION|CACHED|ANSWERS|HANDSHAKE|WEBSOCKET_FAILED)/.test(code),
    );
    return { codes: found.map(({ code }) => code), message: found[0]?.message ?? '', post };
  };

  for (const [name, start] of both) {
    const ways: readonly [desc: string, count: number, pick: () => () => number][] = [
      ['two by turns', 2, () => turns(0, 1)],
      ['three by turns', 3, () => turns(0, 1, 2)],
      ['two in pairs', 2, () => turns(0, 0, 1, 1)],
      ['two, weighted 3 to 1', 2, () => turns(0, 0, 0, 1)],
      ['two by chance', 2, () => pseudoRandom(2, 1)],
      ['two by other chance', 2, () => pseudoRandom(2, 7)],
      ['three by chance', 3, () => pseudoRandom(3, 3)],
    ];
    for (const [desc, count, pick] of ways) {
      it(`are found to be ${desc}, ${name}`, async () => {
        const { codes, post } = await ask(nodes(count, start).then((started) => balancer(started, pick())));
        expect(codes).to.deep.equal(['SESSION_UNKNOWN']);
        expect(post).to.include({ verdict: 'blocked' });
      });
    }

    it(`are no problem if each client keeps its node, or if there is only one, ${name}`, async () => {
      const sticky = await ask(nodes(2, start).then((started) => balancer(started, () => 1)));
      expect(sticky.codes).to.deep.equal([]);
      expect(sticky.post).to.include({ verdict: 'allowed' });
      expect(await sessionsLeft(listening as Listening)).to.equal(0);
      await listening?.close();
      const single = await ask(nodes(1, start).then((started) => balancer(started, () => 0)));
      expect(single.codes).to.deep.equal([]);
    });
  }

  it('differ if they are of two releases', async () => {
    const two = () => Promise.all([v4({ cors }), v2({ origins: [PAGE, `${PAGE}:443`] })]);
    for (const pick of [turns(0, 1), turns(1, 0), turns(0, 0, 1)]) {
      const { codes } = await ask(two().then((started) => balancer(started, pick)));
      expect(codes).to.include('ANSWERS_DIFFER').and.not.include('WEBSOCKET_FAILED');
      await listening?.close();
    }
  });

  it('differ if only one of them lists the page', async () => {
    const guard = (listed: string): object => ({
      cors: { origin: [listed], credentials: true },
      allowRequest: ({ headers }: IncomingMessage, callback: (error: null, ok: boolean) => void) =>
        callback(null, headers.origin === listed),
    });
    const two = () => Promise.all([v4(guard(PAGE)), v4(guard('https://other.example'))]);
    for (const pick of [turns(0, 1), turns(1, 0)]) {
      const { codes } = await ask(two().then((started) => balancer(started, pick)));
      expect(codes).to.include('ANSWERS_DIFFER').and.not.include('HANDSHAKE_REFUSED');
      await listening?.close();
    }
  });

  it('are no problem if each protocol has a node of its own', async () => {
    const pick = ({ url }: IncomingMessage) => (url?.includes('EIO=3') ? 1 : 0);
    const two = Promise.all([v4({ cors }), v2({ origins: [PAGE, `${PAGE}:443`] })]);
    expect((await ask(two.then((started) => balancer(started, pick)))).codes).to.deep.equal([]);
  });

  it('fail if WebSockets go to another node than polling', async () => {
    const pick = ({ headers }: IncomingMessage) => (headers.upgrade === undefined ? 0 : 1);
    const { codes, message, post } = await ask(
      nodes(2, () => v4({ cors })).then((started) => balancer(started, pick)),
    );
    expect(codes).to.deep.equal(['SESSION_UNKNOWN']);
    expect(message).to.include('WebSocket');
    expect(post).to.include({ verdict: 'allowed' });
  });

  const cookies: readonly [desc: string, attributes: string, origins: string[], codes: string[]][] = [
    ['that browsers keep back from another site', '', [PAGE], ['SESSION_UNKNOWN']],
    ['for another site, but not Partitioned', '; SameSite=None; Secure', [PAGE], ['SESSION_UNKNOWN']],
    // Browsers send Secure cookies to their own machine without TLS.
    ['for another site, Partitioned', '; SameSite=None; Secure; Partitioned', [PAGE], []],
    ['for another path', '; Path=/app', ['http://127.0.0.1:1'], ['SESSION_UNKNOWN']],
    ['for two paths, of which the last counts', '; Path=/app; Path=/', ['http://127.0.0.1:1'], []],
    ['of its own page', '', [], []],
    ['of the same site', '', ['http://127.0.0.1:1'], []],
  ];
  for (const [desc, attributes, origins, codes] of cookies) {
    it(`kept together by a cookie ${desc}: ${codes.join() || 'no problem'}`, async () => {
      const started = nodes(2, () => v4({ cors: { origin: true, credentials: true } }));
      const found = await ask(
        started.then((all) => balancer(all, byCookie(turns(0, 1)), setsCookie(attributes))),
        origins,
      );
      expect(found.codes).to.deep.equal(codes);
      if (codes.length > 0) expect(found.message).to.include('cookie "SRV"');
    });
  }

  it('are not blamed for a cache that hands out one session', async () => {
    const kept = new Map<string, string>();
    const behind = await v4({ cors });
    const { raw } = await import('./servers.js');
    listening = await raw((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://localhost');
      searchParams.delete('t');
      const key = `${request.method} ${searchParams} ${request.headers.origin}`;
      const cachedBody = kept.get(key);
      if (cachedBody !== undefined) {
        response.writeHead(200, { 'X-Varnish': '2 1', 'Access-Control-Allow-Origin': PAGE }).end(cachedBody);
        return;
      }
      fetch(behind.url + request.url, { method: request.method ?? 'GET' })
        .then((answer) => answer.text())
        .then((body) => {
          if (request.method === 'GET') kept.set(key, body);
          response.writeHead(200, { 'X-Varnish': '1', 'Access-Control-Allow-Origin': PAGE }).end(body);
        });
    });
    const found = diagnose(await probe(listening.url, { origins: [PAGE] }));
    await behind.close();
    const codes = found.map(({ code }) => code);
    expect(codes).to.include('CACHED_ON_THE_WAY').and.not.include('SESSION_UNKNOWN');
    expect(found.find(({ code }) => code === 'CACHED_ON_THE_WAY')?.remedy).to.include('return (pass)');
  });
});
