import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** Where it comes from is told beside it. */
const PATH = fileURLToPath(new URL('../fixtures/sarif/sarif-2.1.0.json', import.meta.url));

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(PATH, 'utf8')) as object);

/** What the standard's schema has against a log: nothing, if it is one. */
export function sarifProblems(log: unknown): string[] {
  if (validate(log)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
