import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type DoctorReport, runDoctor } from '../../src/doctor/index.js';
import { PAGE } from '../integration/proxies/nodes.js';
import { createKeys, type Keys } from '../integration/proxies/proxy.js';
import { type SetUp, whileRunning } from '../integration/proxies/set-up.js';
import { fixedProxies } from '../integration/proxies/set-ups/fixed.js';
import { changedOrigins } from '../integration/proxies/set-ups/origin.js';
import { answeredPreflights } from '../integration/proxies/set-ups/preflights.js';
import { lostQueries, lostUpgrades } from '../integration/proxies/set-ups/reaching.js';
import { refusals } from '../integration/proxies/set-ups/refusals.js';
import { changedHeaders } from '../integration/proxies/set-ups/response-headers.js';
import { askByWebSocket, askByXhr } from './ask-browser.js';
import { openPages, type Pages } from './chromium.js';

/** What each request of the page gets. */
interface Verdicts {
  readonly get: string;
  readonly post: string;
  /** A GET with a header that needs a preflight. */
  readonly withHeader: string;
  readonly webSocket: string;
}

/** Left out: the doctor uses up the rate; GET is asked here without the header with the password, and without a session. */
const NOT_COMPARABLE = /limits the rate|asks for a password|second GET of a session/;

describe('behind a real proxy, the doctor and Chromium come to the same verdict if', () => {
  let pages: Pages;
  let keys: Keys & { readonly remove: () => void };
  before(async () => {
    keys = createKeys();
    pages = await openPages();
  });
  after(async () => {
    keys?.remove();
    await pages?.close();
  });

  const groups = [
    ...[changedOrigins, changedHeaders, answeredPreflights, refusals],
    ...[lostQueries, lostUpgrades, fixedProxies],
  ];
  for (const setUp of groups.flat()) {
    if (NOT_COMPARABLE.test(setUp.name)) continue;
    it(setUp.name, () =>
      whileRunning(setUp, keys, async (url) => {
        const options = { origins: [PAGE], ...setUp.options };
        const { stdout } = await runDoctor({ url, format: 'json', ...options });
        const report: DoctorReport = JSON.parse(stdout);
        expect(verdictsOf(report)).to.deep.equal(await askBrowser(await pages.of(PAGE), url, report, setUp));
      }),
    );
  }
});

function verdictsOf({ results }: DoctorReport): Verdicts {
  const of = (request: string) =>
    results.find((result) => result.request === request && result.origin === PAGE)?.verdict ?? 'blocked';
  const get = of('polling-get');
  return {
    get,
    post: of('polling-post'),
    withHeader: of('preflight') === 'allowed' ? get : 'blocked',
    webSocket: of('websocket'),
  };
}

async function askBrowser(
  page: Page,
  url: string,
  { protocols }: DoctorReport,
  { options }: SetUp,
): Promise<Verdicts> {
  const eio = protocols.eio4 ? 4 : 3;
  const base = `${url}/socket.io/?EIO=${eio}&transport=`;
  const polling = { url: `${base}polling`, credentials: options?.credentials ?? true } as const;
  const [header = 'content-type: application/json'] = options?.headers ?? [];
  const [name = '', value = ''] = header.split(': ');
  const get = await askByXhr(page, { ...polling, method: 'GET', headers: [] });
  const post =
    get.sid === null
      ? { verdict: 'blocked' }
      : await askByXhr(page, {
          ...polling,
          url: `${polling.url}&sid=${get.sid}`,
          method: 'POST',
          headers: [['Content-Type', 'text/plain;charset=UTF-8']],
          body: eio === 3 ? '1:1' : '1',
        });
  const withHeader = await askByXhr(page, { ...polling, method: 'GET', headers: [[name, value]] });
  const webSocket = await askByWebSocket(page, `${base.replace('http', 'ws')}websocket`);
  return { get: get.verdict, post: post.verdict, withHeader: withHeader.verdict, webSocket };
}
