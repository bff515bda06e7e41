import { printable } from '../../output/terminal.js';
import { type Check, type Diagnosis, diagnosisOf } from '../diagnosis.js';
import { speaksEngineIo } from '../engine-io.js';
import { isRedirect } from '../fetch.js';
import { identifyServer, proxyOf } from '../identify-server.js';
import { answerTo, type Failure, type Purpose, statusOf } from '../observation.js';
import { isBlockedBy, isFailing, pingIntervalOf, type Survey } from '../survey.js';

/** Did an HTTP server answer at all? Browsers report a server that is down as a CORS failure. */
const reachable: Check = (survey) => {
  const { isReachable, observations, url } = survey;
  const failure = observations.map(({ outcome }) => outcome).find((outcome) => outcome.kind === 'failure');
  if (isReachable || failure === undefined || tlsPort(survey) !== undefined) return undefined;
  if (failure.code === 'NOT_HTTP')
    return diagnosisOf('CORSRequestNotHttp', { url: printable(url), protocol: failure.message });
  const { code, message } = failure;
  const detail = message === '' || message.includes(code) ? '' : ` (${printable(message)})`;
  const args = { url, code, detail };
  if (isTls(failure)) return diagnosisOf('TLS_FAILED', args);
  return diagnosisOf(failure.connected ? 'NO_HTTP_RESPONSE' : 'NOT_REACHABLE', args);
};

/** The codes of OpenSSL, and of Node's own checks of a certificate. */
const isTls = ({ code }: Failure): boolean =>
  /^(?:EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
    code,
  );

/** Does the port only speak TLS? */
function tlsPort({ isSocketIo, clues, url }: Survey): Diagnosis | undefined {
  const secure = clues.find((clue) => clue.purpose === 'tls' && answerTo(clue));
  if (secure === undefined || isSocketIo) return undefined;
  return diagnosisOf('PLAIN_HTTP_TO_TLS_PORT', { url, secureUrl: secure.url });
}

/** Does a Socket.IO server answer at another path of that host? */
function wrongPath({ isSocketIo, observations, clues, url }: Survey): Diagnosis | undefined {
  if (isSocketIo) return undefined;
  const found = (purpose: Purpose) => clues.find((clue) => clue.purpose === purpose && speaksEngineIo(clue));
  // Engine.IO answers below its path as well, so a proxy that redirects the path itself cuts nothing off.
  const isRedirected = observations.some((one) => isRedirect(statusOf(one) ?? 0));
  const cut = isRedirected ? undefined : found('cut-path');
  if (cut !== undefined) return diagnosisOf('PATH_NOT_PASSED_ON', { url, proxy: proxyOf(cut) });
  const other = found('other-path');
  return other && diagnosisOf('WRONG_PATH', { url, path: new URL(other.url).pathname });
}

/** Does something else answer? The 404 of a proxy or a development server looks like a CORS failure too. */
const somethingElse: Check = (survey, causes) => {
  const { isReachable, isSocketIo, observations, rows, url } = survey;
  // Whether it is known why nothing but a proxy answers.
  const isExplained =
    tlsPort(survey) !== undefined ||
    wrongPath(survey)?.code === 'PATH_NOT_PASSED_ON' ||
    causes.some(({ diagnosis: { code } }) => code === 'REFUSED_ON_THE_WAY' || code === 'NOT_SOCKET_IO');
  if (!isReachable || isExplained) return undefined;
  const failing = rows.filter((row) => isFailing(row) && isBlockedBy(row, 'NOT_SOCKET_IO'));
  const other = (isSocketIo ? failing : observations).find(answerTo);
  const answer = other && answerTo(other);
  // A redirect does not answer in the server's place.
  if (other === undefined || answer === undefined || isRedirect(answer.status)) return undefined;
  const isChanged = /0\{"sid":"/.test(answer.body);
  const args = { url, who: identifyServer(other), status: answer.status, isChanged, isPollingOnly: false };
  return diagnosisOf(isGatewayError(answer.status) ? 'SERVER_BEHIND_PROXY_DOWN' : 'NOT_SOCKET_IO', args);
};

/** Bad Gateway, Service Unavailable, Gateway Timeout; and Cloudflare's own, which all mean the server behind it. */
const isGatewayError = (status: number): boolean =>
  (status >= 502 && status <= 504) || (status >= 520 && status <= 527) || status === 530;

/** Which generation of clients can talk to the server? */
const protocolsSpoken: Check = ({ protocols: { eio3, eio4 }, isProtocolSeen }) => {
  if (eio4 && !eio3) return diagnosisOf(isProtocolSeen ? 'EIO3_UNSUPPORTED' : 'PROTOCOL_UNKNOWN', {});
  return eio3 && !eio4 ? diagnosisOf('EIO4_UNSUPPORTED', {}) : undefined;
};

/** Is one of the transports turned off? */
const transportDisabled: Check = (survey, causes) => {
  if (causes.some(({ diagnosis }) => diagnosis.code === 'QUERY_NOT_PASSED_ON')) return undefined;
  const off = survey.rows.filter((row) => isBlockedBy(row, 'TRANSPORT_DISABLED'));
  const transports = new Set(off.map(({ request }) => (request === 'websocket' ? 'websocket' : 'polling')));
  return [...transports].map((transport) => diagnosisOf('TRANSPORT_DISABLED', { transport }));
};

/** Did a proxy refuse requests that followed each other too fast? */
const rateLimited: Check = ({ observations, clues, url }) => {
  const refusals = [...observations, ...clues].flatMap(({ refusedBefore }) => refusedBefore ?? []);
  const [outcome] = refusals;
  if (outcome === undefined) return undefined;
  const by = { who: identifyServer({ outcome }), status: outcome.status, proxy: proxyOf({ outcome }) };
  return diagnosisOf('RATE_LIMITED', { ...by, url, count: refusals.length });
};

/** The shortest of the usual idle time-outs: Heroku 55 s; nginx and most load balancers 60 s. */
const IDLE_TIMEOUT = 55_000;

/** Would a proxy or a load balancer close connections before the server sends a ping? */
const pingsTooRare: Check = (survey) => {
  const interval = pingIntervalOf(survey) ?? 0;
  return interval < IDLE_TIMEOUT
    ? undefined
    : diagnosisOf('PING_INTERVAL_TOO_LONG', { seconds: Math.round(interval / 1000) });
};

export const reachabilityChecks: readonly Check[] = [
  reachable,
  tlsPort,
  wrongPath,
  somethingElse,
  protocolsSpoken,
  transportDisabled,
  rateLimited,
  pingsTooRare,
];
