import type { Warn } from '../messages/warn.js';
import type { PreflightPolicy } from '../origins/policy.js';
import { describeError } from '../runtime/describe-error.js';
import { PREFLIGHT_SECONDS } from '../runtime/recording-response.js';
import { knowsPreflightHandlers } from './era.js';
import type { ParsedSettings } from './settings.js';
import { tryPreflightHandler } from './try-preflight-handler.js';

/** Who answered preflights on v2, and how. A handler that never looks at the request is run here, once. */
export function readPreflight(settings: ParsedSettings, warn: Warn): PreflightPolicy {
  const { handlePreflightRequest: handler, from } = settings;
  const subject = 'handlePreflightRequest';
  if (handler === undefined) return { kind: 'default' };
  if (!knowsPreflightHandlers(from)) {
    warn('PREFLIGHT_HANDLER_IGNORED', { from }, subject);
    return { kind: 'default' };
  }
  if (handler === false) {
    warn('PREFLIGHT_FALSE_HAS_NO_EQUIVALENT', {}, `${subject}: false`);
    return { kind: 'left-to-others' };
  }
  const { looked, answer, thrown } = tryPreflightHandler(handler);
  if (thrown !== undefined) {
    if (handler.length > 2) warn('PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS', { from }, subject);
    else if (!looked) warn('PREFLIGHT_HANDLER_THROWS', { from, error: describeError(thrown.error) }, subject);
    return { kind: 'handler', handler };
  }
  if (answer === undefined) warn('PREFLIGHT_HANDLER_DID_NOT_END', { seconds: PREFLIGHT_SECONDS }, subject);
  return answer === undefined || looked ? { kind: 'handler', handler } : { kind: 'answer', answer };
}
