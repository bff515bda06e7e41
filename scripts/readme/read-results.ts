import { readFileSync } from 'node:fs';

/** The results of a run that takes too long to be repeated for a README, as they were committed. */
export function readResults<Results>(name: string): Results {
  const file = new URL(`../../results/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Results;
}
