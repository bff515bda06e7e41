import { existsSync, readFileSync } from 'node:fs';

/**
 * The results of a run that takes too long to be repeated for a README, as they were committed.
 *
 * @returns undefined where there are none
 */
export function readResults<Results>(name: string): Results | undefined {
  const file = new URL(`../../results/${name}.json`, import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;
}
