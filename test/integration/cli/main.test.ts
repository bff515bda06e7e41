import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { sandbox } from '../../cli/sandbox.js';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const TSX = fileURLToPath(import.meta.resolve('tsx'));

/** Runs a shell command, in which `$cors` is the command, in a folder that needs manual review. */
function shell(line: string): { status: number | null; stdout: string; stderr: string } {
  const manual = "module.exports = (io) => {\n  io.origins('*:*');\n};\n";
  const names = Array.from({ length: 300 }, (_, index) => `source-${index}.js`);
  const box = sandbox(Object.fromEntries(names.map((name) => [name, manual])));
  try {
    const cors = `'${process.execPath}' --import '${TSX}' '${MAIN}'`;
    return spawnSync('bash', ['-c', line.replaceAll('$cors', cors)], { cwd: box.path, encoding: 'utf8' });
  } finally {
    box.remove();
  }
}

describe('the command itself', function () {
  this.timeout(60_000);
  before(function () {
    // It is run by shell commands of POSIX: pipes, and a closed stderr.
    if (process.platform === 'win32') this.skip();
  });

  for (const [desc, line, exitCode] of [
    ['a reader that stops early', 'set -o pipefail; $cors migrate | head -n 1', 2],
    ['a reader that reads nothing', 'set -o pipefail; $cors migrate --format json | true', 2],
    ['no standard output', '$cors migrate >&-', 2],
    ['a reader of stderr that reads nothing', '$cors migrate nowhere 2> >(true) >&2', 3],
  ] as const) {
    it(`still exits with ${exitCode}: ${desc}`, () => {
      const { status, stderr } = shell(line);
      expect(status, stderr).to.equal(exitCode);
      expect(stderr).to.equal('');
    });
  }

  it('exits with 3 and says why if the disk is full', function () {
    // /dev/full is Linux's.
    if (process.platform !== 'linux') this.skip();
    const { status, stderr } = shell('$cors migrate > /dev/full');
    expect(status).to.equal(3);
    expect(stderr).to.equal('socketio-cors failed: ENOSPC: no space left on device, write\n');
    expect(shell('$cors migrate > /dev/full 2>&1').status).to.equal(3);
  });

  for (const surprise of ["throw new Error('surprise')", "Promise.reject(new Error('surprise'))"])
    it(`exits with 3, and not with 1, on an unexpected error: ${surprise}`, () => {
      // As soon as a listener is there.
      const code = `process.on('newListener', (event) => event === 'uncaughtException' && setImmediate(() => { ${surprise} }))`;
      const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
      const { status, stderr } = shell(`NODE_OPTIONS='--import ${url}' $cors migrate`);
      expect(status).to.equal(3);
      expect(stderr).to.match(/^socketio-cors failed: Error: surprise\n/);
    });

  it('refuses a device', () => {
    const { status, stdout } = shell('$cors migrate /dev/zero');
    expect(status).to.equal(3);
    expect(stdout).to.include('/dev/zero  it is neither a file nor a folder');
  });
});
