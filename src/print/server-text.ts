import type { OriginRule, Policy, PreflightPolicy } from '../origins/policy.js';
import type { CorsOptions } from '../v4/cors-origin.js';
import { DEFAULT_PREFLIGHT, LEFT_TO_OTHERS } from '../v4/preflight.js';
import { ruleText } from './rule-text.js';
import { inStyle, propertyTexts, type SourceStyle } from './source-style.js';
import { allowRequestText, corsComment, corsText } from './source-text.js';

/** A policy without functions of the app, so that it can be printed. */
export interface PlainPolicy extends Policy {
  readonly handshake: OriginRule;
  readonly preflight: Extract<PreflightPolicy, { kind: 'default' | 'left-to-others' }>;
}

/** Whether a policy can be printed. */
export function isPlain(policy: Policy): policy is PlainPolicy {
  const { handshake, preflight } = policy;
  return (
    handshake.kind !== 'function' &&
    handshake.kind !== 'allow-request' &&
    (preflight.kind === 'default' || preflight.kind === 'left-to-others')
  );
}

/**
 * The v4 server for a policy, as source text that runs without this package. It uses v4's `Server` and the app's `httpServer`.
 *
 * @param others v2's other options, as plain data; they pass through unchanged
 * @param defaults the fields of `cors` for preflights, if the policy leaves them to Engine.IO
 */
export function serverText(
  policy: PlainPolicy,
  others: Readonly<Record<string, unknown>>,
  style: SourceStyle,
  defaults: CorsOptions = DEFAULT_PREFLIGHT,
): string {
  const { origin, declarations } = ruleText(policy.handshake, policy, style);
  const fields = policy.preflight.kind === 'default' ? defaults : LEFT_TO_OTHERS;
  const check = allowRequestText(origin, policy.missingOrigin, style);
  const properties = [
    ...propertyTexts(others, style),
    corsComment(origin) + corsText(origin, { fields }, style),
    ...(check === undefined ? [] : [check]),
  ].map((property) => `\t${property.replace(/\n/g, '\n\t')}`);
  const server = [
    'const io = new Server(httpServer, {',
    `${properties.join(',\n')}${style.trailingCommas ? ',' : ''}`,
    '});',
  ].join('\n');
  const statements = [...declarations, `${declarations.length > 0 ? '\n' : ''}${server}`];
  return `${inStyle(statements.join('\n'), style)}${style.eol}`;
}
