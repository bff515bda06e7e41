import { printable } from '../../output/printable.js';
import { diagnosisOf } from '../diagnosis.js';
import type { Failure } from '../observation.js';
import type { Check } from './check.js';

/** Did anybody answer at all? Browsers report a server that is down as a CORS failure. */
export const reachable: Check = ({ isReachable, observations, url }) => {
  const failure = observations.map(({ outcome }) => outcome).find((outcome) => outcome.kind === 'failure');
  if (isReachable || failure === undefined) return [];
  if (failure.code === 'NOT_HTTP') {
    return [diagnosisOf('CORSRequestNotHttp', { url: printable(url), protocol: failure.message })];
  }
  const { code, message } = failure;
  const detail = message === '' || message.includes(code) ? '' : ` (${printable(message)})`;
  const args = { url, code, detail };
  if (isTls(failure)) return [diagnosisOf('TLS_FAILED', args)];
  return [failure.connected ? diagnosisOf('NO_ANSWER', args) : diagnosisOf('NOT_REACHABLE', args)];
};

/** The codes of OpenSSL and of Node's own checks of a certificate. */
const isTls = ({ code }: Failure): boolean =>
  /^(?:EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
    code,
  );
