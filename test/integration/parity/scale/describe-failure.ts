import { exactVersion, type ModernRelease } from '../releases.js';
import {
  type Compared,
  type Comparison,
  compareConfiguration,
  type Places,
} from './compare-configuration.js';
import type { GeneratedConfiguration } from './generated-configuration.js';
import { legacyProgram } from './legacy-program.js';
import type { ScaleQuestion } from './scale-question.js';

/** The configuration that a seed generates. */
export interface Drawn {
  readonly configuration: GeneratedConfiguration;
  readonly questions: readonly ScaleQuestion[];
  readonly to: ModernRelease;
}

/** The command that repeats the failure. */
const commandFor = (seed: number): string => `npm run parity -- --seed ${seed} --runs 1`;

/** A configuration that could not be run, or did not answer. */
export function failedToRun(seed: number, { configuration, to }: Drawn): string {
  const { from, semantics, missingOrigin } = configuration;
  return [
    commandFor(seed),
    `${exactVersion(from)} → ${exactVersion(to)}, ${semantics}, missingOrigin ${missingOrigin}`,
    legacyProgram(configuration).code,
  ].join('\n');
}

/** The smallest reproduction: settings are left out as long as the difference stays. */
export async function describeFailure(
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
    commandFor(seed),
    `${failed.successor}, ${exactVersion(from)} → ${exactVersion(drawn.to)}, ${semantics}, missingOrigin ${missingOrigin}`,
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
