import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { callOnce, guardSocket } from '../../src/runtime/app-functions.js';

type Call = (callback: (answer: string) => void) => unknown;

/** Runs a function, waits, and returns what happened. */
async function outcomes(call: Call): Promise<string[]> {
  const seen: string[] = [];
  callOnce<[string]>(
    call,
    (answer) => seen.push(`answered ${answer}`),
    (error) => seen.push(`failed ${(error as Error | undefined)?.message}`),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

const boom = new Error('boom');

describe('callOnce', () => {
  const cases: { desc: string; call: Call; seen: string[] }[] = [
    { desc: 'passes the answer on', call: (answer) => answer('yes'), seen: ['answered yes'] },
    {
      desc: 'takes the first of two answers',
      call: (answer) => {
        answer('yes');
        answer('no');
      },
      seen: ['answered yes'],
    },
    {
      desc: 'waits for a late answer',
      call: (answer) => void queueMicrotask(() => answer('yes')),
      seen: ['answered yes'],
    },
    {
      desc: 'fails if the function throws',
      call: () => {
        throw boom;
      },
      seen: ['failed boom'],
    },
    {
      desc: 'fails if the function throws nothing',
      call: () => {
        throw undefined;
      },
      seen: ['failed undefined'],
    },
    {
      desc: 'keeps the answer if the function throws after it',
      call: (answer) => {
        answer('yes');
        throw boom;
      },
      seen: ['answered yes'],
    },
    {
      desc: 'drops an answer that comes after the function threw',
      call: (answer) => {
        queueMicrotask(() => answer('yes'));
        throw boom;
      },
      seen: ['failed boom'],
    },
    { desc: 'fails if the promise rejects', call: () => Promise.reject(boom), seen: ['failed boom'] },
    {
      desc: 'keeps the answer if the promise rejects after it',
      call: async (answer) => {
        answer('yes');
        throw boom;
      },
      seen: ['answered yes'],
    },
    { desc: 'waits on if the promise resolves without an answer', call: async () => 'yes', seen: [] },
    { desc: 'waits on if the function returns null', call: () => null, seen: [] },
    {
      desc: 'waits on if the function returns without an answer',
      call: () => ({ later: true }),
      seen: [],
    },
  ];
  for (const { desc, call, seen } of cases) {
    it(desc, async () => {
      expect(await outcomes(call)).to.deep.equal(seen);
    });
  }

  it('passes all arguments on', () => {
    let seen: unknown[] = [];
    callOnce<[string, number]>(
      (answer) => answer('a', 1),
      (...args) => {
        seen = args;
      },
      () => expect.fail('failed'),
    );
    expect(seen).to.deep.equal(['a', 1]);
  });

  // v2 ignored the return value. A database query that runs when it is awaited must not run again.
  it('does not start a lazy query that the function returns', async () => {
    let started = 0;
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: such objects are what is tested
      then(_resolve: unknown, reject: (error: Error) => void) {
        started++;
        reject(new Error('Query was already executed'));
      },
    };
    const seen = await outcomes((answer) => {
      setTimeout(() => answer('yes'), 0);
      return query;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(started).to.equal(0);
    expect(seen).to.deep.equal(['answered yes']);
  });

  for (const desc of ['takes the answer', 'takes the failure'] as const) {
    it(`throws the error of a callback that ${desc} if the function cannot catch it`, () => {
      const tasks: (() => void)[] = [];
      const real = globalThis.queueMicrotask;
      globalThis.queueMicrotask = (task) => void tasks.push(task);
      const failures: unknown[] = [];
      try {
        callOnce(
          (answer) => {
            if (desc === 'takes the failure') throw new Error('of the function');
            answer();
          },
          () => {
            throw boom;
          },
          (error) => {
            failures.push(error);
            throw boom;
          },
        );
      } finally {
        globalThis.queueMicrotask = real;
      }
      expect(failures).to.have.length(desc === 'takes the failure' ? 1 : 0);
      expect(tasks).to.have.length(1);
      expect(tasks[0]).to.throw(boom);
    });
  }

  it('does not throw if reading the returned object throws', () => {
    const hostile = {
      // biome-ignore lint/suspicious/noThenProperty: such objects are what is tested
      get then(): never {
        throw boom;
      },
    };
    expect(() =>
      callOnce(
        () => hostile,
        () => undefined,
        () => undefined,
      ),
    ).not.to.throw();
  });
});

const requestOn = (socket: unknown) => ({ socket }) as never;

describe('guardSocket', () => {
  it('handles errors of a socket without listeners, until the function has answered', () => {
    const socket = new EventEmitter();
    const release = guardSocket(requestOn(socket));
    expect(() => socket.emit('error', new Error('reset'))).not.to.throw();
    release();
    expect(socket.listenerCount('error')).to.equal(0);
    expect(() => socket.emit('error', new Error('reset'))).to.throw('reset');
  });

  it('adds nothing to a socket that has an error listener, and removes nothing', () => {
    const socket = new EventEmitter();
    const heard: unknown[] = [];
    socket.on('error', (error) => heard.push(error));
    const release = guardSocket(requestOn(socket));
    expect(socket.listenerCount('error')).to.equal(1);
    release();
    socket.emit('error', 'reset');
    expect(heard).to.deep.equal(['reset']);
  });

  for (const [desc, socket] of [
    ['no socket', undefined],
    ['a socket that is none', {}],
  ] as const) {
    it(`does nothing for a request with ${desc}, as tests make them up`, () => {
      expect(() => guardSocket(requestOn(socket))()).not.to.throw();
    });
  }
});
