import type { Answer, HeaderList, Observation, Page, RequestKind } from '../../src/doctor/observation.js';
import { OPEN, openAnew } from './fake-engine.js';

/** Made-up observations of a server. */
export const page = (role: Page['role'], headers: HeaderList = []): Page => ({
  origin: {
    asked: 'https://a.com',
    own: 'http://localhost:3000',
    foreign: 'http://foreign.example',
    null: 'null',
  }[role],
  role,
  credentials: true,
  headers,
});

export const answer = (
  status: number,
  headers: HeaderList,
  body = '',
  rest: Partial<Answer> = {},
): Answer => ({
  kind: 'answer',
  status,
  headers,
  body,
  complete: true,
  ...rest,
});

export const seen = (
  request: RequestKind,
  from: Page,
  outcome: Observation['outcome'],
  rest: Partial<Observation> = {},
): Observation => ({
  request,
  url: 'http://localhost:3000/socket.io/',
  eio: 4,
  page: from,
  outcome,
  ...rest,
});

/** Headers that admit a page with credentials, as v4 sends them. */
export const admits = (from: Page): HeaderList => [
  ['Access-Control-Allow-Origin', from.origin],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Vary', 'Origin'],
];

/** A polling handshake that gets in. */
export const opens = (from: Page, headers: HeaderList = admits(from)): Observation =>
  seen('polling-get', from, answer(200, headers, openAnew()));

/** A WebSocket that gets in. */
export const connects = (from: Page): Observation =>
  seen('websocket', from, answer(101, [], '', { socket: { messages: [OPEN], closed: false } }));

/** The same, but without any header, so that the page may not read it. */
export const closed = (from: Page): Observation => opens(from, []);
