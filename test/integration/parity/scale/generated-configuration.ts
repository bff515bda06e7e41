import fc from 'fast-check';
import type { MissingOrigin, Semantics } from '../../../../src/origins/policy.js';
import { entry, origins as oddOrigins } from '../../../v2/arbitraries.js';
import type { LegacyRelease } from '../releases.js';
import { LEGACY_RELEASES } from '../releases.js';
import { allowRequests, originsFunctions, preflightHandler } from './generated-functions.js';
import { code, data, type Written } from './written.js';

/** How a program is written. */
export const STYLES = ['option', 'new', 'listen', 'variable', 'named', 'environment', 'set'] as const;
export type Style = (typeof STYLES)[number];

/** The settings of a v2 program, and the options of the translation. */
export interface GeneratedConfiguration {
  readonly from: LegacyRelease;
  readonly semantics: Semantics;
  readonly missingOrigin: MissingOrigin;
  readonly style: Style;
  /** The option; undefined if it is not given. */
  readonly origins: Written | undefined;
  /** The arguments of the `io.origins()` calls, in order. */
  readonly calls: readonly Written[];
  readonly handler: Written | undefined;
  readonly allowRequest: Written | undefined;
}

const PAGES = [
  'https://example.com',
  'http://example.com',
  'https://example.com:8443',
  'http://localhost:3000',
  'http://127.0.0.1:8080',
  'https://app.example.org',
  'https://xn--bcher-kva.example',
  'http://[::1]:3000',
  'capacitor://localhost',
  'chrome-extension://id',
  'https://a.b-c.example:1234',
];

const withPort = (page: string) => {
  if (/:\d+$/.test(page)) return page;
  return `${page}:${page.startsWith('https:') ? 443 : 80}`;
};
const bare = (page: string) => withPort(page).replace(/^[^/]*\/\//, '');

/** An entry for a page, in one of the notations that people tried. */
const notation = fc
  .tuple(
    fc.constantFrom(...PAGES),
    fc.constantFrom<(page: string) => string>(
      // If every origin is refused, nothing can differ, so half of all entries are ones that every release matched.
      ...Array.from({ length: 12 }, () => withPort),
      ...Array.from({ length: 4 }, () => (page: string) => page),
      bare,
      bare,
      (page) => bare(page).replace(/\d+$/, '*'),
      (page) => `*:${/\d+$/.exec(withPort(page))?.[0]}`,
      (page) => `${page}/`,
      (page) => `${withPort(page)}/`,
      (page) => page.toUpperCase(),
      (page) => withPort(page).toUpperCase(),
      (page) => withPort(page).replace(/\d+$/, (port) => `0${port}`),
      (page) => withPort(page).replace(/\d+$/, '*'),
      (page) => `${page}/chat`,
      (page) => page.replace('//', '//*.'),
      (page) => page.replace('xn--bcher-kva', 'bücher'),
      (page) => page.replace(/[[\]]/g, ''),
    ),
  )
  .map(([page, write]) => write(page));

const list = fc.array(fc.oneof({ weight: 6, arbitrary: notation }, { weight: 1, arbitrary: entry }), {
  maxLength: 4,
});

const pages = fc.uniqueArray(fc.constantFrom(...PAGES), { minLength: 1, maxLength: 3 });

/** An argument of `io.origins()`. It has no default, so the only falsy one is the empty string. */
const given: fc.Arbitrary<Written> = fc.oneof(
  { weight: 8, arbitrary: list.map(data) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.array(notation, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(' ', ',', ', ', '|', '\n', ';'),
      )
      .map(([entries, separator]) => data(entries.join(separator))),
  },
  { weight: 3, arbitrary: oddOrigins.map(data) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<(string | string[])[]>(
        ...['*:*', ['*:*'], '*', ['*'], 'http://*:*', 'null', ['null']],
        ...['*:80', ['*:80'], '*:443', ['*:443'], 'null:80', ['null:80'], ['null:*']],
      )
      .map(data),
  },
  { weight: 6, arbitrary: pages.chain((all) => fc.constantFrom(...originsFunctions(all))) },
);

const option = fc.oneof(
  { weight: 12, arbitrary: given },
  { weight: 1, arbitrary: fc.constantFrom('', null, undefined, false, 0).map(data) },
);

const handler: fc.Arbitrary<Written> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        origin: fc.oneof(
          fc.constantFrom(...PAGES).map((page) => JSON.stringify(page)),
          fc.constantFrom('req.headers.origin', 'req.headers.origin', "'*'", ''),
        ),
        methods: fc.constantFrom("'GET,POST'", "'GET, POST, PUT'", "'*'", "''", ''),
        headers: fc.constantFrom(
          "'my-custom-header'",
          "'My-Custom-Header, Authorization'",
          "'*'",
          "'content-type'",
          '',
        ),
        credentials: fc.constantFrom('true', 'true', "'true'", "'True'", ''),
        status: fc.constantFrom(200, 200, 200, 204, 403),
        way: fc.constantFrom<'writeHead' | 'setHeader'>('writeHead', 'setHeader'),
      })
      // setHeader throws for undefined, and an OPTIONS request may have no Origin.
      .map((parts) =>
        preflightHandler(parts.origin.startsWith('req') ? { ...parts, way: 'writeHead' } : parts),
      ),
  },
  { weight: 1, arbitrary: fc.constant(code('false')) },
  { weight: 1, arbitrary: fc.constantFrom('true', 'null', 'undefined').map(code) },
);

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, freq: number) =>
  fc.option(arbitrary, { nil: undefined, freq });

/** Any configuration with which a v2 app survived its first request. */
export const configuration: fc.Arbitrary<GeneratedConfiguration> = fc.record({
  from: fc.constantFrom(...LEGACY_RELEASES, '2.5', '2.5'),
  semantics: fc.constantFrom<Semantics>('documented', 'exact'),
  missingOrigin: fc.constantFrom<MissingOrigin>('as-v2', 'as-v2', 'as-v2', 'as-v2', 'allow'),
  style: fc.constantFrom(...STYLES),
  origins: sometimes(option, 6),
  calls: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(given, { minLength: 1, maxLength: 2 }) },
  ),
  // With `freq: n`, the value is missing once in n times.
  handler: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: handler }),
  allowRequest: fc.oneof(
    { weight: 14, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: pages.chain((all) => fc.constantFrom(...allowRequests(all))) },
  ),
});

/** The setting that decides on v2: the last call, else the option. A falsy option means the default. */
export function originsInForce({ origins, calls }: GeneratedConfiguration): Written | undefined {
  return calls[calls.length - 1] ?? (origins?.value ? origins : undefined);
}
