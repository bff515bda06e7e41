import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import * as surface from '../src/index.js';

const STATEMENTS = readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8')
  .split(';')
  .map(trim);

/** Everything that the entry exports, values and types. */
const NAMES = STATEMENTS.flatMap((statement) => /\{([^}]*)\}/.exec(statement)?.[1]?.split(',') ?? [])
  .map((name) => name.replace(/\btype\b/, '').trim())
  .filter((name) => name !== '');

describe('index.ts', () => {
  it('exports the values of the contract, and no more', () => {
    expect(Object.keys(surface).sort()).to.deep.equal(['LegacySettingsError', 'translateCors']);
  });

  it('exports the types that users write', () => {
    expect(NAMES.filter((name) => !(name in surface)).sort()).to.deep.equal([
      'AllowRequest',
      'AskFunction',
      'Effect',
      'Era',
      'HandshakePolicy',
      'LegacyCorsSettings',
      'LegacyOrigins',
      'MissingOrigin',
      'OriginRule',
      'OriginsFunction',
      'Policy',
      'PreflightAnswer',
      'PreflightHandler',
      'PreflightPolicy',
      'Semantics',
      'SettingsIssue',
      'Severity',
      'TranslateOptions',
      'Translation',
      'Warning',
      'WarningCode',
    ]);
  });

  it('passes on what others export, and has no logic', () => {
    expect(STATEMENTS[STATEMENTS.length - 1]).to.equal('');
    for (const statement of STATEMENTS.slice(0, -1))
      expect(statement).to.match(/^export (?:type )?\{[^}]*\} from '\.\/[^']+'$/);
  });
});

function trim(text: string): string {
  return text.trim();
}
