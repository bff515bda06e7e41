import { expect } from 'chai';
import type { AskFunction, MissingOrigin, OriginsFunction } from '../../src/origins/policy.js';
import { askOncePerHandshake, type Verdict } from '../../src/v4/origins-function.js';
import { fakeRequest } from './fake-request.js';

type Callback = Parameters<OriginsFunction>[1];

function asking(
  check: OriginsFunction,
  fields: Partial<AskFunction> = {},
  missingOrigin: MissingOrigin = 'as-v2',
) {
  return askOncePerHandshake(
    { kind: 'function', check, given: 'origin-or-referer', admitsWithError: false, ...fields },
    missingOrigin,
  );
}

/** The verdict on one handshake, once every callback has run. */
async function verdictOf(
  ask: ReturnType<typeof asking>,
  request = fakeRequest(),
): Promise<Verdict | undefined> {
  let verdict: Verdict | undefined;
  ask(request, (answer) => {
    verdict = answer;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return verdict;
}

describe('askOncePerHandshake', () => {
  const verdicts: { desc: string; check: OriginsFunction; exact?: true; verdict: Verdict | undefined }[] = [
    {
      desc: 'admits by callback(null, true)',
      check: (_o, cb) => cb(null, true),
      verdict: { admitted: true, message: null },
    },
    {
      desc: 'admits by a truthy success',
      check: (_o, cb) => cb(null, 'yes' as never),
      verdict: { admitted: true, message: null },
    },
    {
      desc: 'refuses by callback(null, false)',
      check: (_o, cb) => cb(null, false),
      verdict: { admitted: false, message: null },
    },
    {
      desc: 'refuses by callback(null)',
      check: (_o, cb) => cb(null),
      verdict: { admitted: false, message: null },
    },
    {
      desc: 'refuses with the message given',
      check: (_o, cb) => cb('go away', false),
      verdict: { admitted: false, message: 'go away' },
    },
    {
      desc: 'keeps an error object from the client',
      check: (_o, cb) => cb(new Error('secret'), false),
      verdict: { admitted: false, message: null },
    },
    {
      desc: "refuses by callback('error', true)",
      check: (_o, cb) => cb('error', true),
      verdict: { admitted: false, message: 'error' },
    },
    {
      desc: "admits by callback('error', true) if v2 is followed exactly",
      check: (_o, cb) => cb('error', true),
      exact: true,
      verdict: { admitted: true, message: 'error' },
    },
    {
      desc: 'takes the first of two answers',
      check: (_o, cb) => void [cb(null, false), cb(null, true)],
      verdict: { admitted: false, message: null },
    },
    {
      desc: 'refuses if the function throws',
      check: () => {
        throw new Error('boom');
      },
      verdict: { admitted: false, message: null },
    },
    {
      desc: 'refuses if the function rejects',
      check: async () => {
        throw new Error('boom');
      },
      verdict: { admitted: false, message: null },
    },
    {
      desc: 'refuses if the function throws nothing',
      check: () => {
        throw undefined;
      },
      verdict: { admitted: false, message: null },
    },
    {
      desc: 'waits for a late answer',
      check: (_o, cb) => void queueMicrotask(() => cb(null, true)),
      verdict: { admitted: true, message: null },
    },
    { desc: 'says nothing if the function does not', check: () => undefined, verdict: undefined },
    {
      desc: 'says nothing if the function resolves without calling back',
      check: async () => true,
      verdict: undefined,
    },
  ];
  for (const { desc, check, exact, verdict } of verdicts) {
    it(desc, async () => {
      expect(await verdictOf(asking(check, { admitsWithError: exact ?? false }))).to.deep.equal(verdict);
    });
  }

  const given = [
    {
      desc: 'Origin',
      headers: { origin: 'https://a.example', referer: 'https://b.example/' },
      value: 'https://a.example',
      bare: 'https://a.example',
    },
    {
      desc: 'Referer',
      headers: { referer: 'https://b.example/x' },
      value: 'https://b.example/x',
      bare: undefined,
    },
    { desc: 'neither header', headers: {}, value: '*', bare: undefined },
    { desc: 'a null origin', headers: { origin: 'null' }, value: '*', bare: 'null' },
  ];
  for (const { desc, headers, value, bare } of given) {
    it(`passes to the function what v2 passed: ${desc}`, async () => {
      const seen: unknown[] = [];
      const check: OriginsFunction = (origin, callback) => {
        seen.push(origin);
        callback(null, true);
      };
      await verdictOf(asking(check), fakeRequest(headers));
      await verdictOf(asking(check, { given: 'origin' }), fakeRequest(headers));
      expect(seen).to.deep.equal([value, bare]);
    });
  }

  describe("with missingOrigin 'allow'", () => {
    const refuse: OriginsFunction = (_origin, callback) => callback(null, false);
    const cases = [
      { desc: 'admits without asking if there is neither header', headers: {}, admitted: true },
      { desc: 'asks if there is an Origin', headers: { origin: 'null' }, admitted: false },
      { desc: 'asks if there is a Referer', headers: { referer: 'https://a.example/' }, admitted: false },
    ];
    for (const { desc, headers, admitted } of cases) {
      it(desc, async () => {
        const verdict = await verdictOf(asking(refuse, {}, 'allow'), fakeRequest(headers));
        expect(verdict).to.deep.equal({ admitted, message: null });
      });
    }
  });

  it("asks without either header with missingOrigin 'as-v2'", async () => {
    const verdict = await verdictOf(asking((_origin, callback) => callback(null, false)));
    expect(verdict?.admitted).to.equal(false);
  });

  it('asks once per handshake, though several want to know at once and later', () => {
    const callbacks: Callback[] = [];
    const ask = asking((_origin, callback) => callbacks.push(callback));
    const request = fakeRequest({ origin: 'https://a.example' });
    const verdicts: string[] = [];
    const wants = (who: string) => ask(request, ({ admitted }) => verdicts.push(`${who} ${admitted}`));
    wants('cors');
    wants('allowRequest');
    expect([callbacks.length, verdicts]).to.deep.equal([1, []]);
    callbacks[0]?.(null, true);
    expect(verdicts).to.deep.equal(['cors true', 'allowRequest true']);
    callbacks[0]?.(null, false);
    wants('late');
    expect(verdicts).to.deep.equal(['cors true', 'allowRequest true', 'late true']);
    expect(callbacks).to.have.length(1);
  });

  it('asks for each handshake, though several run at once', () => {
    const callbacks = new Map<string, Callback>();
    const ask = asking((origin, callback) => callbacks.set(origin, callback));
    const verdicts: string[] = [];
    for (const origin of ['a', 'b'])
      ask(fakeRequest({ origin }), ({ admitted }) => verdicts.push(`${origin} ${admitted}`));
    callbacks.get('b')?.(null, false);
    callbacks.get('a')?.(null, true);
    expect(verdicts).to.deep.equal(['b false', 'a true']);
  });

  it('asks anew for another handshake with the same origin', () => {
    let asked = 0;
    const ask = asking((_origin, callback) => callback(null, asked++ === 0));
    const verdicts: boolean[] = [];
    for (let index = 0; index < 2; index++)
      ask(fakeRequest({ origin: 'https://a.example' }), ({ admitted }) => verdicts.push(admitted));
    expect(verdicts).to.deep.equal([true, false]);
  });

  it('passes a failure to a second asker too', async () => {
    let asked = 0;
    const ask = asking(() => {
      asked++;
      throw new Error('boom');
    });
    const request = fakeRequest();
    expect((await verdictOf(ask, request))?.admitted).to.equal(false);
    expect((await verdictOf(ask, request))?.admitted).to.equal(false);
    expect(asked).to.equal(1);
  });

  it('refuses an empty Referer without asking, which made v2 throw', async () => {
    const ask = asking(() => expect.fail('asked'));
    expect(await verdictOf(ask, fakeRequest({ referer: '' }))).to.deep.equal({
      admitted: false,
      message: null,
    });
  });

  it('asks about an empty Origin as 2.4.0 did, which looked at nothing else', async () => {
    const asked: unknown[] = [];
    const ask = asking((origin, callback) => void [asked.push(origin), callback(null, true)], {
      given: 'origin',
    });
    expect((await verdictOf(ask, fakeRequest({ origin: '' })))?.admitted).to.equal(true);
    expect(asked).to.deep.equal(['']);
  });

  it('survives a client that resets the connection while the function is asked, and stops listening', () => {
    const request = fakeRequest();
    const callbacks: Callback[] = [];
    const ask = asking((_origin, callback) => void callbacks.push(callback));
    const verdicts: Verdict[] = [];
    ask(request, (verdict) => verdicts.push(verdict));
    expect(() => request.socket.emit('error', new Error('ECONNRESET'))).not.to.throw();
    expect(request.socket.listenerCount('error')).to.equal(1);
    callbacks[0]?.(null, true);
    expect(request.socket.listenerCount('error')).to.equal(0);
    expect(verdicts.map(({ admitted }) => admitted)).to.deep.equal([true]);
  });
});
