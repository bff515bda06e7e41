import type { Warn, Warning } from '../../messages/warn.js';
import { literal, verbatim } from '../../print/source-style.js';
import type { PreflightSource } from '../../print/source-text.js';
import type { CorsOptions, CorsOrigin } from '../../v4/cors-origin.js';
import {
  allFields,
  DEFAULT_PREFLIGHT,
  isSameAnswer,
  LEFT_TO_OTHERS,
  preflightOptions,
  warnOfAnswer,
} from '../../v4/preflight.js';
import { warningOf } from '../analyze/manual-review.js';
import type { Preflight, ReadHandler } from '../analyze/preflight-handler.js';
import { unwrap } from '../ast/nodes.js';
import type { SourceFile } from '../edits/source-file.js';

/** The part of v4's `cors` that replaces a `handlePreflightRequest` setting. */
interface PreflightPlan {
  readonly source: PreflightSource;
  readonly warnings: readonly Warning[];
}

const SUBJECT = 'handlePreflightRequest';

/**
 * The plan for preflights.
 *
 * @param corsOrigin the `cors.origin` of handshakes, if it is known
 */
export function planPreflight(
  file: SourceFile,
  preflight: Preflight,
  corsOrigin: CorsOrigin | undefined,
): PreflightPlan {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject));
  switch (preflight.kind) {
    case 'default':
      if (preflight.isIgnored) warn('PREFLIGHT_HANDLER_IGNORED', { from: file.releases.from }, SUBJECT);
      return { source: { fields: DEFAULT_PREFLIGHT }, warnings };
    case 'left-to-others':
      warn('PREFLIGHT_FALSE_HAS_NO_EQUIVALENT', {}, `${SUBJECT}: false`);
      return { source: { fields: LEFT_TO_OTHERS }, warnings };
    case 'handler': {
      const { read } = preflight;
      if (read.dropsOutput) warnings.push(warningOf('PREFLIGHT_HANDLER_OUTPUT_DROPPED', {}, SUBJECT));
      return { source: sourceOf(file, read, corsOrigin, warn), warnings };
    }
  }
}

function sourceOf(
  file: SourceFile,
  { answer, origin, reflectsHeaders }: ReadHandler,
  corsOrigin: CorsOrigin | undefined,
  warn: Warn,
): PreflightSource {
  const reflecting = (fields: CorsOptions): CorsOptions => {
    if (!reflectsHeaders) return fields;
    const { allowedHeaders: _, ...others } = fields;
    return others;
  };
  const apart = (text: string, credentials: boolean): PreflightSource => {
    const { origin: _, credentials: __, ...fields } = preflightOptions({ ...answer, allowOrigin: '*' });
    return { fields: reflecting(fields), apart: { origin: text, credentials } };
  };
  const { allowCredentials } = answer;
  switch (origin.kind) {
    case 'echo':
      // A preflight that allowed more than the handshake had no effect: the request itself was refused.
      if (!allowCredentials) {
        warn('PREFLIGHT_CREDENTIALS_DIFFER', {}, SUBJECT);
        return apart('true', false);
      }
      if (answer.exposeHeaders.length > 0) warn('PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT', {}, SUBJECT);
      return { fields: reflecting(allFields(answer)) };
    case 'text':
      warnOfAnswer(answer, corsOrigin ?? 'unknown', warn);
      if (corsOrigin !== undefined && isSameAnswer(answer, corsOrigin))
        return { fields: reflecting(allFields(answer)) };
      return apart(
        answer.allowOrigin === undefined ? 'false' : literal(answer.allowOrigin, file.style),
        allowCredentials,
      );
    case 'dynamic': {
      const text = file.text(unwrap(origin.path).node);
      warn('PREFLIGHT_ORIGIN_DIFFERS', { allowed: text }, SUBJECT);
      return apart(verbatim(text), allowCredentials);
    }
  }
}
