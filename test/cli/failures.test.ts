import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { reportFailures, unsupportedNode } from '../../src/cli/failures.js';

/** A process that records its stderr, and whether it was ended. */
function fakeProcess() {
  const written: string[] = [];
  const stderr = Object.assign(new EventEmitter(), { write: (text: string) => written.push(text) });
  const fake = Object.assign(new EventEmitter(), {
    stdout: new EventEmitter(),
    stderr,
    exitCode: undefined as number | undefined,
    isEnded: false,
    exit() {
      fake.isEnded = true;
    },
  });
  return { fake, written, fail: reportFailures(fake as unknown as NodeJS.Process) };
}

describe('reportFailures', () => {
  it('reports an error with its stack, and lets the process end by itself', () => {
    const { fake, written, fail } = fakeProcess();
    fail(new Error('surprise'));
    expect(written.join('')).to.match(/^socketio-cors failed: Error: surprise\n {4}at /);
    expect(fake).to.include({ exitCode: 3, isEnded: false });
  });

  it('reports a thrown value that is not an Error', () => {
    const { fake, written, fail } = fakeProcess();
    fail('a text');
    expect(written).to.deep.equal(['socketio-cors failed: a text\n']);
    expect(fake.exitCode).to.equal(3);
  });

  it('exits if standard output cannot be written, and says why without a stack', () => {
    const { fake, written } = fakeProcess();
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    fake.stdout.emit('error', error);
    expect(written).to.deep.equal(['socketio-cors failed: ENOSPC: no space left on device, write\n']);
    expect(fake).to.include({ exitCode: 3, isEnded: true });
  });

  it('ignores a closed pipe on standard output, and errors on stderr', () => {
    const { fake, written } = fakeProcess();
    fake.exitCode = 2;
    fake.stdout.emit('error', Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
    fake.stderr.emit('error', new Error('EPIPE'));
    expect(written).to.deep.equal([]);
    expect(fake).to.include({ exitCode: 2, isEnded: false });
  });

  it('exits with 3 on an uncaught error', () => {
    const { fake, written } = fakeProcess();
    fake.emit('uncaughtException', new Error('thrown in a timer'));
    expect(written.join('')).to.include('thrown in a timer');
    expect(fake).to.include({ exitCode: 3, isEnded: true });
  });

  it('exits with 3 if the command never finishes, unless an exit code was set', () => {
    const { fake } = fakeProcess();
    fake.emit('beforeExit');
    expect(fake.exitCode).to.equal(3);
    const { fake: other } = fakeProcess();
    other.exitCode = 0;
    other.emit('beforeExit');
    expect(other.exitCode).to.equal(0);
  });
});

describe('unsupportedNode', () => {
  for (const version of ['20.0.0', '22.1.0', '100.0.0'])
    it(`accepts ${version}`, () => expect(unsupportedNode(version)).to.equal(undefined));

  for (const version of ['16.0.0', '18.20.4', '19.9.0'])
    it(`names the required Node version for ${version}`, () => {
      expect(unsupportedNode(version)).to.include('Node 20').and.to.include(version);
    });
});
