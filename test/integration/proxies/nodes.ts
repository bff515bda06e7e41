import { type Listening, raw, v2, v4 } from '../doctor/servers.js';

/** The page that every server below lists. */
export const PAGE = 'http://app.example';

export type Node = () => Promise<Listening>;

type Callback = (error: string | null, allowed: boolean) => void;
interface Asking {
  readonly headers: { readonly origin?: string; readonly referer?: string };
}

/** Another listed page, on the same site as the servers, which all listen on 127.0.0.1. */
export const SAME_SITE_PAGE = 'http://127.0.0.1:8080';

const cors = { origin: [PAGE, SAME_SITE_PAGE], credentials: true };

/** Refuses requests that name no listed page, as v2 did. */
const allowRequest = ({ headers: { origin, referer } }: Asking, callback: Callback) =>
  callback(
    null,
    cors.origin.some((page) => `${origin ?? referer}/`.startsWith(`${page}/`)),
  );

/** 4.8.4 as the migration leaves it: a list, and a check that refuses other pages. */
export const v4Guarded: Node = () => v4({ cors, allowRequest });

/** 4.8.4 with a list only. */
export const v4Listed: Node = () => v4({ cors });

/** 4.8.4 that allows every origin: it sends back the one that it was sent. */
export const v4Reflecting: Node = () => v4({ cors: { origin: true, credentials: true } });

/** 4.8.4 with a single origin, which it sends to every page. */
export const v4Named: Node = () => v4({ cors: { origin: 'https://www.example.com', credentials: true } });

/** 4.8.4 that allows every origin by `*`. */
export const v4Wildcard: Node = () => v4({ cors: { origin: '*' } });

type CorsCallback = (error: null, options: object) => void;

/** 4.8.4 whose `cors` is asked for each request. */
export const v4Function: Node = () =>
  v4({ cors: (_request: Asking, callback: CorsCallback) => callback(null, cors) });

/** 4.8.4 without options. */
export const v4Bare: Node = () => v4({});

/** 2.5.1 with the page in its list. */
export const v2Listed: Node = () => v2({ origins: [`${PAGE}:80`] });

/** 2.5.1 without options, which allows every origin. */
export const v2Open: Node = () => v2({});

/** As above, without the cookie `io`, which keeps answers out of caches. */
export const v2WithoutCookie: Node = () => v2({ cookie: false });

/** 2.0.4 with the page in its list, as that release compares it. */
export const v20Listed: Node = () => v2({ origins: ['app.example:80'] }, 'socket.io-2.0');

/** 2.4.0 as it is opened to every origin; it compares a list with the header as it is. */
export const v240Listed: Node = () => v2({ origins: [PAGE] }, 'socket.io-2.4.0');

/** 2.5.1 with a list and the handler of the docs. */
export const v2WithHandler: Node = () =>
  v2({
    origins: [`${PAGE}:80`],
    handlePreflightRequest: (
      request: Asking,
      response: { writeHead(status: number, headers: object): void; end(): void },
    ) => {
      response.writeHead(200, {
        'Access-Control-Allow-Headers': 'content-type,x-token',
        'Access-Control-Allow-Origin': request.headers.origin,
        'Access-Control-Allow-Credentials': true,
      });
      response.end();
    },
  });

/** A server that takes connections and never answers. */
export const silent: Node = () => raw(() => {});
