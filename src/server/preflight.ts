import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Warn } from '../messages/warn.js';
import { appFunctionFailed } from '../messages/warn.js';
import type { PreflightHandler } from '../origins/policy.js';
import { callOnce } from '../runtime/call-once.js';
import { knowsPreflightHandlers } from '../v2/releases.js';
import type { ParsedSettings } from '../v2/settings.js';
import type { Report } from './reporting.js';

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** How OPTIONS requests under a path are answered. */
export interface PreflightHandling {
  /** Ends in a slash, as Engine.IO compares it. */
  readonly path: string;
  /** The app's own; `false` leaves them to the listeners that the HTTP server had before. */
  readonly handler: PreflightHandler | false;
  /** The path of the client's script, if it is served: v2 served it for any method, before preflights. */
  readonly clientScript: string | undefined;
  /** The listeners that the HTTP server had before Socket.IO was attached. */
  readonly others: readonly unknown[];
}

/** The app's handler as `from` took it: releases before 2.0 had none, later ones call it with two arguments. */
export function preflightHandlerOf(
  { handlePreflightRequest: handler, from }: ParsedSettings,
  warn: Warn,
): PreflightHandler | false | undefined {
  if (handler === undefined) return undefined;
  if (!knowsPreflightHandlers(from)) {
    warn('PREFLIGHT_HANDLER_IGNORED', { from }, 'handlePreflightRequest');
    return undefined;
  }
  if (handler !== false && handler.length > 2) {
    warn('PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS', { from }, 'handlePreflightRequest');
  }
  return handler;
}

/**
 * Answers preflights before v4's `cors` does, which would answer all of them.
 *
 * @param report gets what the handler throws; the client gets a 500
 * @see Engine.IO 3.6.2, lib/server.js, `Server#attach`
 */
export function handlePreflights(httpServer: HttpServer, handling: PreflightHandling, report: Report): void {
  const { path, handler, others, clientScript } = handling;
  const served = clientScript === undefined ? [] : [clientScript, `${clientScript}.map`];
  const socketIo = httpServer.listeners('request');
  httpServer.removeAllListeners('request');
  httpServer.on('request', (request, response) => {
    const { method, url = '' } = request;
    const isPreflight =
      method === 'OPTIONS' && url.startsWith(path) && !served.includes(url.split('?', 1)[0] as string);
    if (!isPreflight) callAll(socketIo, httpServer, request, response);
    else if (handler === false) callAll(others, httpServer, request, response);
    else run(handler, httpServer, request, response, report);
  });
}

function callAll(
  listeners: readonly unknown[],
  httpServer: HttpServer,
  ...args: Parameters<RequestListener>
): void {
  for (const listener of listeners as readonly RequestListener[]) listener.apply(httpServer, args);
}

function run(
  handler: PreflightHandler,
  httpServer: HttpServer,
  request: IncomingMessage,
  response: ServerResponse,
  report: Report,
): void {
  const failed = (error: unknown): void => report([appFunctionFailed('handlePreflightRequest', error)]);
  // Node emits an error if a handler writes after the end. Without a listener, that ends the process.
  response.on('error', failed);
  callOnce(
    // The handler answers through the response, not through a callback.
    () => handler.call(httpServer as never, request, response),
    () => undefined,
    (error) => {
      failed(error);
      fail(response);
    },
  );
}

/** Answers 500 without the headers set so far, which may have allowed the request. A response that has begun is cut off. */
function fail(response: ServerResponse): void {
  if (response.writableEnded) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(500).end();
}
