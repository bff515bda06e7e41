import { expect } from 'chai';
import fc from 'fast-check';
import { parseSource } from '../../src/codemod/ast/parse.js';
import { migrateSource } from '../../src/codemod/index.js';
import { program, severalServers } from './programs.js';

const RUNS = Number(process.env.FC_RUNS ?? 500);
const filename = 'server.js';
const semantics = fc.constantFrom('documented', 'exact');

describe('migrateSource, on random programs', function () {
  this.timeout(120_000);

  const onPrograms = (test: (code: string, semantics: 'documented' | 'exact') => void) =>
    fc.assert(
      fc.property(program, semantics, (code, how) => {
        fc.pre(parses(code));
        test(code, how as 'documented');
      }),
      { numRuns: RUNS },
    );

  it('changes nothing when it is run again, and reports nothing new', () => {
    onPrograms((code, how) => {
      const once = migrateSource(code, { filename, semantics: how });
      const twice = migrateSource(once.code, { filename, semantics: how });
      expect(twice.code).to.equal(once.code);
      expect(twice.findings.filter(({ action }) => action === 'migrated')).to.deep.equal([]);
    });
  });

  it('gives code that parses', () => {
    onPrograms((code, how) => {
      const { code: migrated } = migrateSource(code, { filename, semantics: how });
      expect(parseSource(migrated, filename)).to.have.property('type', 'File');
    });
  });

  it('keeps every comment, the byte order mark, the hashbang, and the kind of line ends', () => {
    onPrograms((code, how) => {
      const { code: migrated } = migrateSource(code, { filename, semantics: how });
      for (const [, text = ''] of code.matchAll(/(?:\/\*|\/\/)( .*?)(?:\*\/|\r?$)/gm))
        expect(migrated).to.include(text.trimEnd());
      expect(migrated.startsWith('\uFEFF')).to.equal(code.startsWith('\uFEFF'));
      expect(migrated.startsWith('#!')).to.equal(code.startsWith('#!'));
      if (code.includes('\r\n')) expect(migrated).not.to.match(/[^\r]\n/);
      else expect(migrated).not.to.include('\r');
    });
  });

  it('has a finding, within the file, for each change', () => {
    onPrograms((code, how) => {
      const { changed, findings } = migrateSource(code, { filename, semantics: how });
      if (changed) expect(findings).not.to.deep.equal([]);
      const lines = code.split(/\r?\n/);
      for (const { line, column } of findings) {
        expect(line).to.be.within(1, lines.length);
        expect(column).to.be.within(1, (lines[line - 1] as string).length + 1);
      }
    });
  });

  it('leaves other statements as they are, and in their order', () => {
    onPrograms((code, how) => {
      const { code: migrated } = migrateSource(code, { filename, semantics: how });
      let at = 0;
      for (const statement of code.match(/^(?:app\.set|\(function|\[1\]|io\.on|\/\* done|\/\/ io).*$/gm) ??
        []) {
        const found = migrated.indexOf(statement.trimEnd(), at);
        expect(found, statement).to.be.at.least(at);
        at = found + statement.trimEnd().length;
      }
    });
  });

  it('leaves programs without Socket.IO as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (code) => {
        expect(migrateSource(code, { filename }).code).to.equal(code);
      }),
    );
  });
});

describe('migrateSource, on several servers with interleaved statements', function () {
  this.timeout(120_000);

  const onServers = (test: (code: string) => void) =>
    fc.assert(fc.property(severalServers, test), { numRuns: RUNS });

  it('loses no declaration and no comment of one server in an edit of another', () => {
    onServers((code) => {
      const result = migrateSource(code, { filename });
      expect(result.failure, code).to.equal(undefined);
      const declared = [...result.code.matchAll(/(?:const|let) (\w+) =/g)].map(([, name = '']) => name);
      const names = result.code.matchAll(
        /\b(?:(?:allowed|socket|configured)Origins|isAllowedOrigin|check(?:Origin|SocketOrigin|Request|Handshake))\d*\b/g,
      );
      for (const [name] of names) expect(declared, result.code).to.include(name);
      const ours = declared.filter((name) => !/^(?:from|host|port|entries|keys)$/.test(name));
      expect(new Set(ours).size, result.code).to.equal(ours.length);
      for (const [comment] of code.matchAll(/\/\/ about \w/g)) expect(result.code).to.include(comment);
      for (const { action } of result.findings)
        if (action === 'manual') expect(result.code).to.include('TODO(socketio-cors) ');
    });
  });

  it('gives code that parses, and that a second run leaves as it is, with the same manual findings', () => {
    onServers((code) => {
      const once = migrateSource(code, { filename });
      const twice = migrateSource(once.code, { filename });
      expect(twice.failure, once.code).to.equal(undefined);
      expect(twice.code).to.equal(once.code);
      const left = ({ findings }: typeof once) =>
        findings.flatMap((finding) => (finding.action === 'manual' ? finding.code : [])).sort();
      expect(left(twice), once.code).to.deep.equal(left(once));
    });
  });
});

function parses(code: string): boolean {
  return 'type' in parseSource(code, filename);
}
