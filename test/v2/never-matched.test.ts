import { expect } from 'chai';
import { whyNeverMatched } from '../../src/v2/never-matched.js';

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
    { entry: 'https://*', reason: /stood for every origin/ },
    { entry: 'https://*/', reason: /stood for every origin/ },
    { entry: 'https://example.com/x', reason: /no path/ },
    { entry: 'a/b://example.com', reason: /host:port/ },
    { entry: 'a/b:443', reason: /host:port/ },
    { entry: 'a/b://example.com:*', reason: /host:port/ },
    { entry: 'a/b://example.com/x', reason: /host:port/ },
    { entry: 'https://example.com:*/x', reason: /no path/ },
  ];
  for (const { entry, reason } of cases) {
    it(`tells of ${JSON.stringify(entry)}: ${reason.source}`, () => {
      expect(whyNeverMatched(entry, 'scheme-host-port')).to.match(reason);
    });
  }

  it('says that 2.4.0 compared the whole header', () => {
    expect(whyNeverMatched('https://example.com', 'exact')).to.match(/letter for letter/);
  });

  it('does not claim that 2.0 and before compared the scheme', () => {
    for (const entry of ['https://example.com:443', 'https://example.com'])
      expect(whyNeverMatched(entry, 'host-port'))
        .to.match(/scheme/)
        .and.not.match(/compared scheme:\/\//);
  });

  it('speaks of the scheme to 2.0 and before only where an entry has one', () => {
    expect(whyNeverMatched('example.com', 'host-port')).to.match(/explicit port.*host:443/);
  });
});
