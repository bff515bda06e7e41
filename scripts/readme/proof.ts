import { readResults } from './read-results.js';

/** results/parity.json: what came of random settings and requests on real v2 and v4 servers. */
interface Parity {
  readonly configurations: number;
  readonly decisions: number;
  readonly agree: number;
  readonly underWarning: number;
  readonly silent: number;
}

/** results/browser.json: what came of asking Chromium beside the doctor. */
interface Browser {
  readonly browser: string;
  readonly requests: number;
  readonly agree: number;
}

/** How the translation was proven, in numbers. */
export function proof(): string {
  const parity = readResults<Parity>('parity');
  const browser = readResults<Browser>('browser');
  return [
    `- \`npm run parity\`: ${count(parity.configurations)} random configurations on real servers, ${count(parity.decisions)} decisions compared with v2's: ${count(parity.agree)} alike, ${count(parity.underWarning)} different under a warning that says so, ${count(parity.silent)} different without one.`,
    `- \`npm run test:browser\`: ${count(browser.requests)} requests of ${browser.browser}; in ${count(browser.agree)} of them the doctor said what the browser did.`,
  ].join('\n');
}

const count = (value: number) => value.toLocaleString('en');
