// Writes the generated documents, and the generated parts of the others.
import { writeFileSync } from 'node:fs';
import { measuredDocuments } from './docs/measured.js';
import { writtenDocuments } from './docs/written.js';

for (const { path, url, before, after } of [...writtenDocuments(), ...(await measuredDocuments())]) {
  if (after !== before) writeFileSync(url, after);
  console.log(`${path}: ${after === before ? 'up to date' : 'written'}`);
}
