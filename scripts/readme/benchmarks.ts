import { markdownTable } from './markdown-table.js';
import { readResults } from './read-results.js';

/** A row of results/bench.json: two things that were measured by turns in one run. */
export interface Benchmark {
  readonly name: string;
  readonly ratio: number;
  readonly goal: string;
  readonly met: boolean;
  readonly how: string;
}

/** What `npm run bench` measured. */
export function benchmarks(): string {
  return benchmarksOf(readResults<{ readonly rows: readonly Benchmark[] }>('bench')?.rows);
}

/** Without committed results there is no table. */
export function benchmarksOf(rows: readonly Benchmark[] | undefined): string {
  if (rows === undefined) return 'No results of it are committed yet.';
  return markdownTable([
    ['what', 'ratio', 'goal', ''],
    ...rows.map(({ name, ratio, goal, met }) => [
      name,
      ratio.toFixed(2),
      goal,
      goal === '' ? '' : met ? 'met' : '**missed**',
    ]),
  ]);
}
