import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runReport } from '../../src/cli/report.js';
import type { StoredReport } from '../../src/observe/report.js';
import { observed, stored } from '../observe/observed.js';
import { cli } from './sandbox.js';

describe('socketio-cors report', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, fields: Partial<StoredReport> | string) => {
    const path = join(folder, name);
    writeFileSync(path, typeof fields === 'string' ? fields : JSON.stringify(stored(fields)));
    return path;
  };
  const json = (files: readonly string[], minHandshakes?: number) => {
    const { stdout, ...rest } = runReport(files, { format: 'json', minHandshakes });
    return { ...rest, report: JSON.parse(stdout) };
  };

  it('adds up files, and counts a file that is named twice once', () => {
    const [one, two] = [file('one.json', {}), file('two.json', { handshakes: 3 })];
    symlinkSync(one, join(folder, 'link.json'));
    const { report, exitCode, stderr } = json([one, two, one, join(folder, 'link.json')]);
    expect([report.version, report.handshakes, exitCode, stderr]).to.deep.equal([1, 4, 0, '']);
    expect(report.suggestion.cors.origin).to.deep.equal(['https://example.com']);
  });

  it('exits with 1 if the translated settings or the candidate would decide differently', () => {
    expect(json([file('a.json', { differences: 1 })]).exitCode).to.equal(1);
    expect(json([file('b.json', { candidateDifferences: 1 })]).exitCode).to.equal(1);
    expect(json([file('c.json', { candidateDifferences: 0 })]).exitCode).to.equal(0);
    expect(runReport([file('a.json', { differences: 1 })], { format: 'text' }).exitCode).to.equal(1);
  });

  it('leaves out origins with few handshakes', () => {
    const origins = [observed({ admitted: 5 }), observed({ origin: 'https://rare.example', admitted: 1 })];
    expect(json([file('a.json', { origins })], 2).report.origins).to.have.length(1);
  });

  it('exits with 3 if any file cannot be read, and names them all', async () => {
    const good = file('good.json', {});
    const bad = [
      join(folder, 'missing.json'),
      folder,
      file('foreign.json', '{ "name": "x" }'),
      file('cut.json', '{'),
    ];
    const { code, stdout, stderr } = await cli(folder, 'report', good, ...bad, '--format', 'json');
    expect([stdout, code]).to.deep.equal(['', 3]);
    for (const path of bad) expect(stderr).to.include(path);
    expect(stderr.trimEnd().split('\n')).to.have.length(4);
  });

  it('prints no escapes unless colours are asked for', () => {
    const one = file('one.json', { differences: 1 });
    expect(runReport([one], { format: 'text' }).stdout).not.to.include('\u001b');
    expect(runReport([one], { format: 'text', color: true }).stdout).to.include('\u001b');
  });
});
