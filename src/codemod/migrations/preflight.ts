import type { Warn, Warning } from '../../messages/warn.js';
import type { PreflightAnswer } from '../../origins/policy.js';
import { literal, verbatim } from '../../print/source-style.js';
import type { PreflightSource } from '../../print/source-text.js';
import { knowsPreflightHandlers } from '../../v2/releases.js';
import type { CorsOptions, CorsOrigin } from '../../v4/cors-origin.js';
import {
  allFields,
  DEFAULT_PREFLIGHT,
  isSameAnswer,
  LEFT_TO_OTHERS,
  preflightOptions,
  warnOfAnswer,
} from '../../v4/preflight.js';
import { bail, warningOf } from '../analyze/manual-review.js';
import { type ReadHandler, readPreflightHandler } from '../analyze/preflight-handler.js';
import type { Releases } from '../analyze/read-origins.js';
import { functionOf } from '../analyze/setting-value.js';
import { unwrap } from '../ast/nodes.js';
import { isAvailableAt } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';

/** What a `handlePreflightRequest` setting becomes in v4's `cors`. */
export interface PreflightPlan {
  readonly source: PreflightSource;
  readonly warnings: readonly Warning[];
}

const SUBJECT = 'handlePreflightRequest';

/**
 * The plan for a preflight handler.
 *
 * @param setting the option's value; undefined if it is not given
 * @param corsOrigin the `cors.origin` of handshakes, if it is known
 */
export function planPreflight(
  file: SourceFile,
  setting: NodePath | undefined,
  corsOrigin: CorsOrigin | undefined,
  statement: NodePath<t.Statement>,
  releases: Releases,
): PreflightPlan {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject));
  const byDefault = { source: { fields: DEFAULT_PREFLIGHT }, warnings };
  if (setting === undefined) return byDefault;
  if (!knowsPreflightHandlers(releases.from)) {
    warn('PREFLIGHT_HANDLER_IGNORED', { from: releases.from }, SUBJECT);
    return byDefault;
  }
  const known = setting.is('ObjectMethod') ? undefined : evaluate(setting);
  if (known?.value === false) {
    warn('PREFLIGHT_FALSE_HAS_NO_EQUIVALENT', {}, `${SUBJECT}: false`);
    return { source: { fields: LEFT_TO_OTHERS }, warnings };
  }
  if (known !== undefined) return byDefault;
  const handler = functionOf(setting);
  if (handler === undefined)
    bail(
      setting.node,
      'PREFLIGHT_HANDLER_NOT_MIGRATED',
      { why: 'this file does not say which function it is' },
      SUBJECT,
    );
  const read = readHandler(handler, setting, releases);
  if (read.dropsOutput) warnings.push(warningOf('PREFLIGHT_HANDLER_OUTPUT_DROPPED', {}, SUBJECT));
  return { source: sourceOf(file, read, corsOrigin, statement, warn), warnings };
}

/** A handler of three parameters, (server, req, res) as in v2's typings, takes the wrong one for the response. */
function readHandler(handler: NodePath<t.Function>, setting: NodePath, { from }: Releases): ReadHandler {
  try {
    return readPreflightHandler(handler);
  } catch (error) {
    if (handler.node.params.length > 2)
      bail(setting.node, 'PREFLIGHT_HANDLER_THROWS', { from, error: undefined }, SUBJECT);
    throw error;
  }
}

function sourceOf(
  file: SourceFile,
  { answer, origin, reflectsHeaders }: ReadHandler,
  corsOrigin: CorsOrigin | undefined,
  statement: NodePath<t.Statement>,
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
      if (allowCredentials) return together(answer, warn, reflecting);
      warn('PREFLIGHT_CREDENTIALS_DIFFER', {}, SUBJECT);
      return apart('true', false);
    case 'literal':
      warnOfAnswer(answer, corsOrigin ?? 'unknown', warn);
      if (corsOrigin !== undefined && isSameAnswer(answer, corsOrigin))
        return { fields: reflecting(allFields(answer)) };
      return apart(
        answer.allowOrigin === undefined ? 'false' : literal(answer.allowOrigin, file.style),
        allowCredentials,
      );
    case 'dynamic': {
      const isHidden = /(?<![\w$.])(?:request|callback)(?![\w$])/.test(file.text(origin.path.node));
      if (isHidden || !isAvailableAt(origin.path, statement))
        bail(
          origin.path.node,
          'PREFLIGHT_HANDLER_NOT_MIGRATED',
          { why: 'the origin that it allows is not known yet when the server is created' },
          SUBJECT,
        );
      const text = file.text(unwrap(origin.path).node);
      warn('PREFLIGHT_ORIGIN_DIFFERS', { allowed: text }, SUBJECT);
      return apart(verbatim(text), allowCredentials);
    }
  }
}

function together(
  answer: PreflightAnswer,
  warn: Warn,
  reflecting: (fields: CorsOptions) => CorsOptions,
): PreflightSource {
  if (answer.exposeHeaders.length > 0) warn('PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT', {}, SUBJECT);
  return { fields: reflecting(allFields(answer)) };
}
