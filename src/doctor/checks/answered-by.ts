import { printable } from '../../output/printable.js';
import { getHeader } from '../fetch-standard/header-list.js';
import type { Answer } from '../observation.js';

/** Who seems to have given an answer, in a few words: `nginx ("404 Not Found")`. */
export function answeredBy({ headers, body }: Answer): string {
  const known = SIGNATURES.find(([, header, pattern]) =>
    header === 'body' ? pattern.test(body) : pattern.test(getHeader(headers, header) ?? ''),
  );
  const said = whatItSaid(body);
  const server = getHeader(headers, 'server') ?? getHeader(headers, 'x-powered-by');
  const who = known?.[0] ?? (server === null ? 'an unknown HTTP server' : `"${printable(server, 60)}"`);
  return said === '' ? who : `${who} ("${said}")`;
}

/** Specific ones first: a CDN passes the headers of what stands behind it along. */
const SIGNATURES: readonly (readonly [who: string, header: string, pattern: RegExp])[] = [
  ['Cloudflare', 'cf-ray', /./],
  ['Amazon CloudFront', 'x-amz-cf-id', /./],
  ['Fastly', 'x-served-by', /^cache-/],
  ['Akamai', 'server', /akamai/i],
  ['Vercel', 'x-vercel-id', /./],
  ['Netlify', 'x-nf-request-id', /./],
  ['GitHub Pages', 'server', /github\.com/i],
  ['Heroku', 'server', /heroku/i],
  ['an AWS load balancer', 'server', /awselb/i],
  ['an Express app', 'body', /<pre>Cannot (?:GET|POST|OPTIONS) \//],
  ['a Nest app', 'body', /"message":"Cannot (?:GET|POST|OPTIONS) \/.*"statusCode":404/],
  ['a Fastify app', 'body', /"message":"Route (?:GET|POST|OPTIONS):.* not found"/],
  ['a Vite development server', 'body', /\/@vite\/client/],
  ['a Next.js app', 'x-powered-by', /next\.js/i],
  ['an Express app', 'x-powered-by', /express/i],
  ['nginx', 'server', /nginx/i],
  ['nginx', 'body', /<center>(?:nginx|openresty)/i],
  ['Apache', 'server', /apache/i],
  ['IIS', 'server', /microsoft-iis/i],
  ['Caddy', 'server', /caddy/i],
  ['Envoy', 'server', /envoy|istio/i],
];

/** The title of a page, else the beginning of the text. */
function whatItSaid(body: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1];
  const text = title ?? body.replace(/<[^>]*>/g, ' ');
  return printable(text.replace(/\s+/g, ' ').trim(), 60);
}
