import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { decodeBody } from '../../src/doctor/decode-body.js';
import { diagnose } from '../../src/doctor/diagnose.js';
import { probe } from '../../src/doctor/probe.js';
import { survey } from '../../src/doctor/survey.js';
import { OPEN } from './fake-engine.js';
import { raw } from './servers.js';

const TEXT = `<title>Not here</title>${'x'.repeat(5000)}`;
const latin1 = (bytes: Buffer) => bytes.toString('latin1');
const coding = (value: string) => [['Content-Encoding', value]] as const;

describe('decodeBody', () => {
  for (const [name, bytes] of [
    ['gzip', gzipSync(TEXT)],
    ['X-GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ] as const) {
    it(`undoes ${name}, as far as the body came`, () => {
      expect(decodeBody(latin1(bytes), coding(name))).to.equal(TEXT);
      const cut = decodeBody(latin1(bytes.subarray(0, bytes.length - 4)), coding(name));
      expect(cut).to.satisfy(
        (text: string) => text.startsWith('<title>') || text === latin1(bytes.subarray(0, -4)),
      );
    });
  }

  it('leaves what is not encoded, and what it does not know', () => {
    expect(decodeBody(TEXT, [])).to.equal(TEXT);
    for (const name of ['identity', '', 'zstd', 'gzip, zstd'])
      expect(decodeBody(TEXT, coding(name)), name).to.equal(TEXT);
    expect(decodeBody('', coding('gzip'))).to.equal('');
  });

  it('gives nothing for what only says so', () => {
    for (const name of ['gzip', 'br', 'deflate', 'gzip, br'])
      expect(decodeBody(TEXT, coding(name)), name).to.equal(undefined);
  });

  it('undoes one coding after the other', () => {
    expect(decodeBody(latin1(brotliCompressSync(gzipSync(TEXT))), coding('gzip, br'))).to.equal(TEXT);
  });

  it('does not let a small answer swell', () => {
    const bomb = latin1(gzipSync(Buffer.alloc(8 * 1024 * 1024)));
    expect(decodeBody(bomb, coding('gzip'))).to.equal(bomb);
  });
});

describe('probe, on a server that compresses unasked', () => {
  it('reads the session of Engine.IO, and who else answers', async () => {
    for (const [encoding, encode] of [
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
    ] as const) {
      const listening = await raw(({ url = '' }, response) => {
        response.writeHead(200, { 'Content-Encoding': encoding, Server: 'nginx' });
        response.end(encode(url.startsWith('/socket.io/') ? OPEN : '<title>Not here</title>'));
      });
      try {
        expect(survey(await probe(listening.url)).protocols).to.deep.include({ eio4: true });
        const [first] = diagnose(await probe(listening.url, { path: '/none' }));
        expect(first?.code).to.equal('WRONG_PATH');
      } finally {
        await listening.close();
      }
    }
  });
});
