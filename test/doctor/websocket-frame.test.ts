import { expect } from 'chai';
import fc from 'fast-check';
import { readFrames } from '../../src/doctor/websocket-frame.js';
import { textFrame } from './fake-engine.js';

describe('WebSocket frames', () => {
  const fragments = Buffer.concat([
    Buffer.from([0x01, 2]),
    Buffer.from('0{'),
    Buffer.from([0x80, 1]),
    Buffer.from('}'),
  ]);
  const table: readonly [desc: string, bytes: Buffer, messages: string[], ended: boolean][] = [
    ['nothing', Buffer.alloc(0), [], false],
    ['one message', textFrame('hello'), ['hello'], false],
    ['a message of 16-bit length', textFrame('a'.repeat(300)), ['a'.repeat(300)], false],
    ['two messages', Buffer.concat([textFrame('a'), textFrame('é')]), ['a', 'é'], false],
    ['half a message', textFrame('hello').subarray(0, 4), [], false],
    ['half a head', textFrame('a'.repeat(300)).subarray(0, 3), [], false],
    ['fragments', fragments, ['0{}'], false],
    [
      'a ping between fragments',
      Buffer.concat([fragments.subarray(0, 4), Buffer.from([0x89, 0]), fragments.subarray(4)]),
      ['0{}'],
      false,
    ],
    ['bytes, not text', Buffer.from([0x82, 1, 7]), [], false],
    ['a close', Buffer.from([0x88, 2, 3, 232]), [], true],
    ['a message and a close', Buffer.concat([textFrame('a'), Buffer.from([0x88, 0])]), ['a'], true],
    ['the plain HTTP that v4 breaks off with', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), [], true],
    ['a mask', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 65]), [], true],
    ['a reserved bit', Buffer.from([0xc1, 0]), [], true],
    ['an unknown kind', Buffer.from([0x83, 0]), [], true],
    ['a long control frame', Buffer.from([0x89, 126, 0, 200]), [], true],
    ['a continuation of nothing', Buffer.from([0x80, 0]), [], true],
    ['a beginning within a beginning', Buffer.from([0x01, 0, 0x81, 0]), [], true],
    ['a length in a longer form than it needs', Buffer.from([0x81, 126, 0, 1, 65]), [], true],
    ['a length in the longest form', Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 0, 0, 1, 65]), [], true],
    ['text that is none', Buffer.from([0x81, 1, 0xff]), [], true],
    ['a mark of byte order', textFrame('\ufeffa'), ['\ufeffa'], false],
  ];
  for (const [desc, bytes, messages, ended] of table) {
    it(`are read: ${desc}`, () => {
      expect(readFrames(bytes)).to.deep.equal({ messages, ended, isTooLong: false });
    });
  }

  it('are read up to one that is too long, which is no fault of theirs', () => {
    const long = Buffer.from([0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(readFrames(long)).to.deep.equal({ messages: [], ended: false, isTooLong: true });
    expect(readFrames(Buffer.concat([textFrame('a'), long]))).to.deep.equal({
      ...{ messages: ['a'], ended: false, isTooLong: true },
    });
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        readFrames(Buffer.from(bytes));
      }),
    );
  });
});
