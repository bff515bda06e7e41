import fc from 'fast-check';
import { ALL_MODERN_RELEASES } from '../releases.js';
import {
  type Compared,
  type Comparison,
  compareConfiguration,
  type Places,
} from './compare-configuration.js';
import { type Drawn, describeFailure, failedToRun } from './describe-failure.js';
import { configuration as anyConfiguration } from './generated-configuration.js';
import { openPlace } from './place.js';
import { questionsFor } from './scale-question.js';
import { SUCCESSORS, type Successor } from './successors.js';

/** How many requests every server gets, in addition to those that all get. */
const COUNTS = { polling: 12, websocket: 3, preflight: 3 };

export interface Tally {
  decisions: number;
  agree: number;
  underWarning: number;
  malformed: number;
  silent: number;
}

/** The results of all configurations. */
export interface ScaleResult extends Tally {
  configurations: number;
  requests: number;
  leftToPerson: number;
  readonly bySuccessor: Record<Successor, Tally>;
  readonly byWarning: Record<string, number>;
  readonly failures: string[];
}

const tally = (): Tally => ({ decisions: 0, agree: 0, underWarning: 0, malformed: 0, silent: 0 });

/** Compares random configurations. The one at `index` is drawn from `seed + index`, so that it can be run again alone. */
export async function runScale({
  seed,
  runs,
  onTurn = () => {},
}: {
  readonly seed: number;
  readonly runs: number;
  /** Gets the next configuration, as text that repeats it. */
  readonly onTurn?: (configuration: string, index: number) => void;
}): Promise<ScaleResult> {
  const result: ScaleResult = {
    ...tally(),
    configurations: 0,
    requests: 0,
    leftToPerson: 0,
    bySuccessor: { translator: tally(), 'drop-in': tally(), migrated: tally() },
    byWarning: {},
    failures: [],
  };
  const [original, translator, dropIn, migrated] = await Promise.all([
    openPlace(),
    openPlace(),
    openPlace(),
    openPlace(),
  ]);
  const places: Places = { original, translator, 'drop-in': dropIn, migrated };
  try {
    for (let index = 0; index < runs; index++) {
      const drawn = draw(seed + index);
      onTurn(failedToRun(seed + index, drawn), index);
      try {
        await addOne(result, places, seed + index, drawn);
      } catch (error) {
        throw new Error(`${failedToRun(seed + index, drawn)}\n${(error as Error).stack}`);
      }
    }
  } finally {
    await Promise.all(Object.values(places).map((place) => place.close()));
  }
  return result;
}

async function addOne(result: ScaleResult, places: Places, seed: number, drawn: Drawn): Promise<void> {
  const comparison = await compareConfiguration(places, drawn.configuration, drawn.questions, drawn.to);
  add(result, comparison);
  for (const failed of firstOfEach(comparison.compared)) {
    result.failures.push(await describeFailure(places, seed, drawn, failed));
  }
}

function draw(seed: number): Drawn {
  const drawn = anyConfiguration.chain((configuration) =>
    fc
      .tuple(questionsFor(configuration, COUNTS), fc.constantFrom(...ALL_MODERN_RELEASES))
      .map(([questions, to]) => ({ configuration, questions, to })),
  );
  return fc.sample(drawn, { seed, numRuns: 1 })[0] as Drawn;
}

function add(result: ScaleResult, comparison: Comparison): void {
  result.configurations++;
  result.requests += comparison.requests;
  if (comparison.leftToPerson) result.leftToPerson++;
  for (const { successor, outcome, warning } of comparison.compared) {
    for (const one of [result, result.bySuccessor[successor]]) {
      one.decisions++;
      one[outcome]++;
    }
    if (warning) result.byWarning[warning.code] = (result.byWarning[warning.code] ?? 0) + 1;
  }
}

/** One silent difference of each successor is enough to look into. */
function firstOfEach(compared: readonly Compared[]): Compared[] {
  const silent = compared.filter(({ outcome }) => outcome === 'silent');
  return SUCCESSORS.flatMap((name) => silent.find(({ successor }) => successor === name) ?? []);
}
