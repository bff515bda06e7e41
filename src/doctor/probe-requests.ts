import { closePayload, type OpenPacket, readJsonpOpen, readPollingOpen } from './engine-io.js';
import { preflightHeaders } from './fetch-standard/cors-preflight.js';
import type { Eio, HeaderList, Observation, Outcome, Page } from './observation.js';
import type { Ask } from './probe-ask.js';
import { websocketHandshake } from './probe-websocket.js';

interface Elsewhere {
  /** Another path than the plan's. */
  readonly target?: URL;
  /** Ends the waiting for the handshake. */
  readonly signal?: AbortSignal;
  /** Hears of it before the POST takes its turn. */
  readonly onHandshake?: (get: Observation) => void;
}

/** A polling handshake and, where it opens a session, a POST into it that closes it again. */
export async function askPolling(
  ask: Ask,
  page: Page,
  eio: Eio,
  { target, signal, onHandshake }: Elsewhere = {},
): Promise<[Observation, Observation]> {
  const where = target === undefined ? {} : { target };
  const common = { page, eio, ...where };
  const get = await ask({
    ...common,
    // The POST is never given up: it closes what was opened.
    ...(signal === undefined ? {} : { signal }),
    request: 'polling-get',
    method: 'GET',
    query: { transport: 'polling' },
    headers: page.headers,
  });
  onHandshake?.(get);
  const open = openPacketOf(get.outcome, readPollingOpen);
  if (open === null) return [get, { ...get, request: 'polling-post', outcome: { kind: 'not-sent' } }];
  const post = await ask({
    ...common,
    request: 'polling-post',
    method: 'POST',
    query: { transport: 'polling', sid: open.sid },
    headers: [...page.headers, ['Content-Type', 'text/plain;charset=UTF-8'], ...cookies(get.outcome, page)],
    body: closePayload(open.eio ?? eio),
  });
  return [get, post];
}

/** Asks whether the page may send its headers with a handshake. */
export function askPreflight(ask: Ask, page: Page, eio: Eio): Promise<Observation> {
  return ask({
    request: 'preflight',
    page,
    eio,
    method: 'OPTIONS',
    query: { transport: 'polling' },
    headers: preflightHeaders({ ...page, method: 'GET' }),
  });
}

/** A WebSocket up to the open packet. Pages cannot add headers to it. */
export function askWebSocket(ask: Ask, page: Page, eio: Eio, timeout: number): Promise<Observation> {
  const { headers, onUpgrade } = websocketHandshake(timeout);
  const query = { transport: 'websocket' };
  return ask({
    request: 'websocket',
    page,
    eio,
    method: 'GET',
    query,
    headers: Object.entries(headers),
    onUpgrade,
  });
}

/** A `<script>` on the page: it carries no Origin, and CORS does not apply to it. */
export async function askJsonp(ask: Ask, page: Page, eio: Eio): Promise<Observation> {
  // `b64` as the clients' JSONP has it: without, releases of v1 put bytes into the script.
  const query = { transport: 'polling', j: '0', b64: '1' };
  const get = await ask({ request: 'jsonp', page, eio, method: 'GET', query });
  const open = openPacketOf(get.outcome, readJsonpOpen);
  if (open !== null) {
    await ask({
      request: 'jsonp',
      page,
      eio,
      method: 'POST',
      query: { ...query, sid: open.sid },
      headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...cookies(get.outcome, page)],
      body: `d=${encodeURIComponent(closePayload(open.eio ?? eio))}`,
    });
  }
  return get;
}

const openPacketOf = (outcome: Outcome, read: (body: string) => OpenPacket | null): OpenPacket | null =>
  outcome.kind === 'answer' ? read(outcome.body) : null;

/** Balancers that keep a session on one server tell it by a cookie, which a page with credentials sends back. */
function cookies(outcome: Outcome, page: Page): HeaderList {
  if (outcome.kind !== 'answer' || !(page.credentials || page.role === 'own')) return [];
  const pairs = outcome.headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value.split(';', 1)[0] as string)
    .filter((pair) => /^[\x21-\x7e\x80-\xff ]+$/.test(pair));
  return pairs.length === 0 ? [] : [['Cookie', pairs.join('; ')]];
}
