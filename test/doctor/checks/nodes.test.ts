import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import type { Answer, HeaderList, Observation, Page, Purpose } from '../../../src/doctor/observation.js';
import { survey } from '../../../src/doctor/survey.js';
import { openAnew } from '../fake-engine.js';
import { admits, answer, opens, page, seen } from '../seen.js';

const asked = page('asked');
const own = page('own');
const UNKNOWN = '{"code":1,"message":"Session ID unknown"}';

/** The requests of one session: `ok` for each POST that is answered, `?` for one that is not known. */
function trial(purpose: Purpose, from: Page, posts: string, cookies: readonly string[] = []) {
  const headers: HeaderList = [...admits(from), ...cookies.map((cookie) => ['Set-Cookie', cookie] as const)];
  const rest = { purpose };
  return [
    seen('polling-get', from, answer(200, headers, openAnew()), rest),
    ...[...posts].map((letter) =>
      seen(
        'polling-post',
        from,
        answer(letter === '?' ? 400 : 200, admits(from), letter === '?' ? UNKNOWN : 'ok'),
        rest,
      ),
    ),
  ];
}

const found = (...observations: Observation[]) =>
  diagnose([opens(asked), ...observations]).filter(({ code }) => code === 'SESSION_UNKNOWN');
const codesOf = (...observations: Observation[]) => found(...observations).map(({ code }) => code);

describe('the requests of one session', () => {
  it('are reported if one of them is not known, at any distance from the handshake', () => {
    expect(codesOf(...trial('session', asked, 'oooooo'))).to.deep.equal([]);
    for (const posts of ['?', 'o?', 'ooooo?'])
      expect(codesOf(...trial('session', asked, posts))).to.deep.equal(['SESSION_UNKNOWN']);
  });

  it('block the POST of the pages that they were sent for', () => {
    const post = (from: Page) => seen('polling-post', from, answer(200, admits(from), 'ok'));
    const verdicts = (from: Page) =>
      survey([opens(asked), post(asked), opens(own), post(own), ...trial('session', from, 'o?')])
        .rows.filter(({ request }) => request === 'polling-post')
        .map(({ page: { role }, judgement }) => `${role} ${judgement.verdict}`);
    expect(verdicts(asked)).to.have.members(['asked blocked', 'own allowed']);
    expect(verdicts(own)).to.have.members(['asked blocked', 'own blocked']);
  });

  it('name the cookie that a browser does not send back', () => {
    const cookie = 'SRV=1; Path=/';
    const [diagnosis] = found(
      ...trial('session', asked, '?', [cookie]),
      ...trial('session-all-cookies', asked, 'oooooo', [cookie]),
    );
    expect(diagnosis?.message).to.include('"SRV"');
    const [other] = found(
      ...trial('session', asked, '?', [cookie]),
      ...trial('session-all-cookies', asked, 'o?', [cookie]),
    );
    expect(other?.message).not.to.include('"SRV"');
  });

  const withheld: readonly [cookie: string, why: string][] = [
    ['SRV=1; Path=/app', 'for the path /app'],
    ['SRV=1; Path=/', 'different sites'],
    ['SRV=1; SameSite=None; Secure', 'Partitioned'],
  ];
  for (const [cookie, why] of withheld) {
    it(`say why a browser does not send ${cookie}`, () => {
      const [diagnosis] = found(
        ...trial('session', asked, '?', [cookie]),
        ...trial('session-all-cookies', asked, 'oooooo', [cookie]),
      );
      expect(diagnosis?.message).to.include(why);
    });
  }

  it('of a stranger prove nothing about a server whose own page keeps its node by a cookie', () => {
    const stranger = seen('polling-post', page('foreign'), answer(400, [], UNKNOWN));
    expect(codesOf(stranger)).to.deep.equal(['SESSION_UNKNOWN']);
    expect(codesOf(stranger, ...trial('session', own, 'oooooo'))).to.deep.equal([]);
  });
});

describe('answers differ', () => {
  const REFUSED = answer(403, admits(asked), '{"code":4,"message":"Forbidden"}');
  const again = (outcome: Answer, rest: Partial<Observation> = {}) =>
    seen('polling-get', asked, outcome, { purpose: 'repeat', ...rest });
  const codes = (...observations: Observation[]) =>
    diagnose(observations)
      .filter(({ severity }) => severity === 'danger')
      .map(({ code }) => code);
  const session = (body: string) => answer(200, admits(asked), body);

  it('if the same handshake is refused once and opens a session once', () => {
    expect(codes(seen('polling-get', asked, REFUSED), again(session(openAnew())))).to.include(
      'ANSWERS_DIFFER',
    );
    expect(codes(seen('polling-get', asked, REFUSED), again(REFUSED))).not.to.include('ANSWERS_DIFFER');
  });

  it('if one answer is in protocol 3 although 4 was asked for, and another in 4', () => {
    const v2 = session(`96:${openAnew()}`);
    expect(codes(opens(asked), again(v2))).to.include('ANSWERS_DIFFER');
    expect(codes(opens(asked), again(v2, { eio: 3 }))).not.to.include('ANSWERS_DIFFER');
  });

  it('not if only another protocol is refused', () => {
    expect(codes(opens(asked), seen('polling-get', asked, REFUSED, { eio: 3 }))).not.to.include(
      'ANSWERS_DIFFER',
    );
  });
});

describe('a poll of the session', () => {
  const verdictOf = (outcome: Answer) =>
    survey([
      opens(asked),
      seen('polling-get', asked, answer(200, admits(asked), openAnew()), { purpose: 'session' }),
      seen('polling-get', asked, outcome, { purpose: 'poll' }),
    ]).rows.find(({ request }) => request === 'polling-get')?.judgement;

  it('blocks polling if the page may not read its answer', () => {
    expect(verdictOf(answer(200, [], '6'))).to.deep.equal({
      verdict: 'blocked',
      reason: 'CORSMissingAllowOrigin',
    });
  });

  const harmless: readonly [desc: string, outcome: Answer][] = [
    ['is answered', answer(200, admits(asked), '6')],
    ['comes too late for the session', answer(400, [], UNKNOWN)],
    ['is cut off', answer(200, [], '', { complete: false })],
    ['is refused by a limit', answer(429, [], '<h1>Too Many Requests</h1>')],
  ];
  for (const [desc, outcome] of harmless) {
    it(`blocks nothing if it ${desc}`, () => {
      expect(verdictOf(outcome)).to.deep.equal({ verdict: 'allowed' });
    });
  }
});
