import { copyApp } from '../../examples/demo/migrated-app.js';
import { admission } from './admission.js';
import { type GeneratedDocument, generated } from './generated.js';
import { terminalSvg } from './terminal-svg.js';

/** Documents with answers of real servers, or with output of the command. */
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
