import { expect } from 'chai';
import type { PreflightAnswer } from '../../src/origins/policy.js';
import type { CorsOrigin } from '../../src/v4/cors-origin.js';
import { isSameAnswer, warnOfAnswer } from '../../src/v4/preflight-agreement.js';
import { collectWarnings, line } from '../model/collect-warnings.js';

const H = 'https://example.com';

const CASES: {
  desc: string;
  answer: Partial<PreflightAnswer>;
  origin: CorsOrigin;
  same: boolean;
  warning?: string;
}[] = [
  { desc: 'one origin and its handler', answer: {}, origin: [H], same: true },
  {
    desc: 'exposed headers',
    answer: { exposeHeaders: ['x-a'] },
    origin: [H],
    same: true,
    warning: 'PREFLIGHT_EXPOSED_HEADERS_TAKE_EFFECT',
  },
  {
    desc: 'no credentials',
    answer: { allowCredentials: false },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_CREDENTIALS_DIFFER',
  },
  {
    desc: 'no credentials, and exposed headers',
    answer: { allowCredentials: false, exposeHeaders: ['x-a'] },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_CREDENTIALS_DIFFER',
  },
  {
    desc: 'another origin',
    answer: { allowOrigin: 'https://a.example' },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: 'no origin',
    answer: { allowOrigin: undefined },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: 'one of two origins',
    answer: {},
    origin: [H, 'https://a.example'],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: 'an origin that a pattern admits',
    answer: {},
    origin: [/^https:/],
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  { desc: 'everyone', answer: {}, origin: true, same: false, warning: 'PREFLIGHT_ORIGIN_DIFFERS' },
  { desc: 'nobody', answer: {}, origin: [], same: false, warning: 'PREFLIGHT_ORIGIN_DIFFERS' },
  {
    desc: '"*" without credentials',
    answer: { allowOrigin: '*', allowCredentials: false },
    origin: true,
    same: false,
    warning: 'PREFLIGHT_ORIGIN_DIFFERS',
  },
  {
    desc: '"*" with credentials',
    answer: { allowOrigin: '*' },
    origin: [H],
    same: false,
    warning: 'PREFLIGHT_WILDCARD_WITH_CREDENTIALS',
  },
];

describe('warnOfAnswer and isSameAnswer', () => {
  for (const { desc, answer, origin, same, warning } of CASES) {
    it(`${same ? 'take' : 'do not take'} the answers for the same, ${warning ? `with ${warning}` : 'without a warning'}: ${desc}`, () => {
      const full: PreflightAnswer = {
        status: 200,
        allowOrigin: H,
        allowCredentials: true,
        allowMethods: [],
        allowHeaders: [],
        exposeHeaders: [],
        maxAge: undefined,
        ...answer,
      };
      const { warn, warnings } = collectWarnings();
      warnOfAnswer(full, origin, warn);
      expect(warnings.map(line)).to.deep.equal(warning ? [`${warning} handlePreflightRequest`] : []);
      expect(isSameAnswer(full, origin)).to.equal(same);
    });
  }
});
