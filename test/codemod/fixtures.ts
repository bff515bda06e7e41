import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, migrateSource } from '../../src/codemod/index.js';

const ROOT = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A folder with an `input.*`, the expected code, and the expected findings. */
export interface Fixture {
  /** For example `programs/docs-example`. */
  readonly name: string;
  readonly filename: string;
  readonly input: string;
  readonly expected: string;
  readonly findings: string;
}

/** Reads the fixtures of a group. `UPDATE_FIXTURES=1` writes the expected files anew, for review. */
export function readFixtures(group: string): Fixture[] {
  return readdirSync(join(ROOT, group)).flatMap((folder) => {
    const path = join(ROOT, group, folder);
    const filename = readdirSync(path).find((name) => name.startsWith('input.'));
    if (filename === undefined) return [];
    const input = readFileSync(join(path, filename), 'utf8');
    const expectedPath = join(path, filename.replace('input', 'expected'));
    const findingsPath = join(path, 'findings.txt');
    if (process.env.UPDATE_FIXTURES === '1' || !existsSync(expectedPath)) {
      const { code, findings } = migrateSource(input, { filename, ...optionsIn(input) });
      writeFileSync(expectedPath, code);
      writeFileSync(findingsPath, findingsText(findings));
    }
    return {
      name: `${group}/${folder}`,
      filename,
      input,
      expected: readFileSync(expectedPath, 'utf8'),
      findings: readFileSync(findingsPath, 'utf8'),
    };
  });
}

/** Options that a fixture names in a comment: `// options: { "from": "4.8.4" }`. */
export function optionsIn(input: string): object {
  const text = /^\/\/ options: (\{.*\})$/m.exec(input)?.[1];
  return text === undefined ? {} : (JSON.parse(text) as object);
}

/** Findings, one per line. */
export function findingsText(findings: readonly Finding[]): string {
  return findings
    .map(({ line, column, action, code, effect }) => `${line}:${column} ${action} ${code} ${effect}\n`)
    .join('');
}
