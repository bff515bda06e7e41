// Fills the regions of README.md and MIGRATION.md that stand between `<!-- generated: … -->` markers.
import { writeFileSync } from 'node:fs';
import { GENERATED_DOCUMENTS, generate } from './readme/generate.js';

for (const document of GENERATED_DOCUMENTS) {
  const { path, before, after } = await generate(document);
  if (after !== before) writeFileSync(path, after);
  console.log(`${document}: ${after === before ? 'nothing to change' : 'written'}`);
}
