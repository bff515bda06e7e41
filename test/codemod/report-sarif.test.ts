import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from './cli.js';

describe('socketio-cors migrate --format sarif', () => {
  let box: Sandbox;
  // biome-ignore lint/suspicious/noExplicitAny: the test reads the log as a program would that knows the standard
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

  // SARIF 2.1.0, sections 3.13, 3.14, 3.18 and 3.19: what has to be there, and of what type.
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
      expect(rule.shortDescription.text).to.be.a('string').and.not.equal('');
      expect(rule.defaultConfiguration.level).to.be.oneOf(['error', 'warning', 'note']);
    }
  });

  it('says that it did not succeed where a file failed, and why', () => {
    const [invocation] = log.runs[0].invocations;
    expect(invocation.executionSuccessful).to.equal(false);
    expect(invocation.toolExecutionNotifications[0]).to.have.nested.property('message.text');
  });
});
