import { parse } from 'node:url';
import type { Warning } from '../../../src/index.js';
import type { Answer } from './ask.js';
import { mayRead } from './browser.js';
import type { Configuration } from './configurations.js';
import type { HandshakeQuestion } from './questions.js';
import { browserOrigin, namedOrigins, type Request } from './requests.js';

/** One handshake, as v2 and v4 decided it. */
export interface Decision {
  readonly question: HandshakeQuestion;
  readonly v2: boolean;
  readonly v4: boolean;
}

/** About protocol versions, not about origins: it excuses nothing here. */
const NO_EXCUSE = 'LEGACY_CLIENTS_NEED_ALLOW_EIO3';

/**
 * What is wrong with a decision, or `undefined`.
 *
 * A warning is an excuse for what has its effect. That alone would let one honest warning cover a hole beside it, so
 * what opens must also have been asked for by name: an origin in the settings, or `missingOrigin: 'allow'`.
 */
export function judgeDecision(
  { question: { request }, v2, v4 }: Decision,
  configuration: Configuration,
  semantics: 'exact' | 'documented',
  warnings: readonly Warning[],
): string | undefined {
  if (v2 === v4) return undefined;
  const effect = v4 ? 'opens' : 'closes';
  const excused = warnings.some((warning) => warning.effect === effect && warning.code !== NO_EXCUSE);
  if (v4 && isMissingOrigin(request) && configuration.options?.missingOrigin === 'allow') {
    return excused ? undefined : 'opens for a missing origin without a warning';
  }
  if (semantics === 'exact') return `${effect} under exact`;
  if (v4) {
    if (!isNamed(request, configuration)) return 'opens for somebody whom the settings do not name';
    return excused ? undefined : 'opens without a warning';
  }
  return excused || request.malformed ? undefined : 'closes without a warning';
}

/**
 * What is wrong with who may read v4's answer to a polling handshake, or `undefined`.
 *
 * v2 let every page that it admitted read it with credentials, and no page read a refusal. An `allowRequest` of the app
 * is the exception: v4 sets the CORS headers before it asks, so its refusals are readable.
 */
export function judgeReadability(
  { question: { kind, request }, v2, v4 }: Decision,
  answer: Answer,
  { settings }: Configuration,
): string | undefined {
  const { origin } = request;
  if (kind !== 'polling' || request.malformed || !origin) return undefined;
  if (v4)
    return v2 && !mayRead(answer, origin, true) ? 'v4 keeps the page from reading its session' : undefined;
  if (settings.allowRequest) return undefined;
  const readable = mayRead(answer, origin, true) || mayRead(answer, origin, false);
  return readable ? 'v4 lets the page read its refusal' : undefined;
}

function isMissingOrigin({ origin, referer }: Request): boolean {
  return !origin && !referer;
}

function isNamed({ origin, referer, malformed }: Request, { settings }: Configuration): boolean {
  const url = origin || referer || '';
  const asked = browserOrigin(malformed ? readAsV2Does(url) : url);
  return asked !== undefined && namedOrigins(settings).has(asked);
}

/** Programs may spell an origin differently from browsers. This is the origin that v2 read it as. */
function readAsV2Does(url: string): string {
  const { protocol, hostname, port } = parse(url);
  return `${protocol}//${hostname}${port ? `:${port}` : ''}`;
}
