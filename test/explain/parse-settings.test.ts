import { expect } from 'chai';
import { explainSettings } from '../../src/explain/explain-settings.js';
import { isInline, parseSettings } from '../../src/explain/parse-settings.js';
import { UsageError } from '../../src/output/terminal.js';
import { LegacySettingsError } from '../../src/v2/settings.js';

describe('parseSettings', () => {
  for (const [desc, text, value] of [
    ['JSON', '{"origins": ["a"], "pingTimeout": -1.5e3}', { origins: ['a'], pingTimeout: -1500 }],
    ['JSON with a byte order mark', '\uFEFF{"origins": ["a"]}\n', { origins: ['a'] }],
    [
      'a JavaScript object',
      "{ origins: ['https://a.com', `b.com:*`,], serveClient: false, cookie: null, x: undefined } // v2",
      { origins: ['https://a.com', 'b.com:*'], serveClient: false, cookie: null, x: undefined },
    ],
    ['an object in parentheses', '({ origins: "*:*" })', { origins: '*:*' }],
    ['a list, which counts as origins', "['https://a.com']", { origins: ['https://a.com'] }],
    ['a string, which stands for origins', "'*:*'", { origins: '*:*' }],
  ] as const) {
    it(`reads ${desc}`, () => expect(parseSettings(text, 'x.json')).to.deep.equal(value));
  }

  it('reads __proto__ as a plain key, as JSON does', () => {
    const value = parseSettings('{ "__proto__": { polluted: true } }', 'settings');
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
    expect(Object.keys(value as object)).to.deep.equal(['__proto__']);
  });

  for (const [desc, text, where] of [
    ['nothing', ' \n', 'x.json:'],
    ['an object that ends too early', '{"origins": [', 'x.json:1:'],
    ['a missing comma', '{"a": 1\n "b": 2}', 'x.json:2:2:'],
    ['a function', '{ origins: (o, cb) => cb(null, true) }', 'x.json:1:12:'],
    ['a method', '{ allowRequest(req, cb) {} }', 'x.json:1:3:'],
    ['a variable', '{\n  origins: ALLOWED }', 'x.json:2:12:'],
    ['a spread', '{ ...config }', 'x.json:1:3:'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ['a template with expressions', '{ origins: `http://localhost:${port}` }', 'x.json:1:12:'],
    ['a hole in a list', "{ origins: ['a',,'b'] }", 'x.json:'],
    ['a program', "const io = require('socket.io')(3000);", 'x.json:1:1:'],
  ] as const) {
    it(`names the place of ${desc}`, () => {
      expect(() => parseSettings(text, 'x.json'))
        .to.throw(UsageError)
        .with.property('message')
        .that.satisfies((message: string) => message.startsWith(where) && !message.includes('\n'));
    });
  }

  for (const [text, path] of [
    ["{ port: 3000, socket: { origins: ['https://a.com:443'] } }", '"socket"'],
    ['{"servers": [{}, {"io": {"handlePreflightRequest": false}}]}', '"servers.1.io"'],
  ] as const) {
    it(`names where a configuration has the settings: ${path}`, () => {
      expect(() => parseSettings(text, 'config.json'))
        .to.throw(UsageError)
        .with.property('message')
        .that.includes(path);
    });
  }

  it('reads settings that have an object beside origins', () => {
    const settings = { origins: ['a'], perMessageDeflate: { threshold: 1 }, app: { origins: ['b'] } };
    expect(parseSettings(JSON.stringify(settings), 'x.json')).to.deep.equal(settings);
    expect(parseSettings('{ cors: { origins: [] } }', 'x.json')).to.deep.equal({ cors: { origins: [] } });
  });

  it('passes a regular expression on to the validation, which rejects it', () => {
    expect(() => explainSettings(parseSettings('{ origins: [/x/] }', 'settings')))
      .to.throw(LegacySettingsError)
      .with.nested.property('issues[0].path', 'origins[0]');
  });
});

describe('isInline', () => {
  it('distinguishes settings from paths', () => {
    for (const settings of ["{ origins: ['*:*'] }", '["a"]', "'*:*'", '({})'])
      expect(isInline(settings)).to.be.true;
    for (const path of ['settings.json', './a.js', '-', '']) expect(isInline(path)).to.be.false;
  });
});
