import { explainProblems } from '../messages/explain.js';
import type { Effect } from '../messages/message.js';
import type { Warning } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import type { Semantics } from '../origins/policy.js';
import { isPlain, serverText } from '../print/server-text.js';
import { DEFAULT_STYLE } from '../print/source-style.js';
import { translateParsed } from '../translate.js';
import { listedEntries } from '../v2/entries.js';
import { parseSettings } from '../v2/parse.js';
import type { LegacyCorsSettings, TranslateOptions } from '../v2/settings.js';
import { installedSocketIo } from '../v4/target.js';
import { type Sample, sampleOrigins } from './sample-origins.js';

type Word = 'admitted' | 'refused';

/** A page that connects, over polling or WebSocket: both are decided alike. */
export interface ExplainedSample extends Sample {
  readonly v2: Word;
  readonly v4: Word;
  readonly effect: Effect;
}

/** The meaning of v2 settings, and their translation to v4. */
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
 * Explains v2 settings: the v4 source text, the warnings, and which sample origins can connect before and after. Pure.
 *
 * @param settings the options object that the app gave Socket.IO v2, without functions
 * @param options the releases to translate between, and how faithfully
 * @throws LegacySettingsError if no v2 server accepted them; its `issues` list every problem
 * @throws TypeError for settings with functions, which have no source text here
 * @example explainSettings({ origins: ['https://example.com'] }, { from: '^2.3.0' }).table
 */
export function explainSettings(settings: unknown, options: TranslateOptions = {}): Explanation {
  const given = settings as LegacyCorsSettings | undefined;
  const parsed = parseSettings(given, options, installedSocketIo);
  const { policy, warnings, options: v4Options } = translateParsed(parsed, 'source');
  const { policy: before } = translateParsed({ ...parsed, semantics: 'exact', missingOrigin: 'as-v2' });
  if (!isPlain(policy) || !isPlain(before)) throw new TypeError(explainProblems.functions);

  const { from, to, semantics, handshake, missingOrigin } = policy;
  const { cors: _cors, allowRequest: _allowRequest, ...others } = v4Options;
  const decidesV2 = compileDecision(before.handshake);
  const decidesV4 = compileDecision(handshake, missingOrigin);
  const table = sampleOrigins(listed(parsed.origins?.value)).map((sample): ExplainedSample => {
    const headers = sample.origin === null ? {} : { origin: sample.origin };
    const was = decidesV2(headers);
    const is = decidesV4(headers);
    const effect = was === is ? 'none' : is ? 'opens' : 'closes';
    return { ...sample, v2: wordOf(was), v4: wordOf(is), effect };
  });
  return { from, to, semantics, source: serverText(policy, others, DEFAULT_STYLE), warnings, table };
}

const wordOf = (isAdmitted: boolean): Word => (isAdmitted ? 'admitted' : 'refused');

/** The entries of `origins`; a string lists several. */
const listed = (value: unknown): string[] =>
  [value]
    .flat()
    .flatMap((entry) => (typeof entry === 'string' ? listedEntries(entry) : []))
    .filter((entry) => entry !== '');
