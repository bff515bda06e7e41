import { settingsProblems } from '../messages/settings-problems.js';
import { LEGACY_RELEASES, resolveRelease, TARGET_RELEASES } from '../v2/releases.js';

/** What is wrong with `--from` and `--to`. `from` may be a release of v3 or v4 here: half-migrated code is found too. */
export function releaseProblems(from: string | undefined, to: string | undefined): string[] {
  const isKnown = (text: string) =>
    [LEGACY_RELEASES, TARGET_RELEASES].some((releases) => resolveRelease(text, releases) !== undefined);
  const problems: string[] = [];
  if (from !== undefined && !isKnown(from))
    problems.push(`--from: ${settingsProblems.release(`"${from}"`, LEGACY_RELEASES.words)}`);
  if (to !== undefined && resolveRelease(to, TARGET_RELEASES) === undefined)
    problems.push(`--to: ${settingsProblems.target(`"${to}"`, TARGET_RELEASES.words)}`);
  return problems;
}
