import type { IncomingMessage } from 'node:http';
import debug from 'debug';
import type { HandshakePolicy } from '../origins/policy.js';
import type { V4AllowRequest } from '../v4/allow-request.js';

const log = debug('socket.io-cors-compat:handshake');

/** As many entries of a list as fit on a line. */
const NAMED_ENTRIES = 5;

type Answer = Parameters<V4AllowRequest>[1];

/** Logs a refusal (`DEBUG=socket.io-cors-compat*`) with the origin, the transport and the rule that refused it. */
export function logRefusals(request: IncomingMessage, rule: HandshakePolicy, callback: Answer): Answer {
  if (!log.enabled) return callback;
  return (message, success) => {
    if (!success)
      log('refused %s over %s: %s', sourceOf(request), transportOf(request), reason(rule, message));
    callback(message, success);
  };
}

// Quoted as JSON, so that a header cannot forge a line of the log.
function sourceOf({ headers: { origin, referer } }: IncomingMessage): string {
  if (origin) return `origin ${JSON.stringify(origin)}`;
  return referer ? `referer ${JSON.stringify(referer)}` : 'a request without Origin and Referer';
}

function transportOf(request: IncomingMessage): string {
  return JSON.stringify((request as { _query?: { transport?: string } })._query?.transport ?? 'unknown');
}

function reason(rule: HandshakePolicy, message: string | null | undefined): string {
  const said = message ? ` (${JSON.stringify(message)})` : '';
  switch (rule.kind) {
    case 'everyone':
      return 'nobody is refused';
    case 'allow-list':
      return `not on the list ${listed(rule.keys)}`;
    case 'literal-list':
      return `not on the list ${listed(rule.origins)}`;
    case 'substring-search':
      return `no part of ${JSON.stringify(rule.text)}`;
    case 'function':
      return `the origins function said no${said}`;
    case 'allow-request':
      return `allowRequest said no${said}`;
  }
}

function listed(entries: readonly string[]): string {
  const more = entries.length > NAMED_ENTRIES ? [`and ${entries.length - NAMED_ENTRIES} more`] : [];
  return `[${[...entries.slice(0, NAMED_ENTRIES), ...more].join(', ')}]`;
}
