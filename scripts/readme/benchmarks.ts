import { markdownTable } from './markdown-table.js';
import { readResults } from './read-results.js';

/** A row of results/bench.json: two things that were measured by turns in one run. */
interface Benchmark {
  readonly name: string;
  readonly ratio: number;
  readonly goal: string;
  readonly met: boolean;
  readonly how: string;
}

/** What `npm run bench` measured. */
export function benchmarks(): string {
  const rows = readResults<readonly Benchmark[] | { readonly rows: readonly Benchmark[] }>('bench');
  return markdownTable([
    ['what', 'ratio', 'goal', ''],
    ...('rows' in rows ? rows.rows : rows).map(({ name, ratio, goal, met }) => [
      name,
      ratio.toFixed(2),
      goal,
      goal === '' ? '' : met ? 'met' : '**missed**',
    ]),
  ]);
}
