import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { guardSocket } from '../../src/runtime/guard-socket.js';

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
