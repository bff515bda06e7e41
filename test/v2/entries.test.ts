import { expect } from 'chai';
import { isMatchable, listedEntries, readArrayEntry, whyNeverMatched } from '../../src/v2/entries.js';

describe('isMatchable', () => {
  const could = [
    ...[
      'https://example.com:443',
      'http://localhost:3000',
      'example.com:443',
      'example.com:*',
      '*:80',
      '*:443',
    ],
    ...[
      'null:80',
      'null:*',
      '::1:3000',
      'http://::1:3000',
      'capacitor://localhost:80',
      'chrome-extension://id:80',
      ':80',
      ':*',
    ],
    ...['*.example.com:443', 'xn--bcher-kva.example:443', 'https://*:443', 'file://:80', 'null//null:80'],
  ];
  for (const entry of could) {
    it(`is true for ${entry}`, () => {
      expect(isMatchable(entry)).to.equal(true);
    });
  }

  const never = [
    ...['', '*', 'example.com', 'https://example.com', 'https://example.com:*', 'https://Example.com:443'],
    ...['Example.com:443', 'https://example.com:443/', 'https://example.com:443/chat', 'bücher.example:443'],
    ...['example.com:443 ', 'http://[::1]:3000', '[::1]:3000'],
  ];
  for (const entry of never) {
    it(`is false for ${JSON.stringify(entry)}`, () => {
      expect(isMatchable(entry)).to.equal(false);
    });
  }
});

describe('a wildcard', () => {
  const cases = [
    { entry: '*:80', is: false },
    { entry: '*:*', is: false },
    { entry: 'example.com:*', is: false },
    { entry: 'example.com:443', is: false },
    { entry: '*.example.com:443', is: true },
    { entry: '*.example.com:*', is: true },
    { entry: 'https://*:443', is: true },
  ];
  for (const { entry, is } of cases) {
    it(`is ${is ? 'a literal character' : 'a wildcard'} in ${entry}`, () => {
      const warning = is ? 'ORIGIN_NEVER_MATCHED' : undefined;
      expect(readArrayEntry(entry, 'scheme-host-port', 'exact').warning).to.equal(warning);
    });
  }
});

describe('listedEntries', () => {
  it('parts a text by white space, commas and bars, however many', () => {
    expect(listedEntries(' a , b||c\n\td')).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(listedEntries('')).to.deep.equal([]);
  });
});

describe('whyNeverMatched', () => {
  const cases = [
    { entry: '', reason: /empty/ },
    { entry: ' ', reason: /white space/ },
    { entry: 'https://a.example,https://b.example', reason: /more than one/ },
    { entry: 'a.example|b.example', reason: /more than one/ },
    { entry: '*', reason: /"\*:\*"/ },
    { entry: '*.example.com', reason: /whole host/ },
    { entry: 'https://*.example.com', reason: /whole host/ },
    { entry: 'exam*', reason: /whole host/ },
    { entry: '*x', reason: /whole host/ },
    { entry: 'https://example.com:*', reason: /without the scheme/ },
    { entry: 'https://example.com:*/', reason: /without the scheme/ },
    { entry: 'https://example.com/chat', reason: /no path/ },
    { entry: 'https://example.com:443/chat', reason: /no path/ },
    { entry: 'Example.com:443', reason: /lower case/ },
    { entry: 'bücher.example:443', reason: /punycode/ },
    { entry: 'https://Example.com:443', reason: /lower case/ },
    { entry: 'https://bücher.example:443', reason: /punycode/ },
    { entry: 'example.com', reason: /explicit port.*host:443/ },
    { entry: 'https://example.com', reason: /explicit port.*default/ },
    { entry: 'https://example.com/', reason: /explicit port.*default/ },
    { entry: 'https://example.com:443/', reason: /trailing slash/ },
    { entry: '[::1]:3000', reason: /host:port/ },
    { entry: 'ws://example.com', reason: /http or https origin/ },
    { entry: 'WSS://example.com', reason: /http or https origin/ },
    { entry: 'xwss://example.com', reason: /explicit port.*default/ },
    { entry: 'https://*', reason: /meant every origin/ },
    { entry: 'https://*/', reason: /meant every origin/ },
    { entry: 'https://example.com/x', reason: /no path/ },
    { entry: 'a/b://example.com', reason: /host:port/ },
    { entry: 'a/b:443', reason: /host:port/ },
    { entry: 'a/b://example.com:*', reason: /host:port/ },
    { entry: 'a/b://example.com/x', reason: /host:port/ },
    { entry: 'https://example.com:*/x', reason: /no path/ },
  ];
  for (const { entry, reason } of cases) {
    it(`gives the reason for ${JSON.stringify(entry)}: ${reason.source}`, () => {
      expect(whyNeverMatched(entry, 'scheme-host-port')).to.match(reason);
    });
  }

  it('says that 2.4.0 compared the whole header', () => {
    expect(whyNeverMatched('https://example.com', 'literal')).to.match(/exactly/);
  });

  it('does not claim that 2.0 and before compared the scheme', () => {
    for (const entry of ['https://example.com:443', 'https://example.com'])
      expect(whyNeverMatched(entry, 'host-port'))
        .to.match(/scheme/)
        .and.not.match(/compared scheme:\/\//);
  });

  it('names the scheme as the reason up to 2.0 only if the entry has one', () => {
    expect(whyNeverMatched('example.com', 'host-port')).to.match(/explicit port.*host:443/);
  });
});
