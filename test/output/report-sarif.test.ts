import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from '../cli/sandbox.js';
import { readFixtures } from '../codemod/fixtures.js';
import { sarifProblems } from './sarif-schema.js';

describe('socketio-cors migrate --format sarif', () => {
  let box: Sandbox;
  // biome-ignore lint/suspicious/noExplicitAny: the test reads the log like a program that knows the standard
  let log: any;
  before(async () => {
    box = sandbox({
      'a b/ü#1.js':
        "const io = require('socket.io')(3000);\nif (dev) io.origins('*:*'); else io.origins(list);\n",
      'c.js': "const io = require('socket.io')(3000, { origins: ['https://example.com:443', '*'] });\n",
      'bad.js': "io.origins('*:*'",
    });
    log = JSON.parse((await cli(box.path, 'migrate', '--format', 'sarif')).stdout);
  });
  after(() => box.remove());

  // SARIF 2.1.0, sections 3.13, 3.14, 3.18 and 3.19: required properties and their types.
  it('is a log of one run of one tool', () => {
    expect(log.version).to.equal('2.1.0');
    expect(log.$schema).to.match(/^https:.*sarif-2\.1\.0/);
    expect(log.runs).to.have.length(1);
    const { driver } = log.runs[0].tool;
    expect(driver.name).to.equal('socketio-cors');
    expect(driver.semanticVersion).to.match(/^\d+\.\d+\.\d+/);
    expect(() => new URL(driver.informationUri)).not.to.throw();
    expect(log.runs[0].columnKind).to.equal('utf16CodeUnits');
  });

  // 3.27: ruleId and ruleIndex agree; 3.27.10: a result of kind "fail" has a level; 3.30.5: lines and columns from 1.
  it('has results that name a rule, a level, a message and a place', () => {
    const { results, tool } = log.runs[0];
    expect(results).not.to.deep.equal([]);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).to.equal(result.ruleId);
      expect(result.level).to.be.oneOf(['error', 'warning', 'note']);
      expect(result.kind).to.equal('fail');
      expect(result.message.text).to.be.a('string').and.not.equal('');
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).not.to.match(/[ #]|^\//);
      expect(region.startLine).to.be.at.least(1);
      expect(region.startColumn).to.be.at.least(1);
    }
    const uris = results.map(
      (result: typeof log) => result.locations[0].physicalLocation.artifactLocation.uri,
    );
    expect(uris).to.include('a%20b/%C3%BC%231.js');
  });

  it('has each rule once, with texts', () => {
    const { rules } = log.runs[0].tool.driver;
    const ids = rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const rule of rules) {
      // GitHub's code scanning asks for all three.
      for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text])
        expect(text).to.be.a('string').and.not.equal('');
      expect(rule.defaultConfiguration.level).to.be.oneOf(['error', 'warning', 'note']);
    }
  });

  it('says that the run did not succeed if a file failed, and why', () => {
    const [invocation] = log.runs[0].invocations;
    expect(invocation.executionSuccessful).to.equal(false);
    expect(invocation.toolExecutionNotifications[0]).to.have.nested.property('message.text');
  });

  describe("checked against the standard's schema", () => {
    const logOf = async (files: Record<string, string | Buffer>, ...args: string[]) => {
      const other = sandbox(files);
      try {
        return JSON.parse((await cli(other.path, 'migrate', '--format', 'sarif', ...args)).stdout);
      } finally {
        other.remove();
      }
    };

    it('is valid if files failed, and if paths have spaces, umlauts and punctuation', () => {
      expect(sarifProblems(log)).to.deep.equal([]);
    });

    it('is valid for every fixture, migrated, left for review or untouched', async () => {
      const groups = ['programs', 'shapes', 'untouched', 'left'];
      const fixtures = groups.flatMap((group) => readFixtures(group));
      const files = fixtures.map(({ name, filename, input }) => [`${name}/${filename}`, input] as const);
      const all = await logOf({
        ...Object.fromEntries(files),
        'package.json':
          '{ "dependencies": { "socket.io": "^2.5.0" }, "devDependencies": { "@types/socket.io": "2" } }',
      });
      expect(sarifProblems(all)).to.deep.equal([]);
      expect(all.runs[0].tool.driver.rules).to.have.length.above(15);
    });

    it('is valid without findings, for a missing path, and for a path outside of the folder', async () => {
      const empty = await logOf({});
      expect(empty.runs[0].results).to.deep.equal([]);
      expect(sarifProblems(empty)).to.deep.equal([]);
      const outside = await logOf({ 'bad.js': "io.origins('*:*'" }, 'no where#?.js', '.', box.path);
      expect(outside.runs[0].invocations[0].toolExecutionNotifications).to.have.lengthOf(3);
      expect(sarifProblems(outside)).to.deep.equal([]);
    });

    it('is valid for file names with reserved characters of URIs', async () => {
      const names = [
        'c:x.js',
        'a%20b.js',
        "it's [1] {2}.js",
        '日本語/\u{1f600}.js',
        'back\\slash.js',
        '?q=1&r#s.js',
      ];
      const named = await logOf(
        Object.fromEntries(names.map((name) => [name, "require('socket.io')(3000);\n"])),
      );
      expect(sarifProblems(named)).to.deep.equal([]);
      const uris: string[] = named.runs[0].results.map(
        (result: typeof log) => result.locations[0].physicalLocation.artifactLocation.uri,
      );
      for (const name of names) expect(uris.map(decodeURIComponent)).to.include(name);
      const base = new URL('https://example.com/root/');
      for (const uri of uris) {
        const { href, search, hash } = new URL(uri, base);
        expect([href.startsWith(base.href), search, hash], uri).to.deep.equal([true, '', '']);
      }
    });

    // The check itself must be able to fail.
    const first = (one: typeof log) => one.runs[0].results[0];
    const spoilt: Record<string, (one: typeof log) => void> = {
      'another version': (one) => Object.assign(one, { version: '2.0.0' }),
      'no runs': (one) => delete one.runs,
      'a tool without a name': (one) => delete one.runs[0].tool.driver.name,
      'a tool with a bad address': (one) => Object.assign(one.runs[0].tool.driver, { informationUri: 'a b' }),
      'a rule without an id': (one) => delete one.runs[0].tool.driver.rules[0].id,
      'a level that is none': (one) => Object.assign(first(one), { level: 'danger' }),
      'a result without a message': (one) => delete first(one).message,
      'a message without text': (one) => Object.assign(first(one), { message: {} }),
      'a property that the standard has no name for': (one) =>
        Object.assign(first(one), { action: 'manual' }),
      'a line 0': (one) => Object.assign(first(one).locations[0].physicalLocation.region, { startLine: 0 }),
      'an address with a space': (one) =>
        Object.assign(first(one).locations[0].physicalLocation.artifactLocation, { uri: 'a b.js' }),
      'a run that does not say whether it succeeded': (one) =>
        delete one.runs[0].invocations[0].executionSuccessful,
    };
    for (const [what, spoil] of Object.entries(spoilt)) {
      it(`would notice ${what}`, () => {
        const one = structuredClone(log);
        spoil(one);
        expect(sarifProblems(one)).to.not.deep.equal([]);
      });
    }
  });
});
