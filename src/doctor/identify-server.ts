import { printable } from '../output/printable.js';
import { getHeader } from './fetch/header-list.js';
import type { Answer } from './observation.js';

/** Who seems to have sent an answer, in a few words: `nginx ("404 Not Found")`. */
export function identifyServer(answer: Answer): string {
  const known = SIGNATURES.find(([, header, pattern]) =>
    header === 'body' ? pattern.test(answer.body) : pattern.test(getHeader(answer.headers, header) ?? ''),
  );
  const server = getHeader(answer.headers, 'server') ?? getHeader(answer.headers, 'x-powered-by');
  const who = known?.[0] ?? (server === null ? 'an unknown HTTP server' : `"${printable(server, 60)}"`);
  const said = titleOf(answer.body);
  return said === '' ? who : `${who} ("${said}")`;
}

/** The specific ones first: a CDN passes on the headers of the server behind it. */
const SIGNATURES: readonly (readonly [who: string, header: string, pattern: RegExp])[] = [
  ['Cloudflare', 'cf-ray', /./],
  ['Amazon CloudFront', 'x-amz-cf-id', /./],
  ['Heroku', 'server', /heroku/i],
  ['an AWS load balancer', 'server', /awselb/i],
  ['an Express app', 'body', /<pre>Cannot (?:GET|POST|OPTIONS) \//],
  ['a Nest app', 'body', /"message":"Cannot (?:GET|POST|OPTIONS) \/.*"statusCode":404/],
  ['a Vite development server', 'body', /\/@vite\/client/],
  ['a Next.js app', 'x-powered-by', /next\.js/i],
  ['an Express app', 'x-powered-by', /express/i],
  ['nginx', 'server', /nginx/i],
  ['nginx', 'body', /<center>(?:nginx|openresty)/i],
  ['Apache', 'server', /apache/i],
  ['Caddy', 'server', /caddy/i],
  ['Varnish', 'server', /varnish/i],
  ['Varnish', 'via', /varnish/i],
  ['lighttpd', 'server', /lighttpd/i],
  [
    'HAProxy',
    'body',
    /Request forbidden by administrative rules|No server is available to handle this request/,
  ],
];

/** The title of a page, else the beginning of its text. */
function titleOf(body: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1];
  const text = title ?? body.replace(/<[^>]*>/g, ' ');
  return printable(text.replace(/\s+/g, ' ').trim(), 60);
}
