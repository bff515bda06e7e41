import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { reportFailures, unsupportedNode } from '../../src/cli/failures.js';

/** A process that notes what is written to stderr, and whether it was ended. */
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
  it('reports an error with its stack, which says where to look, and goes on to the end', () => {
    const { fake, written, fail } = fakeProcess();
    fail(new Error('nobody saw that coming'));
    expect(written.join('')).to.match(/^socketio-cors failed: Error: nobody saw that coming\n {4}at /);
    expect(fake).to.include({ exitCode: 3, isEnded: false });
  });

  it('reports what is thrown that is no error', () => {
    const { fake, written, fail } = fakeProcess();
    fail('a text');
    expect(written).to.deep.equal(['socketio-cors failed: a text\n']);
    expect(fake.exitCode).to.equal(3);
  });

  it('ends where standard output cannot be written, and says why without a stack', () => {
    const { fake, written } = fakeProcess();
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    fake.stdout.emit('error', error);
    expect(written).to.deep.equal(['socketio-cors failed: ENOSPC: no space left on device, write\n']);
    expect(fake).to.include({ exitCode: 3, isEnded: true });
  });

  it('takes a reader that has seen enough, and one that hears no errors, for none', () => {
    const { fake, written } = fakeProcess();
    fake.exitCode = 2;
    fake.stdout.emit('error', Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
    fake.stderr.emit('error', new Error('EPIPE'));
    expect(written).to.deep.equal([]);
    expect(fake).to.include({ exitCode: 2, isEnded: false });
  });

  it('ends with 3 on what nobody caught', () => {
    const { fake, written } = fakeProcess();
    fake.emit('uncaughtException', new Error('thrown in a timer'));
    expect(written.join('')).to.include('thrown in a timer');
    expect(fake).to.include({ exitCode: 3, isEnded: true });
  });

  it('takes what comes to no end for a failure, but leaves an exit code that was set', () => {
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
    it(`names the Node that is needed, and ${version}`, () => {
      expect(unsupportedNode(version)).to.include('Node 20').and.to.include(version);
    });
});
