import type { Warn } from '../messages/warn.js';
import type { PreflightAnswer } from '../origins/policy.js';
import type { CorsOrigin } from './cors-origin.js';

/** Whether a handler's answer lets in the very origin that handshakes let in, and with credentials as they do. */
export function isSameAnswer(answer: PreflightAnswer, origin: CorsOrigin): boolean {
  return answer.allowCredentials && isSameOrigin(answer, origin);
}

/**
 * Warns where one answer cannot stand for both, and where it will say more than it did.
 *
 * @param origin what handshakes let in; unknown where the app's `origins` function decides
 */
export function warnOfAnswer(answer: PreflightAnswer, origin: CorsOrigin | 'unknown', warn: Warn): void {
  const { allowOrigin, allowCredentials, exposeHeaders } = answer;
  const subject = 'handlePreflightRequest';
  if (allowOrigin === '*' && allowCredentials) warn('PREFLIGHT_WILDCARD_WITH_CREDENTIALS', {}, subject);
  else if (origin === 'unknown') return;
  else if (!isSameOrigin(answer, origin))
    warn('PREFLIGHT_ORIGIN_DIFFERS', { allowed: allowOrigin ?? 'no origin' }, subject);
  else if (!allowCredentials) warn('PREFLIGHT_CREDENTIALS_DIFFER', {}, subject);
  else if (exposeHeaders.length > 0) warn('PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT', {}, subject);
}

function isSameOrigin({ allowOrigin }: PreflightAnswer, origin: CorsOrigin): boolean {
  return Array.isArray(origin) && origin.length === 1 && origin[0] === allowOrigin;
}
