import { expect } from 'chai';
import { functionsAsText } from '../../src/explain/functions-as-text.js';
import { runExplain } from '../../src/explain/run.js';

describe('functionsAsText', () => {
  it('finds functions that were written as text', () => {
    const settings = {
      origins: ['https://a.com', '(origin, callback) => callback(null, true)'],
      originsCalls: [['async function (o, cb) { cb(null, true) }'], 'function check(o, cb) {}'],
      allowRequest: 'req => true',
      title: 'a => b',
    };
    expect(functionsAsText(settings)).to.deep.equal([
      'origins[1]',
      'originsCalls[0][0]',
      'originsCalls[1]',
      'allowRequest',
    ]);
  });

  it('takes no list for a function', () => {
    const lists = ['*:*', 'function:80', 'functional.example:443 b.com:*', 'http://[::1]:3000', ''];
    expect(functionsAsText({ origins: lists, originsCalls: lists })).to.deep.equal([]);
    for (const settings of [null, undefined, 3, 'a => b', [], {}])
      expect(functionsAsText(settings)).to.deep.equal([]);
  });

  it('makes explain refuse, and say what to do', () => {
    const json = JSON.stringify({ origins: 'function (o, cb) { cb(null, true) }' });
    const { stdout, stderr, exitCode } = runExplain({ json, name: 'settings' });
    expect([stdout, exitCode]).to.deep.equal(['', 3]);
    expect(stderr).to.match(/^origins: .*socketio-cors migrate/);
  });
});
