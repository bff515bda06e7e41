import type { CDPSession, Page } from 'playwright-core';
import { readPollingOpen, readSocketOpen } from '../../src/doctor/engine-io.js';

/** The result of a request in a browser. */
export interface BrowserVerdict {
  readonly verdict: 'allowed' | 'blocked';
  /** The name in Firefox's catalogue of the CORS error that Chromium reports over its debugging protocol. */
  readonly reason: string | null;
  /** What it prints in the console after "has been blocked by CORS policy: ". */
  readonly printed: string | null;
  /** The id of the session, if the page can read it. */
  readonly sid: string | null;
}

export interface Asked {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: readonly (readonly [string, string])[];
  readonly credentials: boolean;
  readonly body?: string;
}

/** Sends an XMLHttpRequest, as the clients do. */
export async function askByXhr(page: Page, asked: Asked): Promise<BrowserVerdict> {
  const session = await page.context().newCDPSession(page);
  const errors = await corsErrors(session);
  const printed: string[] = [];
  const listen = (message: { text(): string }) => printed.push(message.text());
  page.on('console', listen);
  const { status, body } = await page.evaluate<{ status: number; body: string }>(
    `(${xhr})(${JSON.stringify(asked)})`,
  );
  // The event of the debugging protocol and the line in the console may come later than the result.
  if (status === 0)
    await waitFor(() => errors.length > 0 && printed.some((line) => line.includes('CORS policy')), 300);
  page.off('console', listen);
  await session.detach();

  const open = readPollingOpen(body);
  const isOk = status >= 200 && status < 300 && (asked.method === 'POST' || open !== null);
  const line = printed.find((text) => text.includes('blocked by CORS policy: '));
  return {
    verdict: isOk ? 'allowed' : 'blocked',
    reason: errors[0] === undefined ? null : (FIREFOX_NAMES[errors[0]] ?? errors[0]),
    printed: line?.split('blocked by CORS policy: ')[1] ?? null,
    sid: open?.sid ?? null,
  };
}

/** Opens a WebSocket up to its first packet, and sees whether it stays open. */
export async function askByWebSocket(page: Page, url: string): Promise<'allowed' | 'blocked'> {
  const first = await page.evaluate<string>(`(${webSocket})(${JSON.stringify(url)})`);
  return readSocketOpen(first) === null ? 'blocked' : 'allowed';
}

/** Runs the script of a JSONP answer, and sees whether it opens a session. */
export async function askByScript(page: Page, url: string): Promise<'allowed' | 'blocked'> {
  const payload = await page.evaluate<string>(`(${script})(${JSON.stringify(url)})`);
  return readPollingOpen(payload) === null ? 'blocked' : 'allowed';
}

const xhr = `({ url, method, headers, credentials, body }) => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  request.open(method, url);
  request.overrideMimeType('text/plain; charset=x-user-defined');
  for (const [name, value] of headers) request.setRequestHeader(name, value);
  request.withCredentials = credentials;
  request.timeout = 5000;
  const bytes = () => Array.from(request.responseText, (c) => String.fromCharCode(c.charCodeAt(0) & 0xff)).join('');
  request.onloadend = () => resolve({ status: request.status, body: request.status === 0 ? '' : bytes() });
  request.send(body);
})`;

const webSocket = `(url) => new Promise((resolve) => {
  let first = '';
  const socket = new WebSocket(url);
  socket.onmessage = ({ data }) => {
    if (first !== '') return;
    first = String(data);
    setTimeout(() => { resolve(first); socket.close(); }, 100);
  };
  socket.onclose = () => resolve('');
  setTimeout(() => resolve(first), 5000);
})`;

const script = `(url) => new Promise((resolve) => {
  globalThis.___eio = [resolve];
  const element = document.createElement('script');
  element.onerror = () => resolve('');
  element.onload = () => resolve('');
  element.src = url;
  document.head.append(element);
})`;

async function corsErrors(session: CDPSession): Promise<string[]> {
  const errors: string[] = [];
  session.on('Network.loadingFailed', ({ corsErrorStatus }) => {
    if (corsErrorStatus !== undefined) errors.push(corsErrorStatus.corsError);
  });
  await session.send('Network.enable');
  return errors;
}

async function waitFor(condition: () => boolean, most: number): Promise<void> {
  for (const end = Date.now() + most; Date.now() < end && !condition(); ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** `Network.CorsError` of the debugging protocol → Firefox's catalogue. */
const FIREFOX_NAMES: Readonly<Record<string, string>> = {
  MissingAllowOriginHeader: 'CORSMissingAllowOrigin',
  PreflightMissingAllowOriginHeader: 'CORSMissingAllowOrigin',
  MultipleAllowOriginValues: 'CORSMultipleAllowOriginNotAllowed',
  PreflightMultipleAllowOriginValues: 'CORSMultipleAllowOriginNotAllowed',
  InvalidAllowOriginValue: 'CORSAllowOriginNotMatchingOrigin',
  PreflightInvalidAllowOriginValue: 'CORSAllowOriginNotMatchingOrigin',
  AllowOriginMismatch: 'CORSAllowOriginNotMatchingOrigin',
  PreflightAllowOriginMismatch: 'CORSAllowOriginNotMatchingOrigin',
  WildcardOriginNotAllowed: 'CORSNotSupportingCredentials',
  PreflightWildcardOriginNotAllowed: 'CORSNotSupportingCredentials',
  InvalidAllowCredentials: 'CORSMissingAllowCredentials',
  PreflightInvalidAllowCredentials: 'CORSMissingAllowCredentials',
  PreflightInvalidStatus: 'CORSPreflightDidNotSucceed',
  PreflightDisallowedRedirect: 'CORSExternalRedirectNotAllowed',
  InvalidAllowMethodsPreflightResponse: 'CORSInvalidAllowMethod',
  InvalidAllowHeadersPreflightResponse: 'CORSInvalidAllowHeader',
  MethodDisallowedByPreflightResponse: 'CORSMethodNotFound',
  HeaderDisallowedByPreflightResponse: 'CORSMissingAllowHeaderFromPreflight',
};
