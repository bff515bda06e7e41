import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { Diagnosis } from '../../src/doctor/diagnosis.js';
import { unsafeHeaderNames } from '../../src/doctor/fetch.js';
import { probe } from '../../src/doctor/probe.js';
import { doctorReport, type Result } from '../../src/doctor/run.js';
import { survey } from '../../src/doctor/survey.js';
import { printable } from '../../src/output/terminal.js';
import { askByScript, askByWebSocket, askByXhr, type BrowserVerdict } from './ask-browser.js';
import { openPages, type Pages } from './chromium.js';
import { type Faulty, faultyServers, jsonpServers } from './faulty-servers.js';
import { lyingServers } from './lying-servers.js';

const PAGE = 'http://page.test';

describe('the doctor and Chromium come to the same verdict about', () => {
  let pages: Pages;
  before(async () => {
    pages = await openPages();
  });
  after(() => pages?.close());

  for (const faulty of [...faultyServers, ...lyingServers]) {
    it(faulty.name, async () => {
      const listening = await faulty.start();
      try {
        const { headers = [], credentials = true } = faulty;
        const observations = await probe(listening.url, {
          origins: [PAGE],
          headers,
          credentials,
          timeout: 2000,
        });
        const results = doctorReport(survey(observations), []).results;
        const diagnoses = diagnose(observations);
        for (const origin of [PAGE, 'http://foreign.example', 'null']) {
          const mine = results.filter((result) => result.origin === origin);
          // Without any HTTP answer, the doctor has no results to compare.
          if (mine.length === 0)
            await expectNothing(await pages.of(origin), listening.url, faulty, diagnoses);
          else await compareWithBrowser(await pages.of(origin), listening.url, mine, faulty, diagnoses);
        }
      } finally {
        await listening.close();
      }
    });
  }
});

describe('a script of JSONP gets from Chromium what the doctor says:', () => {
  let pages: Pages;
  before(async () => {
    pages = await openPages();
  });
  after(() => pages?.close());

  for (const { name, start } of jsonpServers) {
    it(name, async () => {
      const listening = await start();
      try {
        const { rows } = survey(await probe(listening.url, { origins: [PAGE] }));
        for (const origin of ['http://foreign.example', 'null']) {
          const mine = rows.find(({ page, request }) => page.origin === origin && request === 'jsonp');
          const url = `${listening.url}/socket.io/?EIO=${mine?.eio[0]}&transport=polling&j=0&b64=1&t=${Date.now()}`;
          expect(await askByScript(await pages.of(origin), url), origin).to.equal(mine?.judgement.verdict);
        }
      } finally {
        await listening.close();
      }
    });
  }
});

async function compareWithBrowser(
  page: Page,
  url: string,
  results: Result[],
  faulty: Faulty,
  diagnoses: Diagnosis[],
) {
  const of = (request: Result['request']) => results.find((result) => result.request === request) as Result;
  const get = of('polling-get');
  const eio = get.eio[0];
  const base = `${url}/socket.io/?EIO=${eio}&transport=polling&t=${Date.now()}`;
  const credentials = faulty.credentials ?? true;

  const simple = await askByXhr(page, { url: base, method: 'GET', headers: [], credentials });
  if (faulty.isFollowed) {
    expect([simple.verdict, get.verdict, get.reason]).to.deep.equal([
      'allowed',
      'blocked',
      'CORSExternalRedirectNotAllowed',
    ]);
  } else agree(simple, get, diagnoses);

  const headers = (faulty.headers ?? []).map((text) => text.split(': ') as [string, string]);
  if (unsafeHeaderNames(headers).length > 0) {
    const asked = await askByXhr(page, { url: `${base}h`, method: 'GET', headers, credentials });
    // CORS non-wildcard request-header names: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    if (faulty.isChromiumLaxer) {
      expect(asked.verdict).to.equal('allowed');
    } else agree(asked, of('preflight').verdict === 'blocked' ? of('preflight') : get, diagnoses);
  }
  if (simple.sid !== null && !faulty.isFollowed) {
    const body = eio === 3 ? '1:1' : '1';
    const type: [string, string] = ['Content-Type', 'text/plain;charset=UTF-8'];
    const asked = {
      url: `${base}&sid=${simple.sid}`,
      method: 'POST',
      headers: [type],
      credentials,
      body,
    } as const;
    agree(await askByXhr(page, asked), of('polling-post'), diagnoses);
  }
  const opened = await askByWebSocket(
    page,
    `${base.replace('http:', 'ws:').replace('polling', 'websocket')}`,
  );
  expect(opened, `WebSocket from ${of('websocket').origin}`).to.equal(of('websocket').verdict);
}

async function expectNothing(
  page: Page,
  url: string,
  { credentials, isChromiumLenient }: Faulty,
  diagnoses: Diagnosis[],
) {
  const asked = {
    url: `${url}/socket.io/?EIO=4&transport=polling`,
    headers: [],
    credentials: credentials ?? true,
  } as const;
  const browser = await askByXhr(page, { ...asked, method: 'GET' });
  expect(diagnoses.map(({ code }) => code)).to.deep.equal(['NO_HTTP_RESPONSE']);
  if (isChromiumLenient) {
    expect(diagnoses[0]?.message).to.include('HPE_');
    expect(diagnoses[0]?.remedy).to.include('not valid HTTP');
    return;
  }
  expect(browser).to.deep.equal({ verdict: 'blocked', reason: null, printed: null, sid: null });
}

function agree(browser: BrowserVerdict, result: Result, diagnoses: Diagnosis[]) {
  const where = `${result.request} from ${result.origin}, ${JSON.stringify({ browser, result })}`;
  expect(browser.verdict, where).to.equal(result.verdict);
  // Browsers name CORS failures only. A transport that is off is not a failure.
  if (result.reason === 'TRANSPORT_DISABLED') return;
  expect(browser.reason, where).to.equal(isCorsError(result.reason, result.request) ? result.reason : null);
  if (browser.printed === null || result.origin !== PAGE) return;
  const diagnosis = diagnoses.find(({ code }) => code === result.reason);
  // Chromium writes bytes beyond ASCII as escapes.
  expect(diagnosis?.message, where).to.include(
    browser.printed.replace(/\\u00([\dA-F]{2})/g, (_, hex) =>
      printable(String.fromCharCode(Number.parseInt(hex, 16))),
    ),
  );
}

/** Browsers follow the redirect of a GET, so only the redirect of a preflight is an error with a name. */
const isCorsError = (reason: string | null, request: Result['request']): boolean =>
  /^CORS(?!DidNotSucceed)/.test(reason ?? '') &&
  (request === 'preflight' || reason !== 'CORSExternalRedirectNotAllowed');
