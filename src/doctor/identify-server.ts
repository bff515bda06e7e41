import type { ProxyName } from '../messages/proxies.js';
import { printable } from '../output/terminal.js';
import { headerOf } from './fetch.js';
import { answerTo, type Seen } from './observation.js';

/** The likely sender of an answer, in a few words: `nginx ("404 Not Found")`. */
export function identifyServer(one: Seen): string {
  const server = headerOf(one, 'server') ?? headerOf(one, 'x-powered-by');
  const unknown = server === null ? 'an unknown HTTP server' : `"${printable(server, 60)}"`;
  const proxy = proxyOf(one);
  const who = find(SERVERS, one) ?? (proxy === 'Express' ? 'an Express app' : proxy) ?? unknown;
  const said = titleOf(answerTo(one)?.body ?? '');
  return said === '' ? who : `${who} ("${said}")`;
}

/** The proxy that an answer came through, if it shows. */
export const proxyOf = (one: Seen): ProxyName | undefined => find(PROXIES, one);

type Signatures<Name> = readonly (readonly [name: Name, header: string, pattern: RegExp])[];

const find = <Name>(signatures: Signatures<Name>, one: Seen): Name | undefined =>
  signatures.find(([, header, pattern]) =>
    pattern.test((header === 'body' ? answerTo(one)?.body : headerOf(one, header)) ?? ''),
  )?.[0];

const SERVERS: Signatures<string> = [
  ['Amazon CloudFront', 'x-amz-cf-id', /./],
  ['Heroku', 'server', /heroku/i],
  ['an AWS load balancer', 'server', /awselb/i],
  ['an Express app', 'body', /<pre>Cannot (?:GET|POST|OPTIONS) \//],
  ['a Nest app', 'body', /"message":"Cannot (?:GET|POST|OPTIONS) \//],
  ['a Vite development server', 'body', /\/@vite\/client/],
  ['a Next.js app', 'x-powered-by', /next\.js/i],
];

/** The specific ones first: a CDN passes on the headers of the origin server. */
const PROXIES: Signatures<ProxyName> = [
  ['Cloudflare', 'cf-ray', /./],
  ['Cloudflare', 'server', /cloudflare/i],
  ['Varnish', 'x-varnish', /./],
  ['Varnish', 'server', /varnish/i],
  ['nginx', 'server', /nginx|openresty/i],
  ['nginx', 'body', /<center>(?:nginx|openresty)/i],
  ['Apache', 'server', /apache/i],
  ['Caddy', 'server', /caddy/i],
  ['Caddy', 'via', /caddy/i],
  ['lighttpd', 'server', /lighttpd/i],
  [
    'HAProxy',
    'body',
    /Request forbidden by administrative rules|No server is available to handle this request|The server returned an invalid or incomplete response|The server didn't respond in time/,
  ],
  ['Express', 'x-powered-by', /express/i],
];

/** The title of a page, else the beginning of its text. */
function titleOf(body: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1];
  const text = title ?? body.replace(/<[^>]*>/g, ' ');
  return printable(text.replace(/\s+/g, ' ').trim(), 60);
}
