import { readFileSync } from 'node:fs';
import { copyApp } from '../../examples/demo/migrated-app.js';
import { admission } from './admission.js';
import { codesPage } from './codes-page.js';
import { terminalSvg } from './terminal-svg.js';

/** A document that is generated, or has a generated part: what it is, and what it should be. */
export interface GeneratedDocument {
  readonly path: string;
  readonly url: URL;
  readonly before: string;
  readonly after: string;
}

/** Documents that take no server and no process to generate. */
export const writtenDocuments = (): GeneratedDocument[] => [generated('docs/codes.md', () => codesPage())];

/** Documents with answers of real servers, or with what the command prints. */
export async function measuredDocuments(): Promise<GeneratedDocument[]> {
  const table = await admission();
  return [
    generated('README.md', (text) =>
      text.replace(
        /(<!-- generated: admission -->\n)[\s\S]*?(<!-- \/generated -->)/,
        (_, open: string, close: string) => `${open}\n${table}\n\n${close}`,
      ),
    ),
    generated('docs/images/migrate.svg', migrateImage),
  ];
}

function generated(path: string, generate: (text: string) => string): GeneratedDocument {
  const url = new URL(`../../${path}`, import.meta.url);
  const before = readFileSync(url, 'utf8');
  return { path, url, before, after: generate(before) };
}

function migrateImage(): string {
  const copy = copyApp('list');
  try {
    const { stdout } = copy.migrate();
    const [diff = ''] = stdout.split(/\n(?=--- a\/package\.json)/);
    return terminalSvg('The diff that migrate prints', `$ npx socket.io-cors-compat migrate\n\n${diff}`);
  } finally {
    copy.remove();
  }
}
