import { readResults } from './read-results.js';

/** results/parity.json: what came of random settings and requests, on real v2 servers and on what takes their place. */
export interface Parity {
  readonly configurations: number;
  readonly decisions: number;
  readonly agree: number;
  readonly underWarning: number;
  /** What no browser sends, and is refused (by migrated code, mostly) where v2 read it as an origin after all. */
  readonly malformed: number;
  readonly silent: number;
  readonly releases: readonly string[];
  readonly targets: readonly string[];
}

/** results/browser.json: what came of asking Chromium the same as the doctor, and as v2. */
export interface Browser {
  readonly chromium: string;
  readonly servers: number;
  readonly questions: number;
  readonly agreed: number;
  /** Requests that the doctor is known to judge otherwise than Chromium. */
  readonly knownDifferences: number;
  readonly clientCases: number;
}

/** How the translation was proven, in numbers. */
export function proof(): string {
  return proofOf(readResults<Parity>('parity'), readResults<Browser>('browser'));
}

/** A run without committed results is named, and has no numbers. */
export function proofOf(parity: Parity | undefined, browser: Browser | undefined): string {
  return [
    `- \`npm run parity\` asks real v2 servers, and the three ways in on real v4 servers, the same random questions. ${parity ? parityText(parity) : NONE}`,
    `- \`npm run test:browser\` holds the doctor, and real clients of both generations, against Chromium. ${browser ? browserText(browser) : NONE}`,
  ].join('\n');
}

const NONE = 'No results of it are committed yet.';

function parityText(parity: Parity): string {
  const { configurations, decisions, agree, underWarning, malformed, silent, releases, targets } = parity;
  const malformedText =
    malformed === 0
      ? ''
      : `${count(malformed)} headers that no browser sends, which are read otherwise (they are refused, or v2 already let in whoever names no origin), `;
  return `${count(configurations)} configurations, ${releases.length} releases of v2 (${span(releases)}) against ${targets.length} of v4 (${span(targets)}), ${count(decisions)} decisions: ${count(agree)} as on v2, ${count(underWarning)} otherwise under a warning that says so, ${malformedText}${count(silent)} otherwise without a warning.`;
}

const span = (releases: readonly string[]) => `${releases[0]} to ${releases[releases.length - 1]}`;

function browserText({
  chromium,
  servers,
  questions,
  agreed,
  knownDifferences,
  clientCases,
}: Browser): string {
  const known =
    knownDifferences === 0
      ? ''
      : `, ${count(knownDifferences)} otherwise, for two known reasons: Chromium follows a redirect of a GET, which the doctor reports; and it takes \`Access-Control-Allow-Headers: *\` for \`Authorization\`, which the Fetch standard does not`;
  return `Chromium ${chromium}, ${count(servers)} servers, ${count(questions)} requests: ${count(agreed)} judged alike${known}. ${count(clientCases)} connections of clients, each held against v2's.`;
}

const count = (value: number) => value.toLocaleString('en');
