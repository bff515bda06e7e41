import { ALL_MODERN_RELEASES, exactVersion, LEGACY_RELEASES } from '../releases.js';
import type { ScaleResult, Tally } from './run-scale.js';

/** More failures than these are not printed. */
const SHOWN = 10;

/** The failures, and a table of how many decisions agree. */
export function reportOf(result: ScaleResult, seed: number, seconds: number): string {
  const { bySuccessor, configurations, requests, leftToPerson, failures } = result;
  const row = (name: string, { decisions, agree, underWarning, malformed, silent }: Tally) =>
    [name, decisions, agree, underWarning, malformed, silent]
      .map((cell) => String(cell).padStart(16))
      .join('');
  const head = ['', 'decisions', 'agree', 'with a warning', 'malformed', 'silent'];
  const warnings = Object.entries(result.byWarning).map(([code, count]) => `${code} ${count}`);
  return [
    ...failures.slice(0, SHOWN).map((failure) => `${failure}\n`),
    ...(failures.length > SHOWN ? [`${failures.length - SHOWN} more\n`] : []),
    `seed ${seed}: ${configurations} configurations, ${requests} requests, ${seconds} s`,
    `from ${LEGACY_RELEASES.map(exactVersion).join(', ')} to ${ALL_MODERN_RELEASES.map(exactVersion).join(', ')}`,
    head.map((cell) => cell.padStart(16)).join(''),
    ...Object.entries(bySuccessor).map(([name, tally]) => row(name, tally)),
    row('all', result),
    `needs manual review after the codemod: ${leftToPerson} of ${configurations}`,
    `warnings: ${warnings.join(', ') || 'none'}`,
  ].join('\n');
}
