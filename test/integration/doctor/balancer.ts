import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  request as send,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Listening } from './servers.js';

export interface BalancerOptions {
  /** Sets headers on the responses of a node, by its number. */
  readonly responseHeaders?: (node: number, request: IncomingMessage) => OutgoingHttpHeaders;
  /** Changes the requests that are passed on. */
  readonly rewrite?: (request: IncomingMessage) => void;
}

/** A proxy in front of several nodes; `pick` says which one gets the request. */
export async function balancer(
  nodes: readonly Listening[],
  pick: (request: IncomingMessage) => number,
  { responseHeaders = () => ({}), rewrite = () => {} }: BalancerOptions = {},
): Promise<Listening> {
  const server: Server = createServer();
  const sockets = new Set<Socket>();
  const onward = (request: IncomingMessage, node: number) => {
    rewrite(request);
    return send((nodes[node] as Listening).url + request.url, {
      ...{ method: request.method ?? 'GET', headers: request.headers, agent: false },
    });
  };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    const node = pick(request);
    const passed = onward(request, node).on('error', () => response.destroy());
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...responseHeaders(node, request) });
      answer.on('error', () => response.destroy()).pipe(response);
    });
    request.pipe(passed);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    const passed = onward(request, pick(request)).on('error', () => socket.destroy());
    passed.on('upgrade', (answer, behind, first) => {
      socket.write(head(answer));
      socket.write(first);
      behind.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => behind.destroy()).pipe(behind);
    });
    passed.on('response', (answer) => {
      socket.write(head(answer));
      answer.pipe(socket);
    });
    passed.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    sessions: () => nodes.reduce((sum, { sessions }) => sum + (sessions() ?? 0), 0),
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

const head = ({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string => {
  const lines = Array.from({ length: rawHeaders.length / 2 }, (_, at) =>
    [rawHeaders[at * 2], rawHeaders[at * 2 + 1]].join(': '),
  );
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n');
};
