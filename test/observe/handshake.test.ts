import { expect } from 'chai';
import type { EngineRequest } from '../../src/observe/attach.js';
import { handshakeOf, NOT_AN_ORIGIN, remembering } from '../../src/observe/handshake.js';

const requestWith = (headers: object, query: object = {}) => ({ headers, _query: query }) as EngineRequest;

describe('handshakeOf', () => {
  const origins: [string, string][] = [
    ['https://example.com', 'https://example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['null', 'null'],
    ['HTTPS://Example.com:443', 'https://example.com'],
    ['https://example.com/secret?secret#secret', 'https://example.com'],
    ['https://user:secret@example.com', 'https://example.com'],
    ['http://1.2.3', 'http://1.2.0.3'],
    ['https://example.com\\@evil.example', 'https://example.com'],
    ['http://[::1]:8080/x', 'http://[::1]:8080'],
    ['file://', 'file://'],
    ['file:///home/secret', 'file://'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdef/popup.html', 'chrome-extension://abcdef'],
    ['example.com', NOT_AN_ORIGIN],
    ['https://a.example, https://b.example', NOT_AN_ORIGIN],
    ['javascript:secret', NOT_AN_ORIGIN],
    [`https://${'x'.repeat(10_000)}`, NOT_AN_ORIGIN],
    [' ', NOT_AN_ORIGIN],
  ];
  for (const [header, origin] of origins) {
    it(`keeps ${origin} of ${header.slice(0, 50)}, as Origin and as Referer`, () => {
      expect(handshakeOf(requestWith({ origin: header }))).to.include({ origin, from: 'origin' });
      expect(handshakeOf(requestWith({ referer: header }))).to.include({ origin, from: 'referer' });
    });
  }

  it('takes the Referer only if there is no Origin', () => {
    const both = { origin: 'https://a.example', referer: 'https://b.example/' };
    expect(handshakeOf(requestWith(both))).to.include({ origin: 'https://a.example', from: 'origin' });
    expect(handshakeOf(requestWith({ origin: '', referer: '' }))).to.include({ origin: null, from: 'none' });
  });

  it('tells the transports apart, with JSONP as one of its own, and the protocols', () => {
    const of = (query: object) => {
      const { transport, protocol } = handshakeOf(requestWith({}, query));
      return [transport, protocol];
    };
    expect(of({ transport: 'polling', EIO: '4' })).to.deep.equal(['polling', 4]);
    expect(of({ transport: 'websocket', EIO: '3', j: '0' })).to.deep.equal(['websocket', 3]);
    expect(of({ transport: 'polling', EIO: '3', j: '0' })).to.deep.equal(['jsonp', 3]);
    // Engine.IO answers a repeated one with XHR.
    expect(of({ transport: 'polling', j: ['0', '1'] })).to.deep.equal(['polling', 3]);
  });

  it('reads no header from Object.prototype', () => {
    for (const name of ['origin', 'referer']) Reflect.set(Object.prototype, name, 'https://polluted.example');
    try {
      expect(handshakeOf(requestWith({}))).to.include({ origin: null, from: 'none' });
    } finally {
      for (const name of ['origin', 'referer']) Reflect.deleteProperty(Object.prototype, name);
    }
  });
});

describe('remembering', () => {
  /** How often each value had to be found out. */
  const findings = (values: readonly string[]) => {
    const found: string[] = [];
    const find = remembering((value) => {
      found.push(value);
      return value.toUpperCase();
    });
    for (const value of values) expect(find(value)).to.equal(value.toUpperCase());
    return found;
  };

  it('finds out about an origin once', () => {
    expect(findings(['https://a.example', 'https://b.example', 'https://a.example'])).to.have.length(2);
  });

  it('keeps no path, and nothing that is no origin', () => {
    for (const value of ['https://a.example/secret', 'https://a.example?secret', 'x'.repeat(1000)])
      expect(findings([value, value])).to.have.length(2);
  });

  it('starts again after a thousand, so that a flood of origins costs bounded memory', () => {
    const flood = Array.from({ length: 1000 }, (_, number) => `https://${number}.example`);
    expect(findings(['https://a.example', ...flood, 'https://a.example'])).to.have.length(1002);
  });
});
