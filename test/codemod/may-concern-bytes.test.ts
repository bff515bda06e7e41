import { expect } from 'chai';
import fc from 'fast-check';
import { mayConcernSocketIo } from '../../src/codemod/detect/may-concern-socket-io.js';
import { WRAPPERS } from '../../src/codemod/detect/wrappers.js';
import { mayConcernBytes } from '../../src/codemod/project/may-concern-bytes.js';
import { someWord } from '../../src/codemod/project/some-word.js';

/** What files are told by, and what may stand around it. */
const PIECES = [
  ...WRAPPERS,
  ...[
    'socket.io',
    'socket.io-client',
    '@nestjs/platform-socket.io',
    '@feathersjs/socketio',
    'feathers-socketio',
  ],
  ...['.origins', 'origins', 'handlePreflightRequest', '@WebSocketGateway', 'createIOServer', 'ocket'],
  ...[
    '.checkRequest',
    'checkRequest',
    'io.eio',
    'engine',
    '!',
    '.allowRequest',
    '._origins',
    'this',
    ' = ',
    '=',
  ],
  ...['io', 'sio(', 'socketIO', '_io_server', '.listen', '(', '"', "'", '`', ' ', '\n', '_', 'x', 'é'],
  ...['\u00a0', '\u2028', '\ufeff', ' '.repeat(50)],
];

describe('mayConcernBytes', () => {
  it('passes over nothing that mayConcernSocketIo is told by, wherever it stands', () => {
    const code = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''));
    // So that it stands where what is looked through at a time ends.
    const before = fc.constantFrom(0, 65_400, 65_480, 65_500, 65_520, 65_530, 65_536, 131_060);
    fc.assert(
      fc.property(before, code, code, (length, one, other) => {
        const text = `${'y '.repeat(length / 2)}${one}${'\nz'.repeat(100)}${other}`;
        const bytes = Buffer.from(text);
        // `ocket` alone, as in a pocket, was never enough for a file to be kept.
        expect(mayConcernBytes(bytes)).to.be.oneOf(
          someWord(bytes) && mayConcernSocketIo(text) ? [true] : [true, false],
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps `origins` in code, whatever follows it, where something is called like Socket.IO', () => {
    for (const after of [
      ':',
      ' : 1',
      ',',
      ' }',
      '\n}',
      ' = 1',
      '/* */: 1',
      '() {}',
      '?',
      ' as any',
      '\u00a0: 1',
      '"',
      '',
    ])
      for (const told of [(code: string) => mayConcernBytes(Buffer.from(code)), mayConcernSocketIo])
        expect(told(`io(server, { origins${after}`), after).to.equal(true);
  });

  it('passes over files with words that are not Socket.IO’s', () => {
    for (const code of [
      'url.origins = 1; ratio(origins)',
      'websocket',
      'the origins of pockets (io)',
      'isPreflight()',
      'this._origins = new Set(list); this._origins = []; this.checkRequest = check;',
      'validator.checkRequest; io._origins.has(origin); answer();',
      'io(server); // Allowed origins have to be listed',
    ])
      expect(mayConcernBytes(Buffer.from(code)), code).to.equal(false);
  });
});
