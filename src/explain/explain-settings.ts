import type { Effect } from '../messages/severity.js';
import type { Warning } from '../messages/warning.js';
import { compileDecision } from '../origins/decide.js';
import type { Semantics } from '../origins/policy.js';
import { isPlain, serverText } from '../print/server-text.js';
import { DEFAULT_STYLE } from '../print/source-style.js';
import { translateCors } from '../translate.js';
import type { LegacyCorsSettings, TranslateOptions } from '../v2/settings.js';
import { explainProblems } from './explain-problems.js';
import { type Sample, sampleOrigins } from './sample-origins.js';

type Word = 'admitted' | 'refused';

/** What becomes of a page that asks, over polling and WebSocket alike. */
export interface ExplainedSample extends Sample {
  readonly v2: Word;
  readonly v4: Word;
  readonly effect: Effect;
}

/** What v2's settings come to. */
export interface Explanation {
  readonly from: string;
  readonly to: string;
  readonly semantics: Semantics;
  /** The v4 server, as source text. */
  readonly source: string;
  readonly warnings: readonly Warning[];
  readonly table: readonly ExplainedSample[];
}

/**
 * Explains settings of v2 that are written as JSON: the v4 source text, the warnings, and who gets in before and
 * after. Pure.
 *
 * @param settings the options object that the app gave Socket.IO v2, functions aside
 * @param options the releases to translate between, and how faithfully
 * @throws LegacySettingsError for what no v2 server accepted; its `issues` list all of it
 * @throws TypeError for settings with functions, which cannot be written out
 * @example explainSettings({ origins: ['https://example.com'] }, { from: '^2.3.0' }).table
 */
export function explainSettings(settings: unknown, options: TranslateOptions = {}): Explanation {
  const given = (settings ?? {}) as LegacyCorsSettings;
  const { policy, warnings, options: v4Options } = translateCors(given, options);
  const { policy: before } = translateCors(given, {
    ...options,
    semantics: 'exact',
    missingOrigin: 'as-v2',
  });
  if (!isPlain(policy) || !isPlain(before)) throw new TypeError(explainProblems.functions);

  const { from, to, semantics, handshake, missingOrigin } = policy;
  const { cors: _cors, allowRequest: _allowRequest, ...others } = v4Options;
  const decidesV2 = compileDecision(before.handshake);
  const decidesV4 = compileDecision(handshake, missingOrigin);
  const table = sampleOrigins(entriesInForce(given)).map((sample): ExplainedSample => {
    const headers = sample.origin === null ? {} : { origin: sample.origin };
    const was = decidesV2(headers);
    const is = decidesV4(headers);
    const effect = was === is ? 'none' : is ? 'opens' : 'closes';
    return { ...sample, v2: wordOf(was), v4: wordOf(is), effect };
  });
  return { from, to, semantics, source: serverText(policy, others, DEFAULT_STYLE), warnings, table };
}

const wordOf = (isAdmitted: boolean): Word => (isAdmitted ? 'admitted' : 'refused');

/** The entries that count: the last call's, else the option's. A string lists several. */
function entriesInForce({ origins, originsCalls = [] }: LegacyCorsSettings): string[] {
  const [value] = originsCalls.length > 0 ? originsCalls.slice(-1) : [origins];
  return [value]
    .flat()
    .flatMap((entry) => (typeof entry === 'string' ? entry.split(/[\s,|]+/) : []))
    .filter((entry) => entry !== '');
}
