import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readCommandLine, UsageError, wholeNumber } from '../../model/command-line.js';

describe('readCommandLine', () => {
  it('reads what a script takes', () => {
    const values = readCommandLine(['--seed', '7', '--quick'], { seed: 'text', quick: 'flag', json: 'text' });
    expect(values).to.deep.equal(Object.assign(Object.create(null), { seed: '7', quick: true }));
  });

  for (const argv of [['--sed', '7'], ['--seed'], ['--seed', '--quick'], ['more'], ['--quick=yes']]) {
    it(`refuses ${argv.join(' ')}`, () => {
      expect(() => readCommandLine(argv, { seed: 'text', quick: 'flag' })).to.throw(UsageError);
    });
  }
});

describe('wholeNumber', () => {
  it('takes a number, and what stands for none', () => {
    expect(wholeNumber('runs', '12', 1, 600)).to.equal(12);
    expect(wholeNumber('runs', undefined, 1, 600)).to.equal(600);
  });

  for (const text of ['', '0', '-1', '1.5', '1e3', 'x', '2147483648', 'NaN']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => wholeNumber('runs', text, 1, 600)).to.throw(UsageError, '--runs takes a whole number');
    });
  }
});

describe('the scripts', function () {
  this.timeout(120_000);

  for (const [name, script, wrong, message] of [
    ['parity', '../parity/scale/main.ts', ['--runs', 'many'], '--runs takes a whole number from 1 on'],
  ] as const) {
    it(`${name} --help prints its usage, and a wrong option what is wrong, without a stack`, async () => {
      const help = await run(script, ['--help']);
      expect(help.code).to.equal(0);
      expect(help.stdout).to.include(`npm run ${name} -- [`);
      const refused = await run(script, wrong);
      expect(refused.code).to.equal(2);
      expect(refused.stdout).to.equal('');
      expect(refused.stderr)
        .to.match(new RegExp(`^${message}`))
        .and.to.not.match(/^ +at /m);
    });
  }
});

function run(script: string, args: readonly string[]) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', '--no-deprecation', file, ...args],
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
