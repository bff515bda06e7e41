import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { diagnose } from '../../src/doctor/diagnose.js';
import { probe } from '../../src/doctor/probe.js';
import { doctorReport } from '../../src/doctor/run.js';
import { survey } from '../../src/doctor/survey.js';
import { type BalancerOptions, balancer } from '../integration/doctor/balancer.js';
import { type Listening, raw, v2, v4 } from '../integration/doctor/servers.js';
import { askByXhr } from './ask-browser.js';
import { openPages, type Pages } from './chromium.js';

const PAGE = 'http://page.test';
const cors = { origin: [PAGE], credentials: true };
type Callback = (error: null, ok: boolean) => void;
type Incoming = { readonly headers: Readonly<Record<string, string | undefined>>; readonly url: string };

const turns = () => {
  let at = 0;
  return () => at++ % 2;
};
const byCookie = () => {
  const next = turns();
  return ({ headers }: IncomingMessage) => Number(/\bSRV=(\d)/.exec(headers.cookie ?? '')?.[1] ?? next());
};
const setsCookie = (attributes: string): BalancerOptions => ({
  responseHeaders: (node) => ({ 'Set-Cookie': `SRV=${node}; Path=/; ${attributes}` }),
});
const cookie: BalancerOptions = { responseHeaders: (node) => ({ 'Set-Cookie': `SRV=${node}; Path=/` }) };
const behind = (node: Promise<Listening>, rewrite: (request: IncomingMessage) => void) =>
  node.then((started) => balancer([started], () => 0, { rewrite }));
const two = (start: () => Promise<Listening>) => Promise.all([start(), start()]);

interface Case {
  readonly name: string;
  readonly start: () => Promise<Listening>;
  readonly eio: 3 | 4;
  readonly code?: string;
}

const cases: readonly Case[] = [
  { name: 'one node', start: () => two(() => v4({ cors })).then((all) => balancer(all, () => 0)), eio: 4 },
  {
    name: 'two nodes by turns, v4',
    start: () => two(() => v4({ cors })).then((all) => balancer(all, turns())),
    eio: 4,
    code: 'SESSION_UNKNOWN',
  },
  {
    name: 'two nodes by turns, v2',
    start: () => two(() => v2({})).then((all) => balancer(all, turns())),
    eio: 3,
    code: 'SESSION_UNKNOWN',
  },
  {
    name: 'two nodes, kept together by a cookie that is not for other sites',
    start: () => two(() => v4({ cors })).then((all) => balancer(all, byCookie(), cookie)),
    eio: 4,
    code: 'SESSION_UNKNOWN',
  },
  {
    name: 'two nodes, kept together by a third-party cookie that is not Partitioned',
    start: () =>
      two(() => v4({ cors })).then((all) => balancer(all, byCookie(), setsCookie('SameSite=None; Secure'))),
    eio: 4,
    code: 'SESSION_UNKNOWN',
  },
  {
    name: 'two nodes, kept together by a third-party cookie that is Partitioned',
    start: () =>
      two(() => v4({ cors })).then((all) =>
        balancer(all, byCookie(), setsCookie('SameSite=None; Secure; Partitioned')),
      ),
    eio: 4,
  },
  {
    name: 'two nodes of two releases, by turns',
    start: () =>
      Promise.all([v4({ cors }), v2({ origins: [`${PAGE}:80`] })]).then((all) => balancer(all, turns())),
    eio: 4,
    code: 'ANSWERS_DIFFER',
  },
  {
    name: 'a proxy that drops Origin',
    start: () => behind(v2({ origins: [`${PAGE}:80`] }), ({ headers }) => delete headers.origin),
    eio: 3,
    code: 'ORIGIN_NOT_PASSED_ON',
  },
  {
    name: 'a proxy that rewrites Origin',
    start: () =>
      behind(v2({ origins: ['*:*'] }), ({ headers }) => {
        if (headers.origin !== undefined) headers.origin = 'http://10.0.0.1';
      }),
    eio: 3,
    code: 'ORIGIN_NOT_PASSED_ON',
  },
  {
    name: 'a proxy that loses the query',
    start: () =>
      behind(v4({ cors }), (request) => {
        request.url = '/socket.io/';
      }),
    eio: 4,
    code: 'QUERY_NOT_PASSED_ON',
  },
  {
    name: 'a check that wants a token',
    start: () =>
      v4({
        cors,
        allowRequest: ({ url }: Incoming, callback: Callback) => callback(null, /token/.test(url)),
      }),
    eio: 4,
    code: 'REFUSED_WHATEVER_ORIGIN',
  },
  {
    name: 'a list with a slash at the end',
    start: () => v4({ cors: { origin: [`${PAGE}/`], credentials: true } }),
    eio: 4,
    code: 'ORIGIN_NEAR_MISS',
  },
];

