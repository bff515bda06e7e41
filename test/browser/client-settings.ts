import type { LegacyCorsSettings } from '../../src/index.js';

/** The page that is on the lists. */
export const PAGE = 'http://page.test';

/** Settings of v2 that clients meet. */
export interface ClientSettings {
  readonly name: string;
  /** The source text that the codemod reads. */
  readonly source: string;
  /** v2 refused the listed page, because the entry has no port. It is allowed now, as v2's docs promised. */
  readonly isAdmittedNow?: true;
}

/** A fresh object each time: v2 writes into the one that it is given. */
export const settingsOf = ({ source }: ClientSettings): LegacyCorsSettings =>
  new Function(`return (${source});`)();

/** The docs' handler, with other values for some of its headers; they are source text. */
function handler(headers: Readonly<Record<string, string>> = {}): string {
  const sent = {
    'Access-Control-Allow-Origin': `'${PAGE}'`,
    'Access-Control-Allow-Methods': "'GET,POST'",
    'Access-Control-Allow-Headers': "'my-custom-header, Content-Type'",
    'Access-Control-Allow-Credentials': 'true',
    ...headers,
  };
  const lines = Object.entries(sent).map(([name, value]) => `      '${name}': ${value},`);
  return `(req, res) => {\n    res.writeHead(200, {\n${lines.join('\n')}\n    });\n    res.end();\n  }`;
}

const object = (members: Readonly<Record<string, string>>): string =>
  `{\n${Object.entries(members)
    .map(([key, value]) => `  ${key}: ${value},`)
    .join('\n')}\n}`;

const origins = `['${PAGE}:80']`;
const listed = (headers?: Readonly<Record<string, string>>): string =>
  object({ origins, handlePreflightRequest: handler(headers) });

export const clientSettings: readonly ClientSettings[] = [
  { name: 'nothing configured', source: '{}' },
  { name: 'origins', source: object({ origins }) },
  { name: 'origins as a string', source: object({ origins: `'${PAGE}:80'` }) },
  {
    name: 'origins that every page on port 80 matches, and null',
    source: object({ origins: "['*:80']" }),
  },
  { name: 'an empty list', source: object({ origins: '[]' }) },
  {
    name: "the docs' example",
    source: object({ origins: `['${PAGE}']`, handlePreflightRequest: handler() }),
    isAdmittedNow: true,
  },
  { name: "origins and the docs' handler", source: listed() },
  { name: "the docs' handler alone", source: object({ handlePreflightRequest: handler() }) },
  {
    name: 'a handler that reflects the origin',
    source: listed({ 'Access-Control-Allow-Origin': 'req.headers.origin' }),
  },
  {
    name: 'a handler that allows no credentials',
    source: listed({ 'Access-Control-Allow-Credentials': "'no'" }),
  },
  { name: 'a handler that allows "*"', source: listed({ 'Access-Control-Allow-Origin': "'*'" }) },
  {
    name: 'a handler that allows another header',
    source: listed({ 'Access-Control-Allow-Headers': "'other'" }),
  },
  {
    name: 'an origins function',
    source: object({
      origins: `(origin, callback) => callback(null, origin === '${PAGE}')`,
      handlePreflightRequest: handler(),
    }),
  },
  {
    name: 'an allowRequest of its own',
    source: object({
      allowRequest: `({ headers }, callback) => callback(null, headers.origin === '${PAGE}')`,
      handlePreflightRequest: handler(),
    }),
  },
];
