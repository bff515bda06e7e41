import fc from 'fast-check';
import { ALL_MODERN_RELEASES, exactVersion, type ModernRelease } from '../releases.js';
import {
  type Compared,
  type Comparison,
  compareConfiguration,
  type Places,
} from './compare-configuration.js';
import { configuration as anyConfiguration, type GeneratedConfiguration } from './generated-configuration.js';
import { legacyProgram } from './legacy-program.js';
import { openPlace } from './place.js';
import { questionsFor, type ScaleQuestion } from './scale-question.js';
import { SUCCESSORS, type Successor } from './successors.js';

/** How much is asked of every server. */
const COUNTS = { polling: 16, websocket: 4, preflight: 3 };

interface Tally {
  decisions: number;
  agree: number;
  underWarning: number;
  malformed: number;
  silent: number;
}

/** What came of all configurations. */
export interface ScaleResult extends Tally {
  configurations: number;
  requests: number;
  leftToPerson: number;
  readonly bySuccessor: Record<Successor, Tally>;
  readonly byRelease: Record<string, Tally>;
  readonly byTarget: Record<string, Tally>;
  readonly byWarning: Record<string, number>;
  readonly failures: string[];
}

const tally = (): Tally => ({ decisions: 0, agree: 0, underWarning: 0, malformed: 0, silent: 0 });

/**
 * Compares configurations drawn from a seed; the one at `index` is drawn from `seed + index`, so that a failure can be
 * run again by itself.
 */
export async function runScale({
  seed,
  runs,
  targets = ALL_MODERN_RELEASES,
  onProgress = () => {},
}: {
  readonly seed: number;
  readonly runs: number;
  readonly targets?: readonly ModernRelease[];
  readonly onProgress?: (done: number) => void;
}): Promise<ScaleResult> {
  const result: ScaleResult = {
    ...tally(),
    configurations: 0,
    requests: 0,
    leftToPerson: 0,
    bySuccessor: { translator: tally(), 'drop-in': tally(), migrated: tally() },
    byRelease: {},
    byTarget: {},
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
      const drawn = draw(seed + index, targets);
      const comparison = await compareConfiguration(places, drawn.configuration, drawn.questions, drawn.to);
      add(result, drawn, comparison);
      for (const failed of firstOfEach(comparison.compared)) {
        result.failures.push(await describeFailure(places, seed + index, drawn, failed));
      }
      onProgress(index + 1);
    }
  } finally {
    await Promise.all(Object.values(places).map((place) => place.close()));
  }
  return result;
}

interface Drawn {
  readonly configuration: GeneratedConfiguration;
  readonly questions: readonly ScaleQuestion[];
  readonly to: ModernRelease;
}

function draw(seed: number, targets: readonly ModernRelease[]): Drawn {
  const drawn = anyConfiguration.chain((configuration) =>
    fc
      .tuple(questionsFor(configuration, COUNTS), fc.constantFrom(...targets))
      .map(([questions, to]) => ({ configuration, questions, to })),
  );
  return fc.sample(drawn, { seed, numRuns: 1 })[0] as Drawn;
}

function add(result: ScaleResult, { configuration, to }: Drawn, comparison: Comparison): void {
  result.configurations++;
  result.requests += comparison.requests;
  if (comparison.leftToPerson) result.leftToPerson++;
  const from = exactVersion(configuration.from);
  const target = exactVersion(to);
  result.byRelease[from] ??= tally();
  result.byTarget[target] ??= tally();
  for (const { successor, outcome, warning } of comparison.compared) {
    const tallies = [result, result.bySuccessor[successor], result.byRelease[from], result.byTarget[target]];
    for (const one of tallies as Tally[]) {
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

/** A reproduction as small as it can be made: settings are left out for as long as the difference stays. */
async function describeFailure(
  places: Places,
  seed: number,
  drawn: Drawn,
  failed: Compared,
): Promise<string> {
  let smallest = drawn.configuration;
  let last: { comparison: Comparison; failed: Compared } | undefined;
  const again = async (configuration: GeneratedConfiguration) => {
    const comparison = await compareConfiguration(places, configuration, [failed.question], drawn.to);
    const found = comparison.compared.find(
      ({ successor, outcome }) => successor === failed.successor && outcome === 'silent',
    );
    if (found !== undefined) last = { comparison, failed: found };
    return found !== undefined;
  };
  await again(smallest);
  for (let tries = 0; tries < 60; tries++) {
    let isSmaller = false;
    for (const candidate of smallerThan(smallest)) {
      if (!(await again(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
    if (!isSmaller) break;
  }
  await again(smallest);
  const { question, decision, before } = last?.failed ?? failed;
  const warnings = last?.comparison.started[failed.successor]?.warnings ?? [];
  const code = last?.comparison.started[failed.successor]?.code;
  const { from, semantics, missingOrigin } = smallest;
  const { kind, request } = question;
  return [
    `seed ${seed}: ${failed.successor}, ${exactVersion(from)} → ${exactVersion(drawn.to)}, ${semantics}, missingOrigin ${missingOrigin}`,
    legacyProgram(smallest).code,
    ...Object.entries(legacyProgram(smallest).environment).map(
      ([name, value]) => `${name}=${JSON.stringify(value)}`,
    ),
    ...(code === undefined ? [] : [`migrated:\n${code}`]),
    `${kind} ${JSON.stringify({ origin: request.origin, referer: request.referer })}${kind === 'preflight' ? ` ${question.method} ${question.headerNames}` : ''}`,
    `${decision.about}${decision.credentials === undefined ? '' : `, credentials ${decision.credentials}`}: v2 ${before}, now ${decision.allowed}`,
    `warnings: ${warnings.map(({ code: name, effect, subject = '' }) => `${name} (${effect}) ${subject}`).join('; ') || 'none'}`,
  ].join('\n');
}

function smallerThan(configuration: GeneratedConfiguration): GeneratedConfiguration[] {
  const { origins, calls, handler, allowRequest, style } = configuration;
  return [
    ...(calls.length > 0 ? [{ ...configuration, calls: calls.slice(1) }] : []),
    ...(calls.length > 0 && origins ? [{ ...configuration, origins: undefined }] : []),
    ...(handler ? [{ ...configuration, handler: undefined }] : []),
    ...(allowRequest ? [{ ...configuration, allowRequest: undefined }] : []),
    ...(style === 'option' ? [] : [{ ...configuration, style: 'option' as const }]),
    ...(calls.length === 0 && Array.isArray(origins?.value)
      ? origins.value.map((_, at) => {
          const value = (origins.value as string[]).filter((_entry, index) => index !== at);
          return { ...configuration, origins: { value, source: JSON.stringify(value) } };
        })
      : []),
  ];
}
