import { browserOrigin, type Request } from '../requests.js';

/** The origin that an entry may have been meant for. */
export function guessedOrigin(written: string): string {
  const plain = written
    .slice(0, 200)
    .replace(/:(?:443|80|\*)(?=\/|$)/, '')
    .replace(/\/$/, '')
    .replace(/\*/g, 'x');
  return /^[a-z-]+:\/\//i.test(plain) ? plain : `https://${plain}`;
}

/** An origin, and other origins that a careless check mistakes for it. */
export function neighboursOf(origin: string): Request[] {
  const [, scheme = 'https', host = '', port = ''] = /^([^:]*):\/\/(.*?)(:\d+)?$/s.exec(origin) ?? [];
  const origins = [
    origin,
    `${scheme === 'https' ? 'http' : 'https'}://${host}${port}`,
    `${scheme}://${host}:443`,
    `${scheme}://${host}:80`,
    `http://${host}:443`,
    `${scheme}://${host}:8081`,
    `${scheme}://${host}${port}0`,
    `${scheme}://${host}${port === '' ? ':0443' : port.replace(':', ':0')}`,
    `${scheme}://${host}${port.slice(0, -1)}`,
    `${scheme}://${host.slice(1)}${port}`,
    `${scheme}://${host.slice(2)}${port}`,
    `${scheme}://evil${host}${port}`,
    `${scheme}://evil.${host}${port}`,
    `${scheme}://${host}.evil.example${port}`,
    `${scheme}://${host}.${port}`,
    `${scheme}://${host.replace('.', 'x')}${port}`,
    `${scheme}://${host.replace('.', '-')}${port}`,
    `${scheme}://${host.toUpperCase()}${port}`,
    `${scheme}://user@${host}${port}`,
    `${scheme}://${host}@evil.example${port}`,
    `${origin}/`,
    `${origin}/chat`,
    `${origin}#`,
    `${origin}?x`,
    `${host}${port}`,
    `//${host}${port}`,
  ];
  return [
    ...origins.map(fromOrigin),
    ...[`${origin}/`, `${origin}/page?x=1`, origin, `https://evil.example/?${origin}:443`].map(fromReferer),
  ];
}

/** The URL standard allows more characters in a host, but no page has such a host. */
const HOST_LETTERS = /^[^/]+:\/\/[\w.:[\]-]*(?:\/|$)/;

export function fromOrigin(origin: string): Request {
  const wellFormed = origin === 'null' || (browserOrigin(origin) === origin && HOST_LETTERS.test(origin));
  return { desc: `Origin ${JSON.stringify(origin)}`, origin, ...(wellFormed ? {} : { malformed: true }) };
}

/** As a `Referer`, browsers send the address of a page, or its origin with a slash. */
export function fromReferer(referer: string): Request {
  const origin = browserOrigin(referer);
  const wellFormed =
    origin !== undefined &&
    HOST_LETTERS.test(referer) &&
    (referer === origin || referer.startsWith(`${origin}/`));
  return { desc: `Referer ${referer}`, referer, ...(wellFormed ? {} : { malformed: true }) };
}
