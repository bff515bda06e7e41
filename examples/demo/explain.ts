import type { Warning } from '../../src/index.js';
import { browserOrigin } from '../../test/parity/requests.js';
import type { Attempt, Outcome } from './attempts.js';

const SUCCESS: readonly Outcome[] = ['in', 'sent'];

/**
 * The warning that explains why v4 did otherwise than v2.
 *
 * @returns `''` where they did the same, `undefined` where no warning explains it
 */
export function explain(
  { origin }: Attempt,
  v2: Outcome,
  v4: Outcome,
  warnings: readonly Warning[],
): string | undefined {
  // A client of v4 speaks no protocol that v2 knows: there is nothing to compare.
  if (v2 === v4 || v2 === '-') return '';
  const effect = SUCCESS.includes(v4) ? 'opens' : 'closes';
  const candidates = warnings.filter(
    (warning) => warning.effect === effect && warning.code !== 'LEGACY_CLIENTS_NEED_ALLOW_EIO3',
  );
  if (effect === 'closes') return candidates[0]?.code;
  // What opens has to be named: the subject quotes the entry, as in `origins[0]: "https://example.com"`.
  return candidates.find(({ subject = '' }) => {
    const entry = /"(.*)"/.exec(subject)?.[1];
    return entry !== undefined && browserOrigin(entry) === origin;
  })?.code;
}
