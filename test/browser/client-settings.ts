import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LegacyCorsSettings } from '../../src/index.js';

/** The page that is on the lists. */
export const PAGE = 'http://page.test';

/** Settings of v2 that clients meet. */
export interface ClientSettings {
  readonly name: string;
  readonly settings: LegacyCorsSettings;
  /** v2 refused the listed page, for want of a port; it is admitted now, as v2's docs promised. */
  readonly isAdmittedNow?: true;
}

const LISTED = [`${PAGE}:80`];

/** A handler that answers with these headers, and the docs' own where they are not given. */
const handler =
  (headers: (request: IncomingMessage) => Readonly<Record<string, string>> = () => ({})) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, {
      'Access-Control-Allow-Origin': PAGE,
      'Access-Control-Allow-Methods': 'GET,POST',
      'Access-Control-Allow-Headers': 'my-custom-header, Content-Type',
      'Access-Control-Allow-Credentials': 'true',
      ...headers(request),
    });
    response.end();
  };

export const clientSettings: readonly ClientSettings[] = [
  { name: 'nothing configured', settings: {} },
  { name: 'origins', settings: { origins: LISTED } },
  { name: 'origins as a string', settings: { origins: `${PAGE}:80` } },
  { name: 'origins that every page on port 80 matches, and null', settings: { origins: ['*:80'] } },
  { name: 'an empty list', settings: { origins: [] } },
  {
    name: "the docs' example, word for word",
    settings: { origins: [PAGE], handlePreflightRequest: handler() },
    isAdmittedNow: true,
  },
  { name: "origins and the docs' handler", settings: { origins: LISTED, handlePreflightRequest: handler() } },
  {
    name: "the docs' handler alone",
    settings: { handlePreflightRequest: handler() },
  },
  {
    name: 'a handler that reflects the origin',
    settings: {
      origins: LISTED,
      handlePreflightRequest: handler(({ headers: { origin = '' } }) => ({
        'Access-Control-Allow-Origin': origin,
      })),
    },
  },
  {
    name: 'a handler that allows no credentials',
    settings: {
      origins: LISTED,
      handlePreflightRequest: handler(() => ({ 'Access-Control-Allow-Credentials': 'no' })),
    },
  },
  {
    name: 'a handler that allows "*"',
    settings: {
      origins: LISTED,
      handlePreflightRequest: handler(() => ({ 'Access-Control-Allow-Origin': '*' })),
    },
  },
  {
    name: 'a handler that allows another header',
    settings: {
      origins: LISTED,
      handlePreflightRequest: handler(() => ({ 'Access-Control-Allow-Headers': 'other' })),
    },
  },
  {
    name: 'an origins function',
    settings: {
      origins: (origin, callback) => callback(null, origin === PAGE),
      handlePreflightRequest: handler(),
    },
  },
  {
    name: 'an allowRequest of its own',
    settings: {
      allowRequest: ({ headers }, callback) => callback(null, headers.origin === PAGE),
      handlePreflightRequest: handler(),
    },
  },
];
