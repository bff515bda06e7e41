import {
  type Cell,
  findingText,
  type Paint,
  paintWith,
  plainCell,
  printable,
  table,
} from '../output/terminal.js';
import type { ExplainedSample, Explanation } from './explain-settings.js';

/** An explanation as text for a terminal. */
export function explainText(explanation: Explanation, color: boolean): string {
  const { source, warnings, table: samples } = explanation;
  const paint = paintWith(color);
  const parts = [
    source.trimEnd(),
    ...warnings.map((warning) => findingText(warning, printable(warning.subject ?? ''), [], paint)),
    samplesTable(explanation, shown(samples), paint).join('\n'),
  ];
  const left = samples.length - shown(samples).length;
  if (left > 0) parts.push(paint.dim(`${left} more, decided alike by both. --format json lists them all.`));
  return `${parts.join('\n\n')}\n`;
}

const MOST_ROWS = 40;

/** All samples if they are few. Otherwise those that are decided differently, and as many others as fit. */
function shown(samples: readonly ExplainedSample[]): readonly ExplainedSample[] {
  const differing = samples.filter(({ effect }) => effect !== 'none').length;
  let room = Math.max(0, MOST_ROWS - differing);
  return samples.filter(({ effect }) => effect !== 'none' || room-- > 0);
}

function samplesTable(
  { from, to }: Explanation,
  samples: readonly ExplainedSample[],
  paint: Paint,
): readonly string[] {
  const header = ['origin', '', `v2 (${from})`, `v4 (${to})`, ''].map((text) => ({ text, show: paint.bold }));
  const rows = samples.map(({ origin, what, v2, v4, effect }): Cell[] => [
    plainCell(origin === null ? 'neither Origin nor Referer' : printable(origin)),
    { text: WORDS[what], show: paint.dim },
    { text: v2 === 'admitted' ? 'allowed' : v2, show: riskOf(what, v2, paint) },
    { text: v4 === 'admitted' ? 'allowed' : v4, show: riskOf(what, v4, paint) },
    { text: effect === 'none' ? '' : effect, show: effect === 'opens' ? paint.red : paint.yellow },
  ]);
  return table([header, ...rows]).map((line) => line.trimEnd());
}

/** Red: a page that is not listed is allowed, or a listed one is refused. */
function riskOf(what: ExplainedSample['what'], decision: ExplainedSample['v4'], paint: Paint) {
  return (what === 'listed') === (decision === 'admitted') ? paint.green : paint.red;
}

const WORDS: Readonly<Record<ExplainedSample['what'], string>> = {
  listed: 'listed',
  'other-scheme': 'other scheme',
  'other-port': 'other port',
  subdomain: 'subdomain',
  'host-behind': 'longer name',
  'host-in-front': 'longer name',
  'tail-of-host': 'end of the name',
  foreign: 'any other site',
  null: 'sandboxed frame',
  none: 'curl, Node.js',
};
