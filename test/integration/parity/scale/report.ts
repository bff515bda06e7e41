import type { ScaleResult, Tally } from './run-scale.js';

/** What a run of all portions is reported by. */
export interface ScaleSummary extends Omit<ScaleResult, 'failures'> {
  readonly seed: number;
  readonly seconds: number;
  readonly releases: readonly string[];
  readonly targets: readonly string[];
}

/** So many failures are enough to look into at a time. */
const SHOWN = 10;

/** Says what came of it: the failures first, and the table of how many decisions agree, or do not. */
export function reportOf(summary: ScaleSummary, failures: readonly string[]): string {
  const { seed, seconds, releases, targets, bySuccessor, configurations, requests, leftToPerson } = summary;
  const row = (name: string, { decisions, agree, underWarning, malformed, silent }: Tally) =>
    [name, decisions, agree, underWarning, malformed, silent]
      .map((cell) => String(cell).padStart(14))
      .join('');
  const head = ['', 'decisions', 'agree', 'under warning', 'malformed', 'silent'];
  const warnings = Object.entries(summary.byWarning).map(([code, count]) => `${code} ${count}`);
  return [
    ...failures.slice(0, SHOWN).map((failure) => `${failure}\n`),
    ...(failures.length > SHOWN ? [`and ${failures.length - SHOWN} more like these\n`] : []),
    `seed ${seed}: ${configurations} configurations, ${requests} requests, ${seconds} s`,
    `from ${releases.join(', ')} to ${targets.join(', ')}`,
    head.map((cell) => cell.padStart(14)).join(''),
    ...Object.entries(bySuccessor).map(([name, tally]) => row(name, tally)),
    row('all', summary),
    `left to a person by the codemod: ${leftToPerson} of ${configurations}`,
    `warnings: ${warnings.join(', ') || 'none'}`,
  ].join('\n');
}