describe('a page in Chromium gets a session over polling just if the doctor says so:', () => {
  let pages: Pages;
  before(async () => {
    pages = await openPages();
  });
  after(() => pages?.close());

  for (const { name, start, eio, code } of cases) {
    it(name, async () => {
      const listening = await start();
      try {
        const observations = await probe(listening.url, { origins: [PAGE] });
        const { results } = doctorReport(survey(observations), []);
        const polling = results.filter(
          ({ origin, request }) => origin === PAGE && request.startsWith('polling'),
        );
        const isAllowed = polling.every(({ verdict }) => verdict === 'allowed');
        expect(await pollsInBrowser(await pages.of(PAGE), listening.url, eio)).to.equal(isAllowed);
        const codes = diagnose(observations).map((diagnosis) => diagnosis.code);
        if (code === undefined) expect(codes).not.to.include('SESSION_UNKNOWN');
        else expect(codes).to.include(code);
        expect(isAllowed).to.equal(code === undefined);
      } finally {
        await listening.close();
      }
    });
  }

  for (const [attributes, isSent] of [
    ['Path=/', true],
    ['Path=/socket.io', true],
    ['Path=/socket', false],
    ['Path=/; Path=/app', false],
    ['Secure', true],
  ] as const) {
    it(`two nodes, kept together by a cookie with ${attributes}, for a page of this machine`, async () => {
      const keeps: BalancerOptions = {
        responseHeaders: (node, { headers }) =>
          headers.cookie === undefined ? { 'Set-Cookie': `SRV=${node}; ${attributes}` } : {},
      };
      const page = await listenForPages();
      const listening = await two(() => v4({ cors: { origin: [page.url], credentials: true } })).then((all) =>
        balancer(all, byCookie(), keeps),
      );
      try {
        const codes = diagnose(await probe(listening.url, { origins: [page.url] })).map(({ code }) => code);
        expect(codes.includes('SESSION_UNKNOWN')).to.equal(!isSent);
        expect(await pollsInBrowser(await pages.of(page.url), listening.url, 4)).to.equal(isSent);
      } finally {
        await Promise.all([listening.close(), page.close()]);
      }
    });
  }

  it('a look-alike of a page that a pattern without ^ lists', async () => {
    const listening = await v4({ cors: { origin: /page\.test$/, credentials: true } });
    try {
      const found = diagnose(await probe(listening.url, { origins: ['http://www.page.test'] }));
      const alike = found.find(({ code }) => code === 'LOOK_ALIKE_ORIGIN_ADMITTED');
      expect(alike?.message).to.include('http://evilpage.test');
      expect(await pollsInBrowser(await pages.of('http://evilpage.test'), listening.url, 4)).to.equal(true);
      expect(await pollsInBrowser(await pages.of('http://other.test'), listening.url, 4)).to.equal(false);
    } finally {
      await listening.close();
    }
  });

  for (const policy of ['no-referrer', 'same-origin', 'strict-origin-when-cross-origin']) {
    it(`the server's own page, served with Referrer-Policy: ${policy}`, async () => {
      const listening = await v2({ origins: '127.0.0.1:*' });
      listening.server.on('request', ({ url }: IncomingMessage, response: ServerResponse) => {
        if (!url?.startsWith('/socket.io/'))
          response
            .writeHead(200, { 'Content-Type': 'text/html', 'Referrer-Policy': policy })
            .end('<h1>chat</h1>');
      });
      try {
        const page = await pages.of(listening.url);
        const codes = diagnose(await probe(listening.url)).map(({ code }) => code);
        const isAllowed = await pollsInBrowser(page, listening.url, 3);
        expect(codes.includes('OWN_PAGE_WITHOUT_REFERER')).to.equal(!isAllowed);
        expect(isAllowed).to.equal(policy !== 'no-referrer');
      } finally {
        await listening.close();
      }
    });
  }
});

/** A server of blank pages on this machine, whose cookies no other page has. */
const listenForPages = (): Promise<Listening> =>
  raw((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>page</title>'));

/** A handshake and four POSTs into its session, like a client that has something to say. */
async function pollsInBrowser(page: Page, url: string, eio: 3 | 4): Promise<boolean> {
  const base = `${url}/socket.io/?EIO=${eio}&transport=polling&t=${Date.now()}`;
  const opened = await askByXhr(page, { url: base, method: 'GET', headers: [], credentials: true });
  if (opened.sid === null) return false;
  const headers = [['Content-Type', 'text/plain;charset=UTF-8']] as const;
  for (let post = 0; post < 4; post += 1) {
    const asked = {
      url: `${base}.${post}&sid=${opened.sid}`,
      method: 'POST',
      headers,
      credentials: true,
    } as const;
    const { verdict } = await askByXhr(page, { ...asked, body: eio === 3 ? '1:6' : '6' });
    if (verdict === 'blocked') return false;
  }
  return true;
}
