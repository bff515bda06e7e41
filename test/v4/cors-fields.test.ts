import { expect } from 'chai';
import type { PreflightAnswer } from '../../src/origins/policy.js';
import { actualOptions, allFields, DEFAULT_PREFLIGHT, preflightOptions } from '../../src/v4/cors-fields.js';

const ANSWER: PreflightAnswer = {
  status: 200,
  allowOrigin: 'https://example.com',
  allowCredentials: true,
  allowMethods: [],
  allowHeaders: [],
  exposeHeaders: [],
  maxAge: undefined,
};

const FIELDS = { methods: ['GET', 'POST'], allowedHeaders: [] };

describe('actualOptions', () => {
  it('allows credentials, as every response of v2 did', () => {
    expect(actualOptions(true)).to.deep.equal({ origin: true, credentials: true });
    expect(actualOptions(false)).to.deep.equal({ origin: false, credentials: true });
  });

  it('keeps the fields it is given', () => {
    expect(actualOptions(['https://a.example'], DEFAULT_PREFLIGHT)).to.deep.equal({
      origin: ['https://a.example'],
      methods: ['GET', 'POST'],
      allowedHeaders: ['Content-Type'],
      credentials: true,
    });
  });
});

describe('allFields', () => {
  const cases: { desc: string; answer: Partial<PreflightAnswer>; fields: object }[] = [
    {
      desc: 'names the safelisted methods and no header where the handler names none',
      answer: {},
      fields: FIELDS,
    },
    {
      desc: 'names the methods of the handler',
      answer: { allowMethods: ['PUT'] },
      fields: { ...FIELDS, methods: ['PUT'] },
    },
    {
      desc: 'names the headers of the handler',
      answer: { allowHeaders: ['x-a', 'x-b'] },
      fields: { ...FIELDS, allowedHeaders: ['x-a', 'x-b'] },
    },
    { desc: 'keeps a max age', answer: { maxAge: 600 }, fields: { ...FIELDS, maxAge: 600 } },
    { desc: 'keeps a max age of 0', answer: { maxAge: 0 }, fields: { ...FIELDS, maxAge: 0 } },
    {
      desc: 'names exposed headers',
      answer: { exposeHeaders: ['x-a'] },
      fields: { ...FIELDS, exposedHeaders: ['x-a'] },
    },
    { desc: 'leaves out the status 200', answer: { status: 200 }, fields: FIELDS },
    { desc: 'leaves out the status 204', answer: { status: 204 }, fields: FIELDS },
    {
      desc: 'keeps another status',
      answer: { status: 403 },
      fields: { ...FIELDS, optionsSuccessStatus: 403 },
    },
  ];
  for (const { desc, answer, fields } of cases) {
    it(desc, () => {
      expect(allFields({ ...ANSWER, ...answer })).to.deep.equal(fields);
    });
  }

  it('does not hand out the lists of the policy', () => {
    const answer = { ...ANSWER, allowMethods: ['PUT'], allowHeaders: ['x-a'], exposeHeaders: ['x-b'] };
    const { methods, allowedHeaders, exposedHeaders } = allFields(answer);
    expect(methods).not.to.equal(answer.allowMethods);
    expect(allowedHeaders).not.to.equal(answer.allowHeaders);
    expect(exposedHeaders).not.to.equal(answer.exposeHeaders);
  });
});

describe('preflightOptions', () => {
  it('sends the origin and the credentials that the handler sent', () => {
    expect(preflightOptions({ ...ANSWER, allowCredentials: false })).to.deep.equal({
      ...FIELDS,
      origin: 'https://example.com',
      credentials: false,
    });
  });

  it('leaves out exposed headers, which browsers ignore in a preflight', () => {
    expect(preflightOptions({ ...ANSWER, exposeHeaders: ['x-a'] })).not.to.have.property('exposedHeaders');
  });

  it('fails the preflight where the handler allowed no origin', () => {
    expect(preflightOptions({ ...ANSWER, allowOrigin: undefined })).to.deep.equal({ origin: false });
  });

  it('fails the preflight where there is no answer', () => {
    expect(preflightOptions(undefined)).to.deep.equal({ origin: false });
  });
});
