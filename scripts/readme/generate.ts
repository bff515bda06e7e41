import { readFileSync } from 'node:fs';
import { admission } from './admission.js';
import { benchmarks } from './benchmarks.js';
import { exitCodes } from './exit-codes.js';
import { fillRegions, regionsIn } from './fill-regions.js';
import { migrated } from './migrated.js';
import { proof } from './proof.js';
import { troubleshooting } from './troubleshooting.js';

/** What generates each region: servers are asked anew, the long runs are read from results/. */
const GENERATORS: Readonly<Record<string, () => string | Promise<string>>> = {
  migrated,
  admission,
  proof,
  'exit-codes': exitCodes,
  benchmarks,
  troubleshooting,
};

export const GENERATED_DOCUMENTS = ['README.md', 'MIGRATION.md'] as const;

/** A document as it stands, and as its generated regions would have it. */
export async function generate(document: string): Promise<{ path: URL; before: string; after: string }> {
  const path = new URL(`../../${document}`, import.meta.url);
  const before = readFileSync(path, 'utf8');
  const regions: Record<string, string> = {};
  for (const name of new Set(regionsIn(before))) {
    const content = await GENERATORS[name]?.();
    if (content !== undefined) regions[name] = content;
  }
  return { path, before, after: fillRegions(before, regions) };
}
