import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import type { HeaderList, Observation, Page, Purpose } from '../../../src/doctor/observation.js';
import { survey } from '../../../src/doctor/survey.js';
import { openAnew } from '../fake-engine.js';
import { admits, answer, opens, page, seen } from '../seen.js';

const asked = page('asked');
const own = page('own');
const UNKNOWN = '{"code":1,"message":"Session ID unknown"}';

/** The requests of one session: `ok` for each POST that is answered, `?` for one that is not known. */
function trial(purpose: Purpose, from: Page, posts: string, cookies: readonly string[] = [], url?: string) {
  const headers: HeaderList = [...admits(from), ...cookies.map((cookie) => ['Set-Cookie', cookie] as const)];
  const rest = { purpose, ...(url === undefined ? {} : { url }) };
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
  diagnose([opens(asked), ...observations]).filter(({ code }) => /^S(?:ESSION|TICKY)/.test(code));
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

  it('warn if only a third-party cookie keeps them together', () => {
    const url = 'https://b.com/socket.io/';
    const cookie = 'SRV=1; SameSite=None; Secure';
    const warned = (line: string, posts: string) =>
      codesOf(
        ...trial('session', asked, 'oooooo', [line], url),
        ...trial('session-no-cookies', asked, posts, [line], url),
      );
    expect(warned(cookie, '?')).to.deep.equal(['STICKY_COOKIE_MAY_BE_BLOCKED']);
    expect(warned(`${cookie}; Partitioned`, '?')).to.deep.equal([]);
    expect(warned(cookie, 'oooooo')).to.deep.equal([]);
  });

  it('of a stranger prove nothing about a server whose own page keeps its node by a cookie', () => {
    const stranger = seen('polling-post', page('foreign'), answer(400, [], UNKNOWN));
    expect(codesOf(stranger)).to.deep.equal(['SESSION_UNKNOWN']);
    expect(codesOf(stranger, ...trial('session', own, 'oooooo'))).to.deep.equal([]);
  });
});
