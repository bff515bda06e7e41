import { type Cookie, cookiesOf, type WithheldBy, withheldBy } from '../cookies.js';
import { type Check, diagnosisOf, type FindCause } from '../diagnosis.js';
import { codeOf, isSessionUnknown, openedBy } from '../engine-io.js';
import { allowOriginOf } from '../fetch.js';
import { proxyOf } from '../identify-server.js';
import type { Observation, Purpose } from '../observation.js';
import { isMeant, namesOtherProtocol, type Survey } from '../survey.js';

/** The same handshake gets different answers: servers of two releases, or with different settings. */
export const answersDiffer: FindCause = (survey) => {
  const { observations, clues, generation, meant } = survey;
  if (cached(survey) !== undefined) return undefined;
  const gets = [...observations, ...clues.filter(({ purpose }) => AT_THE_PATH.has(purpose))].filter(
    ({ request }) => request === 'polling-get',
  );
  const isOfTwoReleases = gets.some(isByV2) && gets.some(isByV4);
  const differing = meant.filter((origin) =>
    ([3, 4] as const).some((spoken) => {
      const same = gets.filter(({ page, eio }) => page.origin === origin && eio === spoken);
      return new Set(same.flatMap((get) => decisionOf(get) ?? [])).size > 1;
    }),
  );
  if (!isOfTwoReleases && differing.length === 0) return undefined;
  return {
    diagnosis: diagnosisOf('ANSWERS_DIFFER', { isOfTwoReleases, differing, generation }),
    explains: ({ page, judgement: { reason } }) =>
      isOfTwoReleases
        ? OF_TWO_RELEASES.has(reason)
        : differing.includes(page.origin) && reason !== 'SESSION_UNKNOWN',
  };
};

/** The handshakes that are sent for the pages themselves. */
const AT_THE_PATH: ReadonlySet<Purpose | undefined> = new Set<Purpose>(['session', 'repeat']);

const OF_TWO_RELEASES: ReadonlySet<string> = new Set([
  ...['PROTOCOL_UNSUPPORTED', 'SESSION_UNKNOWN', 'HANDSHAKE_REFUSED', 'REQUEST_REFUSED', 'WEBSOCKET_FAILED'],
]);

/** v2 answers in protocol 3 to clients of protocol 4. */
const isByV2 = (get: Observation): boolean => get.eio === 4 && openedBy(get)?.eio === 3;

const isByV4 = (get: Observation): boolean => namesOtherProtocol(get) || openedBy(get)?.eio === 4;

/**
 * Engine.IO's decision about a page, if there is one: a session that it may read, one that it may not, or a refusal.
 */
function decisionOf(get: Observation): string | undefined {
  if (codeOf(get) === 4) return 'refused';
  if (openedBy(get) === null) return undefined;
  const value = allowOriginOf(get);
  return get.page.role === 'own' || value === get.page.origin ? 'readable' : `by ${value}`;
}

/** Two handshakes that got the same session. */
export const cached: FindCause = ({ observations, clues }) => {
  const sids = new Set<string>();
  const again = [...observations, ...clues].find((one) => {
    const sid = one.request === 'polling-get' ? openedBy(one)?.sid : undefined;
    return sid !== undefined && sids.size === sids.add(sid).size;
  });
  return (
    again && {
      diagnosis: diagnosisOf('CACHED_ON_THE_WAY', { url: again.url, proxy: proxyOf(again) }),
      explains: ({ judgement }) => CACHE_EFFECTS.has(judgement.reason),
    }
  );
};

const CACHE_EFFECTS: ReadonlySet<string> = new Set(['SESSION_UNKNOWN', 'CORSAllowOriginNotMatchingOrigin']);

/** Does every connection reach the process that knows the session? */
export const sessionUnknown: Check = (survey) => {
  const lost = lostRequest(survey);
  // A cache also returns sessions that have ended.
  if (lost === undefined || cached(survey) !== undefined) return undefined;
  return diagnosisOf('SESSION_UNKNOWN', {
    origin: lost.page.origin,
    isUpgrade: lost.request === 'websocket',
    cookie: withheldCookie(survey),
    url: survey.url,
    proxy: survey.proxy,
  });
};

/** The request of a session that Engine.IO does not know. */
function lostRequest({ observations, clues }: Survey): Observation | undefined {
  const session = clues.filter(({ purpose }) => purpose === 'session');
  // If the server's own page keeps its node by a cookie, other pages that lose it prove nothing about it.
  const isOwn = session[0]?.page.role === 'own';
  return (
    session.find(isSessionUnknown) ??
    observations.find(
      (one) => one.request === 'polling-post' && isSessionUnknown(one) && (!isOwn || isMeant(one.page)),
    )
  );
}

/** The cookie that would have kept the session together if the browser had sent it back. */
function withheldCookie({ clues }: Survey): (Cookie & { readonly by: WithheldBy }) | undefined {
  const trial = clues.filter(({ purpose }) => purpose === 'session-all-cookies');
  const [handshake] = trial;
  if (handshake === undefined || trial.length < 2 || trial.some(isSessionUnknown)) return undefined;
  const [withheld] = cookiesOf(handshake.outcome).flatMap((cookie) => {
    const by = withheldBy(cookie, handshake.page, handshake.url);
    return by === undefined ? [] : [{ ...cookie, by }];
  });
  return withheld;
}
