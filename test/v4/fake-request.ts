import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';

/** As much of a request as the translated options look at: a handshake, unless `fields` say otherwise. */
export function fakeRequest(
  headers: { readonly origin?: string; readonly referer?: string } = {},
  fields: Readonly<Record<string, unknown>> = {},
): IncomingMessage {
  return {
    method: 'GET',
    headers,
    _query: { transport: 'polling' },
    socket: new EventEmitter(),
    ...fields,
  } as unknown as IncomingMessage;
}
