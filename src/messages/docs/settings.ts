import type { ServerCode } from '../server.js';
import type { SettingsCode } from '../settings.js';
import type { CodeDoc } from './code-doc.js';

/** Documentation of the warnings about settings, for the reference and `explain`. */
export const settingsDocs: Readonly<Record<Exclude<SettingsCode, ServerCode>, CodeDoc>> = {
  ALLOW_ALL_BY_DEFAULT: {
    summary:
      'The settings name no origins: `origins` is missing or falsy, no `io.origins()` call follows, and there is no `allowRequest`.',
    cause:
      'The settings name no origins: `origins` is missing or falsy, no `io.origins()` call follows, and there is no `allowRequest`.',
    v2: 'It admitted every request and let every page read the answers, with credentials. 2.4.0 did not: see Missing origin admitted.',
    v4: 'The translation keeps that: `cors.origin` is `true`, and there is no `allowRequest`. So any site can open a session in the name of a visitor who is logged in to yours.',
    fix: 'Name the origins of your pages.',
  },
  ALLOW_ALL_EXPLICIT: {
    summary:
      "The origins in force are `'*:*'`, an array with that entry, or a string that contains it, as `'http://*:*'`.",
    cause:
      "The origins in force are `'*:*'`, an array with that entry, or a string that contains it, as `'http://*:*'`.",
    v2: 'It admitted every request and let every page read the answers, with credentials. To 2.4.0 `*:*` meant nothing.',
    v4: 'The translation keeps that: `cors.origin` is `true`, and there is no `allowRequest`.',
    fix: 'Name the origins of your pages.',
  },
  ALLOW_REQUEST_DECIDES_ALONE: {
    summary: 'The settings have an `allowRequest` of their own.',
    cause: 'The settings have an `allowRequest` of their own.',
    v2: 'It asked that function about every handshake and looked at no `origins`. Every page that was admitted could read the answers. From 2.0 on, a refusal had no CORS headers, so its message could not be read by a page of another origin.',
    v4: 'It asks the function likewise. `cors` sets its headers before, and reflects every origin: the message of a refusal can be read by any page.',
    fix: 'Keep secrets out of the message. Where the function checks the `Origin`, give `cors.origin` the same list.',
  },
  ALLOW_REQUEST_FAILED: {
    summary:
      'While the server ran, your `allowRequest` threw, or its promise was rejected, before it called back.',
    cause:
      'While the server ran, your `allowRequest` threw, or its promise was rejected, before it called back.',
    v2: 'The process exited; where a promise was rejected, on Node.js 15 and later.',
    v4: 'The translation refuses the handshake and goes on.',
    fix: 'Have the function call back for every request, also for one without an `Origin`.',
  },
  CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH: {
    summary: 'The target is Socket.IO 3.0.0 or 3.0.1.',
    cause: 'The target is Socket.IO 3.0.0 or 3.0.1.',
    v2: 'It kept `origins` from the constructor when it was attached later.',
    v4: "3.0.0 and 3.0.1 forget the constructor's options in a later `io.attach()` or `io.listen()`: neither `cors` nor `allowRequest` is in force, and every origin is admitted. `new Server(httpServer, options)` is not concerned, nor is any later release.",
    fix: 'Upgrade to 3.1.0 or later; or give the options to `attach()` as well.',
  },
  FROM_RANGE_SPANS_CHECKS: {
    summary: '`from` is a range, and the releases in it do not all check origins alike.',
    cause: '`from` is a range, and the releases in it do not all check origins alike.',
    v2: 'It depends on the release: 2.0 compared no scheme, 2.4.0 compared the whole `Origin`, and the others compared `scheme://host:port`.',
    v4: 'The translation follows the newest release in the range. An app that ran on an older one may have refused what is admitted now.',
    fix: 'Give the very release; `npm ls socket.io` tells it.',
  },
  FUNCTION_TAKES_NO_CALLBACK: {
    summary:
      'The `origins` or `allowRequest` function takes fewer than two parameters, so it may never call back.',
    cause:
      'The `origins` or `allowRequest` function takes fewer than two parameters, so it may never call back.',
    v2: 'It did not look at what the function returned. Where nobody called back, the handshake hung until the client gave up.',
    v4: 'The same.',
    fix: 'Call back, with `(null, true)` or `(null, false)`.',
  },
  LEGACY_CLIENTS_NEED_ALLOW_EIO3: {
    summary: 'The settings have no `allowEIO3: true`.',
    cause: 'The settings have no `allowEIO3: true`.',
    v2: "It spoke Engine.IO's protocol 3, as the clients of v1 and v2 do.",
    v4: 'It speaks protocol 4. From 3.1.0 on it refuses those clients with code 5, "Unsupported protocol version", unless `allowEIO3` is `true`. 3.0 has no such option: it answers them in protocol 4, and they fail to connect.',
    fix: 'Set `allowEIO3: true` until the last v2 client is gone. Where there is none, nothing is to be done.',
  },
  MISSING_ORIGIN_ADMITTED: {
    summary: 'The app ran on Socket.IO 2.4.0, with no origins or an empty list.',
    cause: 'The app ran on Socket.IO 2.4.0, with no origins or an empty list.',
    v2: "2.4.0 refused every request with an `Origin` and admitted all others. Over polling, a page of the server's own origin sends none; neither does a JSONP script on any page. Other releases admitted everyone where no origins were set, and nobody where the list was empty.",
    v4: 'The translation keeps that.',
    fix: 'Name the origins of your pages, also of those that the server itself serves.',
  },
  MISSING_ORIGIN_NOW_ADMITTED: {
    summary: "`missingOrigin: 'allow'` was given to `translateCors`.",
    cause: "`missingOrigin: 'allow'` was given to `translateCors`.",
    v2: "Under a list it refused requests with neither `Origin` nor `Referer`: curl, clients in Node.js, pages under `Referrer-Policy: no-referrer`. An `origins` function was asked about them, with `'*'`.",
    v4: 'The translation admits them all, without asking the function. That lets in native clients, and also a JSONP script on any page under `Referrer-Policy: no-referrer`.',
    fix: "Leave `missingOrigin` at `'as-v2'`, and have such clients send an `Origin`.",
  },
  MISSING_ORIGIN_REFUSED: {
    summary: 'A list of origins is in force, so requests that name no origin are not on it.',
    cause: 'A list of origins is in force, so requests that name no origin are not on it.',
    v2: 'It refused requests with neither `Origin` nor `Referer`: curl, clients in Node.js, pages under `Referrer-Policy: no-referrer`. 2.4.0 did not look at the `Referer`, and refused every request without an `Origin`.',
    v4: 'The translation keeps that. v4 itself would admit them.',
    fix: "Have clients that are no browsers send an `Origin` of the list; both v2's and v4's can, in Node.js. Where there are no such clients, nothing is to be done.",
  },
  NULL_ORIGIN_ADMITTED: {
    summary:
      "The origins admit any host on port 80 (`'*:80'`), or the host `null` (`'null:80'`, `'null:*'`); on 2.4.0, they name `'null'`.",
    cause:
      "The origins admit any host on port 80 (`'*:80'`), or the host `null` (`'null:80'`, `'null:*'`); on 2.4.0, they name `'null'`.",
    v2: "It read `Origin: null`, and a request with neither `Origin` nor `Referer`, as the host `null` on port 80, so such an entry admitted both. 2.4.0 admitted `Origin: null` where `'null'` was on the list. Every site can send `Origin: null`, from a sandboxed frame.",
    v4: 'The translation keeps that.',
    fix: 'Name the origins in full.',
  },
  ORIGINS_CALL_REPLACES_OPTION: {
    summary:
      'Origins are set more than once: by the option and a call of `io.origins()`, or by several calls.',
    cause:
      "Origins are set more than once: by the option and a call of `io.origins()`, or by several calls. v2's documentation showed two calls one after the other.",
    v2: 'The last call won, over earlier calls and over the option.',
    v4: 'The translation keeps that.',
    fix: 'Put all origins into one list.',
  },
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: {
    summary: '`origins` is a function.',
    cause:
      '`origins` is a function. What it calls back with cannot be known in advance, so the warning stands for every function.',
    v2: "Of `callback(error, success)` only `success` counted: `callback('some error', true)` admitted.",
    v4: "The translation refuses where there is an error, unless `semantics` is `'exact'`.",
    fix: 'Call back `(null, true)` to admit. Where the function does so already, nothing is to be done.',
  },
  ORIGINS_FUNCTION_FAILED: {
    summary:
      'While the server ran, your `origins` function threw, or its promise was rejected, before it called back.',
    cause:
      "While the server ran, your `origins` function threw, or its promise was rejected, before it called back. Often it parses its argument, which is `'*'` where a request has neither `Origin` nor `Referer`, and where its `Origin` is `null`.",
    v2: 'The process exited; where a promise was rejected, on Node.js 15 and later.',
    v4: 'The translation refuses the handshake and goes on.',
    fix: 'Have the function call back for every value.',
  },
  ORIGINS_IGNORED_BY_ALLOW_REQUEST: {
    summary: 'The settings have origins and an `allowRequest` of their own.',
    cause: 'The settings have origins and an `allowRequest` of their own.',
    v2: '`allowRequest` took the place of the whole check, so the origins had no effect.',
    v4: 'The translation keeps that.',
    fix: 'Check the origin inside `allowRequest`, and remove `origins`.',
  },
  ORIGINS_NOW_REFUSE_EVERYONE: {
    summary: '`origins` is a string in which no entry can be read as an origin.',
    cause: '`origins` is a string in which no entry can be read as an origin.',
    v2: 'It searched the string as it stands for the origin of the request, so whoever was found in it was admitted.',
    v4: 'The translation reads the string as a list of entries. None of these is an origin, so everyone is refused.',
    fix: 'Write an array.',
  },
  ORIGINS_REFUSE_EVERYONE: {
    summary:
      "The origins are an empty list or `io.origins('')`, or hold nothing that a request could match, as `'*'`.",
    cause:
      "The origins are an empty list or `io.origins('')`, or hold nothing that a request could match, as `'*'`.",
    v2: "It refused every request. `'*'` did not stand for every origin, in any release; `'*:*'` did, except on 2.4.0. There, an empty list admitted requests without an `Origin`: see Missing origin admitted.",
    v4: "The translation keeps that, but for what `missingOrigin: 'allow'` admits.",
    fix: 'Name the origins of your pages.',
  },
  ORIGIN_NEVER_MATCHED: {
    summary:
      "An entry is written as no request could match it: with a path, with a wildcard behind a scheme (`'https://example.com:*'` in an array), without a scheme and a port, or as `'*'`.",
    cause:
      "An entry is written as no request could match it: with a path, with a wildcard behind a scheme (`'https://example.com:*'` in an array), without a scheme and a port, or as `'*'`. With `semantics: 'exact'` that includes whatever `from` did not match, as `'https://example.com'`.",
    v2: "The entry had no effect. What entries were compared with differs by release: see the table at the top. In a string the scheme was passed over, so that there `'https://example.com:*'` had an effect.",
    v4: 'The entry stays without effect.',
    fix: "Write the origin as browsers send it; for any scheme and port of a host write `'example.com:*'`; or remove the entry. With `semantics: 'exact'`, write it in a form that `from` matched.",
  },
  ORIGIN_NOW_ADMITTED: {
    summary:
      "An entry is an origin as v2's documentation wrote it, but `from` did not match it in that form.",
    cause: "An entry is an origin as v2's documentation wrote it, but `from` did not match it in that form.",
    v2: "It refused that origin. 2.1 to 2.3 and 2.4.1 to 2.5.1 matched `'https://example.com:443'` and not `'https://example.com'`; 1.4 to 2.0 matched neither, but `'example.com:443'`; 2.4.0 matched `'https://example.com'` alone. None knew upper case, a unicode host or a trailing slash in an array.",
    v4: "The translation admits the origin, over every transport. With `semantics: 'exact'` it stays refused.",
    fix: 'Where that origin is to connect, nothing is to be done; to test it on the old server, write the entry in a form that `from` matched. Otherwise remove it.',
  },
  ORIGIN_UNREADABLE: {
    summary: '`origins` is a string, and one of the entries in it cannot be read as an origin.',
    cause: '`origins` is a string, and one of the entries in it cannot be read as an origin.',
    v2: 'It searched the whole string for the origin of the request, so parts of such an entry may have matched.',
    v4: 'The translation admits nobody for that entry.',
    fix: 'Write an array with one origin an entry.',
  },
  ORIGIN_WILDCARD_IS_LITERAL: {
    summary: "An entry has a `*` that stands for part of a host, as `'https://*.example.com:443'`.",
    cause: "An entry has a `*` that stands for part of a host, as `'https://*.example.com:443'`.",
    v2: "It took the `*` for a letter: a host of the name `*.example.com` was admitted, and no subdomain was. (A string is searched as a substring as well, so `'*.example.com:443'` admitted `https://example.com`; see Substring match closed.)",
    v4: 'The translation keeps that.',
    fix: 'Name the subdomains, or give a function. It gets the whole URL of the `Referer` where there is no `Origin`, so anchor the host at both ends.',
  },
  PREFLIGHT_CREDENTIALS_DIFFER: {
    summary: '`handlePreflightRequest` allows the origin that `origins` admits, but no credentials.',
    cause: '`handlePreflightRequest` allows the origin that `origins` admits, but no credentials.',
    v2: 'From 2.0 on, the handler answered preflights and nothing else; every other response allowed credentials. So requests with custom headers, which need a preflight, could not carry cookies; others could.',
    v4: 'The translation keeps that, with a function as `cors` that answers preflights apart.',
    fix: 'Allow credentials in the handler, and `cors` becomes one plain object.',
  },
  PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT: {
    summary: '`handlePreflightRequest` sends `Access-Control-Expose-Headers`.',
    cause: '`handlePreflightRequest` sends `Access-Control-Expose-Headers`.',
    v2: 'From 2.0 on it sent the header with preflights only, where browsers ignore it.',
    v4: '`cors.exposedHeaders` is sent with every response, so pages of the admitted origins can read those headers.',
    fix: 'Remove the header where pages are not to read them.',
  },
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: {
    summary: '`handlePreflightRequest` is `false`.',
    cause: '`handlePreflightRequest` is `false`.',
    v2: 'From 2.0 on it left OPTIONS requests to the other listeners of the HTTP server, such as an Express app with `cors()`.',
    v4: 'It leaves them to nobody. The translation sets `preflightContinue: true`, after which Engine.IO refuses a preflight with 400: pages cannot send custom headers.',
    fix: 'Give a handler that sends what the other listener sent; the translation makes plain `cors` fields of it.',
  },
  PREFLIGHT_HANDLER_DID_NOT_END: {
    summary:
      '`handlePreflightRequest` returned before it called `res.end()`: it forgot to, or does so later.',
    cause: '`handlePreflightRequest` returned before it called `res.end()`: it forgot to, or does so later.',
    v2: 'From 2.0 on the preflight waited for `res.end()`; without one it never got an answer, and the request that it was for was never sent.',
    v4: 'The translation runs the handler for each preflight, and refuses the preflight where it has not ended within 10 seconds.',
    fix: 'Call `res.end()` before the handler returns, and its answer becomes plain `cors` fields.',
  },
  PREFLIGHT_HANDLER_FAILED: {
    summary:
      'While the server ran, your `handlePreflightRequest` threw, or its promise was rejected, before it ended the response.',
    cause:
      'While the server ran, your `handlePreflightRequest` threw, or its promise was rejected, before it ended the response.',
    v2: 'From 2.0 on the process exited; where a promise was rejected, on Node.js 15 and later.',
    v4: 'The translation refuses the preflight and goes on.',
    fix: 'Have the handler end the response for every request; `Origin` may be missing, `null`, or no URL at all.',
  },
  PREFLIGHT_HANDLER_IGNORED: {
    summary: 'There is a `handlePreflightRequest`, but `from` is a release before 2.0.',
    cause: 'There is a `handlePreflightRequest`, but `from` is a release before 2.0.',
    v2: "2.0 and later called it; 1.4 to 1.7 did not know it, and refused a handshake's preflight with 400.",
    v4: 'The translation leaves the handler out.',
    fix: 'Remove it; or give as `from` the release that the app really ran on.',
  },
  PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS: {
    summary: "`handlePreflightRequest` has three parameters, `(server, req, res)`, as v2's typings said.",
    cause: "`handlePreflightRequest` has three parameters, `(server, req, res)`, as v2's typings said.",
    v2: 'From 2.0 on it called the handler with `(req, res)`, and the HTTP server as `this`. The third parameter was undefined, so the handler threw at the first preflight, and the process exited.',
    v4: 'The translation calls it likewise, and refuses the preflight.',
    fix: 'Take `(req, res)`. What the handler answers then counts, so check what it allows.',
  },
  PREFLIGHT_HANDLER_THROWS: {
    summary: '`handlePreflightRequest` throws whatever the request.',
    cause:
      "`handlePreflightRequest` throws whatever the request. Often it calls what Express adds to a response, as `res.set()`; here `res` is Node's own.",
    v2: 'From 2.0 on the process exited at the first preflight.',
    v4: 'The translation runs the handler for each preflight, and refuses it where the handler throws.',
    fix: 'Mend the handler. Or remove it: without one, pages may send no header but `Content-Type`.',
  },
  PREFLIGHT_ORIGIN_DIFFERS: {
    summary: '`handlePreflightRequest` allows another origin than `origins` admits, or only one of several.',
    cause: '`handlePreflightRequest` allows another origin than `origins` admits, or only one of several.',
    v2: "From 2.0 on the handler's origin counted for preflights, that is, for requests with custom headers; `origins` counted for handshakes. A page had to pass both where there was a preflight.",
    v4: 'The translation keeps that, with a function as `cors` that answers preflights apart.',
    fix: "Where there is one origin, allow the same in both, and `cors` becomes one plain object. Where there are several, have the handler answer with the request's origin if it is on the list.",
  },
  PREFLIGHT_WILDCARD_WITH_CREDENTIALS: {
    summary:
      '`handlePreflightRequest` sends `Access-Control-Allow-Origin: *` together with `Access-Control-Allow-Credentials: true`.',
    cause:
      '`handlePreflightRequest` sends `Access-Control-Allow-Origin: *` together with `Access-Control-Allow-Credentials: true`.',
    v2: "From 2.0 on it sent both. Browsers fail such a preflight for a request with credentials, which v2's clients send by default, and pass it for one without.",
    v4: 'The translation answers preflights likewise.',
    fix: 'Name the origin of your page instead of `*`.',
  },
  SUBSTRING_MATCH_CLOSED: {
    summary: '`origins` is a string.',
    cause: '`origins` is a string.',
    v2: "It searched the string for the request's `host:port`, `host:*` or `*:port`. `'https://example.com:443'` contains `ample.com:443`, so `https://ample.com` was admitted too, and so was `http://example.com:443`. Only 2.4.0 took the string for one entry.",
    v4: "The translation reads the string as the entries that it lists, parted by white space, commas, `;`, `|` or quotes, and admits those alone. With `semantics: 'exact'` it searches as v2 did.",
    fix: 'Write an array. Where a page was admitted by accident and is to connect, add its origin.',
  },
  SUBSTRING_MATCH_KEPT: {
    summary: "`origins` is a string, and `semantics` is `'exact'`.",
    cause: "`origins` is a string, and `semantics` is `'exact'`.",
    v2: "It searched the string for the request's `host:port`, `host:*` or `*:port`. `'https://example.com:443'` contains `ample.com:443`, so `https://ample.com` was admitted too, and so was `http://example.com:443`. Only 2.4.0 took the string for one entry.",
    v4: 'The translation searches as v2 did: whoever registers such a host gets in.',
    fix: "Write an array, or leave `semantics` at `'documented'`.",
  },
};
