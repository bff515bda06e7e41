import { expect } from 'chai';
import { readArguments } from '../../src/cli/read-arguments.js';

const SPEC = {
  options: { origin: 'texts', path: 'text', format: ['text', 'json'], quiet: 'flag' },
  operands: ['URL', '[FILE]'],
} as const;

const read = (...argv: string[]) => {
  const { flags, texts, operands, problems } = readArguments(argv, SPEC);
  return { flags: [...flags], origins: texts('origin'), path: texts('path'), operands, problems };
};

describe('readArguments', () => {
  it('reads options before, between and after operands', () => {
    expect(
      read('--origin', 'https://a.test', 'u', '--quiet', 'f', '--origin=null', '--path', '/x'),
    ).to.deep.equal({
      flags: ['quiet'],
      origins: ['https://a.test', 'null'],
      path: ['/x'],
      operands: ['u', 'f'],
      problems: [],
    });
  });

  it('takes what follows -- for operands, and a dash too', () => {
    expect(read('--', '--u', '-').operands).to.deep.equal(['--u', '-']);
  });

  it('reports every problem at once', () => {
    const { problems } = read(
      '--nope',
      '--format',
      'xml',
      '--quiet=1',
      '--path=/a',
      '--path=/b',
      '--origin',
      '--help',
    );
    expect(problems).to.deep.equal([
      '--nope: there is no such option.',
      '--format: found "xml"; expected text or json.',
      '--quiet: takes no value.',
      '--path: given more than once.',
      '--origin: needs a value.',
      'URL is missing.',
    ]);
  });

  it('misses operands, and notices one too many', () => {
    expect(read().problems).to.deep.equal(['URL is missing.']);
    expect(read('u').problems).to.deep.equal([]);
    expect(read('u', 'f', 'g').problems).to.deep.equal(['"g": one argument too many.']);
  });

  it('is not fooled by the names of every object', () => {
    expect(read('u', '--constructor', '--__proto__=1').problems).to.deep.equal([
      '--constructor: there is no such option.',
      '--__proto__: there is no such option.',
    ]);
  });
});
