import { expect } from 'chai';
import { inShapesOfV4, warnOfBufferSize } from '../../src/v2/engine-options.js';
import { collectWarnings, line } from '../messages/collect-warnings.js';

describe('inShapesOfV4', () => {
  const woot = { name: 'woot', path: '/', httpOnly: true, sameSite: 'strict' };
  const cases: { desc: string; options: object; from?: string; shaped: object; lines?: string[] }[] = [
    {
      desc: 'leaves other options alone',
      options: { path: '/x', a: undefined },
      shaped: { path: '/x', a: undefined },
    },
    { desc: 'names a cookie', options: { cookie: 'woot' }, shaped: { cookie: woot } },
    {
      desc: 'leaves SameSite out before 2.3, which sent none',
      options: { cookie: 'woot' },
      from: '2.2.0',
      shaped: { cookie: { ...woot, sameSite: false } },
    },
    {
      desc: 'leaves the path and HttpOnly out before 1.6, which sent none',
      options: { cookie: 'woot' },
      from: '1.5.1',
      shaped: { cookie: { name: 'woot', path: '', httpOnly: false, sameSite: false } },
    },
    {
      desc: 'keeps a path that was given before 1.6',
      options: { cookie: 'woot', cookiePath: '/x' },
      from: '1.4.8',
      shaped: { cookie: { name: 'woot', path: '/x', httpOnly: false, sameSite: false } },
    },
    {
      desc: 'gives the default name to a cookie of which only the path is given',
      options: { cookiePath: '/x' },
      shaped: { cookie: { ...woot, name: 'io', path: '/x' } },
    },
    {
      desc: 'leaves HttpOnly out without a path, as v2 did',
      options: { cookiePath: false },
      shaped: { cookie: { name: 'io', path: '', httpOnly: false, sameSite: 'strict' } },
    },
    {
      desc: 'leaves HttpOnly out if it was switched off',
      options: { cookieHttpOnly: false },
      shaped: { cookie: { ...woot, name: 'io', httpOnly: false } },
    },
    {
      desc: 'adds nothing to a cookie that is an object',
      options: { cookie: { name: 'woot', path: '/x' } },
      shaped: { cookie: { name: 'woot', path: '/x', httpOnly: false, sameSite: false } },
    },
    { desc: 'keeps false', options: { cookie: false, cookiePath: '/x' }, shaped: { cookie: false } },
    {
      desc: 'drops the name of an engine',
      options: { wsEngine: 'uws' },
      shaped: {},
      lines: ['WS_ENGINE_NAME_IGNORED wsEngine'],
    },
    {
      desc: "drops the name of v2's default engine",
      options: { wsEngine: 'ws' },
      shaped: {},
      lines: ['WS_ENGINE_NAME_IGNORED wsEngine'],
    },
    { desc: 'drops an engine that is not set, which ends v4', options: { wsEngine: undefined }, shaped: {} },
    { desc: 'keeps an engine that is a class', options: { wsEngine: Map }, shaped: { wsEngine: Map } },
  ];
  for (const { desc, options, from = '2.5.1', shaped, lines = [] } of cases) {
    it(desc, () => {
      const { warn, warnings } = collectWarnings();
      expect(inShapesOfV4(options as Record<string, unknown>, from, warn)).to.deep.equal(shaped);
      expect(warnings.map(line)).to.deep.equal(lines);
    });
  }
});

describe('warnOfBufferSize', () => {
  const cases = [
    { from: '2.4.1', options: {}, warned: true },
    { from: '1.4.8', options: { maxHttpBufferSize: 0 }, warned: true },
    { from: '2.5.0', options: {}, warned: false },
    { from: '2.3.0', options: { maxHttpBufferSize: 1e7 }, warned: false },
  ];
  for (const { from, options, warned } of cases) {
    it(`${warned ? 'warns' : 'says nothing'} for ${from} with ${JSON.stringify(options)}`, () => {
      const { warn, warnings } = collectWarnings();
      warnOfBufferSize(options, from, warn);
      expect(warnings.map(line)).to.deep.equal(warned ? ['MAX_HTTP_BUFFER_SIZE_SHRINKS'] : []);
    });
  }
});
