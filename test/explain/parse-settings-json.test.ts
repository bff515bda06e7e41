import { expect } from 'chai';
import { parseSettingsJson, SettingsJsonError } from '../../src/explain/parse-settings-json.js';

describe('parseSettingsJson', () => {
  it('gives what the JSON says, with a byte order mark or without', () => {
    expect(parseSettingsJson('\uFEFF{"origins": ["a"]}\n', 'x.json')).to.deep.equal({ origins: ['a'] });
  });

  const faulty: [desc: string, text: string, said: RegExp][] = [
    ['nothing', ' \n', /^x\.json: it is empty; expected .*"origins"/],
    ['JavaScript', "{\n  origins: ['a'],\n}", /^x\.json:2:3: .*names and strings in double quotes/],
    ['what is missing in between', '{"a": 1\n "b": 2}', /^x\.json:2:2: Expected ',' or '}'/],
    ['a comma at the end', '{"origins": ["a",]}', /^x\.json:1:18: .*no comma at the end/],
    ['a comma at the end of a line', '{\n  "a": -1.5e3,\n  "b": ["\\u00e9", tru,]\n}', /^x\.json:3:22: /],
    ['what ends too early', '{"origins": [', /^x\.json:1:14: .*Expected JSON/],
    ['a function', '{"origins": (o, cb) => cb(null, true)}', /^x\.json:1:13: .*no functions/],
  ];
  for (const [desc, text, said] of faulty) {
    it(`says where it is wrong, for ${desc}`, () => {
      expect(() => parseSettingsJson(text, 'x.json'))
        .to.throw(SettingsJsonError)
        .with.property('message')
        .that.matches(said)
        .and.does.not.include('\n');
    });
  }
});
