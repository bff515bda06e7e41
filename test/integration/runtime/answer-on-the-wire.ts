import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PreflightAnswer } from '../../../src/origins/policy.js';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server that answers each preflight with the handler that it is given. */
export interface Wire {
  /** What a browser reads from the handler's response; `throws` if the handler threw. */
  answer(handler: Handler): Promise<PreflightAnswer | 'throws'>;
  close(): Promise<void>;
}

export async function openWire(): Promise<Wire> {
  let handler: Handler;
  let threw = false;
  const server: Server = createServer((incoming, outgoing) => {
    outgoing.sendDate = false;
    try {
      handler(incoming, outgoing);
    } catch {
      threw = true;
      incoming.socket.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    async answer(next) {
      handler = next;
      threw = false;
      const asked = request({ port, host: '127.0.0.1', method: 'OPTIONS', agent: false });
      asked.end();
      try {
        const [response] = (await once(asked, 'response')) as [IncomingMessage];
        response.resume();
        if (!threw) return readAnswer(response);
      } catch {
        // The connection was cut because the handler threw.
      }
      return 'throws';
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Fetch, "get a header's value": those of one name are joined with a comma and a space. */
function readAnswer({ statusCode, rawHeaders }: IncomingMessage): PreflightAnswer {
  const values = (name: string) =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
  const value = (name: string) => (values(name).length === 0 ? undefined : values(name).join(', '));
  const list = (name: string) =>
    (value(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const maxAge = value('access-control-max-age');
  return {
    status: statusCode as number,
    allowOrigin: value('access-control-allow-origin'),
    allowCredentials: value('access-control-allow-credentials') === 'true',
    allowMethods: list('access-control-allow-methods'),
    allowHeaders: list('access-control-allow-headers'),
    exposeHeaders: list('access-control-expose-headers'),
    maxAge: /^-?\d+$/.test(maxAge ?? '') ? Number(maxAge) : undefined,
  };
}
