import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { diagnose, probe } from '../../../src/doctor/index.js';
import type { Target } from '../target.js';

const ORIGIN = 'https://a.example';
const TIMEOUT_MS = 200;
/** A probe asks some of its questions one after the other; it takes a multiple of its timeout at most. */
const HANG_MS = 8000;
const HEAD = 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: https://a.example\r\n';
const OPEN = '0{"sid":"x","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000}';

let server: Server | undefined;
let bytes = Buffer.alloc(0);
const sockets = new Set<Socket>();

async function port(): Promise<number> {
  if (server === undefined) {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
      socket.once('data', () => socket.end(bytes));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  }
  return (server.address() as AddressInfo).port;
}

/** Whatever bytes a server answers with, the doctor comes to an end and has something to say. */
export const doctorTarget: Target = {
  name: 'doctor',
  seeds: [
    `${HEAD}Content-Length: ${OPEN.length}\r\n\r\n${OPEN}`,
    `${HEAD}Transfer-Encoding: chunked\r\n\r\n${OPEN.length.toString(16)}\r\n${OPEN}\r\n0\r\n\r\n`,
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n\x81\x05hello`,
    'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{"code":5,"message":"Unsupported protocol version"}',
    'HTTP/1.1 301 Moved\r\nLocation: /socket.io/\r\nSet-Cookie: a=b\r\n\r\n',
    `${HEAD}Access-Control-Allow-Headers: *, a\r\nAccess-Control-Max-Age: 1e9\r\n\r\n97:${OPEN}`,
    `${HEAD}Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n1234567890`,
    'SSH-2.0-x\r\n',
    '',
  ],
  dictionary: [
    ...[
      'HTTP/1.1 ',
      '200',
      '101',
      '204',
      '403',
      '0',
      '\r\n',
      '\r\n\r\n',
      'Access-Control-Allow-Origin: ',
      '*',
      'null',
    ],
    ...[
      'Access-Control-Allow-Credentials: true\r\n',
      'Access-Control-Allow-Headers: ',
      'Vary: Origin\r\n',
      ORIGIN,
    ],
    ...[
      'Transfer-Encoding: chunked\r\n',
      'Content-Length: 99999\r\n',
      'Content-Encoding: gzip\r\n',
      'Location: ',
    ],
    ...[
      '\x81\x7e',
      '\x88\x02',
      '\x81\x7f\xff\xff\xff\xff',
      '0{"sid":',
      '{"code":',
      '96:0',
      '\x00\xff',
      'ff\r\n',
      '-1',
    ],
  ],
  async run(input) {
    bytes = Buffer.from(input, 'latin1');
    const asked = probe(`http://127.0.0.1:${await port()}`, { origins: [ORIGIN], timeout: TIMEOUT_MS });
    let timer: NodeJS.Timeout | undefined;
    const hangs = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the doctor hangs')), HANG_MS);
    });
    const observations = await Promise.race([asked, hangs]).finally(() => clearTimeout(timer));
    expect(observations).not.to.be.empty;
    for (const { code, message, remedy } of diagnose(observations)) {
      expect([code, message, remedy].every((text) => typeof text === 'string' && text !== '')).to.equal(true);
    }
  },
  async close() {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    server = undefined;
  },
};
