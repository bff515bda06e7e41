import { type Cookie, cookiesOf, isSentBack, type WithheldBy, withheldBy } from '../cookies.js';
import { type Check, diagnosisOf } from '../diagnosis.js';
import { isSessionUnknown } from '../engine-io.js';
import type { Observation } from '../observation.js';
import { isMeant, type Survey } from '../survey.js';
import { causesOf, proxyOfAny } from './causes.js';

/** Does every connection reach the process that knows the session? */
const sessionUnknown: Check = (survey) => {
  const lost = lostRequest(survey);
  // A cache, too, hands out sessions that are over.
  if (lost === undefined || causesOf(survey).some(({ diagnosis }) => diagnosis.code === 'CACHED_ON_THE_WAY'))
    return [];
  return [
    diagnosisOf('SESSION_UNKNOWN', {
      origin: lost.page.origin,
      isUpgrade: lost.request === 'websocket',
      cookie: withheldCookie(survey),
      proxy: proxyOfAny(survey),
    }),
  ];
};

/** The request of a session that Engine.IO does not know. */
function lostRequest({ observations, clues }: Survey): Observation | undefined {
  const session = clues.filter(({ purpose }) => purpose === 'session');
  const lost = session.find(isSessionUnknown);
  if (lost !== undefined) return lost;
  // If the server's own page keeps its node by a cookie, other pages that lose it prove nothing about it.
  const isOwn = session[0]?.page.role === 'own';
  return observations.find(
    (one) => one.request === 'polling-post' && isSessionUnknown(one) && (!isOwn || isMeant(one.page)),
  );
}

/** The cookie that would have kept the session together, had the browser sent it back. */
function withheldCookie({ clues }: Survey): (Cookie & { readonly by: WithheldBy }) | undefined {
  const trial = clues.filter(({ purpose }) => purpose === 'session-all-cookies');
  const [handshake] = trial;
  if (handshake === undefined || trial.length < 2 || trial.some(isSessionUnknown)) return undefined;
  const withheld = cookiesOf(handshake.outcome).flatMap((cookie) => {
    const by = withheldBy(cookie, handshake.page, handshake.url);
    return by === undefined ? [] : [{ ...cookie, by }];
  });
  return withheld[0];
}

/** Does the session stay together only by a cookie that browsers block if they block third-party cookies? */
const thirdPartyCookie: Check = ({ clues }) => {
  const without = clues.filter(({ purpose }) => purpose === 'session-no-cookies');
  const [handshake] = without;
  if (handshake === undefined || !without.some(isSessionUnknown)) return [];
  const cookie = cookiesOf(handshake.outcome).find(
    (one) => isSentBack(one, handshake.page, handshake.url) && !one.isPartitioned,
  );
  if (cookie === undefined) return [];
  return [
    diagnosisOf('STICKY_COOKIE_MAY_BE_BLOCKED', { cookie: cookie.name, origin: handshake.page.origin }),
  ];
};

export const sessionChecks: readonly Check[] = [sessionUnknown, thirdPartyCookie];
