import { connect } from 'node:net';
import { expect } from 'chai';
import { Server } from '../../../src/server/index.js';
import { loadLegacy } from '../../parity/releases.js';
import { openPlace, type Place } from '../../parity/scale/place.js';
import type { Target } from '../target.js';

const ORIGINS = ['https://example.com:443', 'localhost:3000', 'http://[::1]:3000', '*:8443'];
const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

let places: { readonly v2: Place; readonly dropIn: Place } | undefined;

/** Both servers, with the same list; `exact`, so that whoever v2 refused is to be refused. */
async function servers() {
  if (places !== undefined) return places;
  const [v2, dropIn] = await Promise.all([openPlace(), openPlace()]);
  v2.occupy(new (loadLegacy('2.5'))(v2.httpServer, { origins: ORIGINS, serveClient: false }).eio);
  const corsCompat = { from: '2.5.1', semantics: 'exact', onWarning: () => {} } as const;
  const io = new Server(dropIn.httpServer, { origins: ORIGINS, serveClient: false, corsCompat });
  dropIn.occupy(io.engine as never);
  places = { v2, dropIn };
  return places;
}

/** Sends bytes as they are, and gives what came back until the server has no more to say. */
function send({ port }: Place, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    let last: NodeJS.Timeout | undefined;
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    const wait = (milliseconds: number) => {
      clearTimeout(last);
      last = setTimeout(() => socket.destroy(), milliseconds);
    };
    // A head that is not complete gets no answer.
    wait(150);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      wait(OPENED.test(answer) || /^HTTP\/1.1 (?!101)/.test(answer) ? 3 : 60);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(last);
      resolve(answer);
    });
  });
}

/** What v2 did not get as far as asking for the origin: a query with two transports, say, of which v4 takes the last. */
const REFUSED_OTHERWISE = /Transport unknown|Session ID unknown|Bad handshake method|Bad request/;
const OPENED = /0\{\\?"sid\\?":/;

/** The bytes of a request: nobody gets in whom v2 refused, and both servers go on. */
export const dropInTarget: Target = {
  name: 'drop-in',
  seeds: ['polling', 'websocket']
    .flatMap((transport) =>
      [
        'Origin: https://example.com\r\n',
        'Origin: https://evil.example\r\nOrigin: https://example.com\r\n',
        'Referer: http://localhost:3000/chat\r\nReferer: https://evil.example/\r\n',
        'Origin: null\r\nReferer: https://example.com/\r\n',
        'Origin: https://evil.example\r\n',
        'Origin: https://exam\x85ple.com\r\n',
        '',
      ].map(
        (headers) =>
          `GET /socket.io/?EIO=3&transport=${transport} HTTP/1.1\r\nHost: x\r\n${transport === 'websocket' ? UPGRADE : ''}${headers}\r\n`,
      ),
    )
    .concat(
      // A stranger in every spelling of the address.
      [
        '?EIO=4&transport=polling&x=%00',
        '?transport=polling&EIO=3&EIO=4',
        '?EIO=3&transport=%70olling&origin=*#',
      ].map((query) => `GET /socket.io/${query} HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n\r\n`),
    ),
  dictionary: [
    ...[
      'GET ',
      'OPTIONS ',
      'POST ',
      'HEAD ',
      '/socket.io/',
      '?EIO=3',
      '?EIO=4',
      '&transport=polling',
      '&sid=',
      '&j=0',
    ],
    ...[
      '&transport=websocket',
      'HTTP/1.0',
      '\r\n',
      'Origin: ',
      'oRIGIN:',
      'Referer: ',
      ' ',
      '\t',
      ',',
      'null',
      UPGRADE,
    ],
    ...[
      'https://example.com',
      'http://localhost:3000',
      'http://[::1]:3000',
      'https://evil.example',
      ':8443',
      '@',
      '%00',
    ],
    ...[
      '\xff',
      '\xc3\xa9',
      'https://example.com.',
      'HTTPS://EXAMPLE.COM',
      '/../',
      '//',
      '?',
      '#',
      '&EIO=4',
      '&b64=1',
      '&x=%00',
      '&%5f',
      '&origin=https://example.com',
      ';',
    ],
  ],
  async run(input) {
    const { v2, dropIn } = await servers();
    const [before, after] = await Promise.all([send(v2, input), send(dropIn, input)]);
    if (!OPENED.test(before) && !REFUSED_OTHERWISE.test(before))
      expect(OPENED.test(after), `v2: ${before}\nnow: ${after}`).to.equal(false);
  },
  async close() {
    await Promise.all([places?.v2.close(), places?.dropIn.close()]);
    places = undefined;
  },
};
