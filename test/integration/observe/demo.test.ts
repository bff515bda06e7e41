import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('npm run demo:observe', () => {
  it('prints a report, and ends by itself', () => {
    const options = { cwd: ROOT, encoding: 'utf8', timeout: 60_000 } as const;
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'demo:observe'], options);
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
    expect(stdout).to.match(/^npx socket\.io-cors-compat report handshakes\.json \(exit code 1\)$/m);
    expect(stdout).to.match(/shop\.examp1e\.com: looks like https:\/\/shop\.example\.com/);
  }).timeout(60_000);
});
