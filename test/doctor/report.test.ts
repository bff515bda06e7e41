import { expect } from 'chai';
import { diagnosesOf } from '../../src/doctor/diagnose.js';
import type { Observation } from '../../src/doctor/observation.js';
import { compareText, doctorText } from '../../src/doctor/report.js';
import { survey } from '../../src/doctor/survey.js';
import { OPEN } from './fake-engine.js';
import { admits, answer, closed, connects, opens, page, seen } from './seen.js';

const asked = page('asked');
const foreign = page('foreign');
const v2 = (from: Observation['page'], headers = admits(from)) =>
  seen('polling-get', from, answer(200, headers, `96:${OPEN}`), { eio: 3 });

const textOf = (observations: readonly Observation[], namespace?: string) => {
  const whole = survey(observations);
  return doctorText(whole, diagnosesOf(whole), false, namespace);
};
const verdictOf = (...observations: Observation[]) => textOf(observations).split('\n')[0];

describe('doctorText', () => {
  it('shows both protocols if a page gets different verdicts in them', () => {
    expect(textOf([opens(asked), v2(asked, [])])).to.include('allowed (EIO=4), blocked (EIO=3)');
    expect(textOf([opens(asked), v2(asked)])).to.match(/^https:\/\/a\.com +allowed /m);
  });

  it('begins with the verdict', () => {
    const other = { ...asked, origin: 'https://b.com' };
    const failure = { kind: 'failure', code: 'ECONNREFUSED', message: '', connected: false } as const;
    expect(verdictOf(opens(asked), closed(foreign))).to.equal(
      'https://a.com is allowed. Other websites are refused.',
    );
    expect(verdictOf(opens(asked), opens(other))).to.equal(
      '2 origins are allowed. Other websites are refused.',
    );
    expect(verdictOf(opens(asked), closed(other))).to.equal(
      '1 of 2 origins is allowed. Other websites are refused.',
    );
    expect(verdictOf(closed(asked), closed(other))).to.equal(
      '2 origins are blocked. Other websites are refused.',
    );
    expect(verdictOf(closed(asked), connects(foreign))).to.equal(
      'https://a.com is blocked. Other websites can connect (WebSocket).',
    );
    expect(verdictOf(seen('polling-get', asked, failure))).to.equal('The server could not be reached.');
    expect(verdictOf(seen('polling-get', asked, answer(404, [])))).to.equal(
      'No Socket.IO server answers there.',
    );
  });

  it('says that the path of the URL is a namespace', () => {
    expect(textOf([opens(asked)], '/chat/')).to.include('The path /chat/ of a URL names a namespace');
    expect(textOf([opens(asked)])).not.to.include('namespace');
  });

  it('says in a comparison to which path the requests for each namespace went', () => {
    const before = survey([opens(asked)]);
    const after = { ...before, url: 'http://localhost:3000/ws/socket.io/' };
    const lines = (namespaces: (string | undefined)[], other = after) =>
      compareText(before, other, [], false, namespaces).match(/^The path .* went to \S+/gm);
    const chat = `The path /chat of a URL names a namespace, so the requests went to ${new URL(before.url).pathname}`;
    expect(lines(['/chat', undefined])).to.deep.equal([chat]);
    expect(lines(['/chat', '/chat'])).to.have.length(2);
    expect(lines(['/chat', '/chat'], before)).to.deep.equal([chat]);
    expect(lines([undefined, undefined])).to.equal(null);
  });

  it('prints code that several remedies share once', () => {
    const jsonp = seen('jsonp', foreign, answer(200, [], `___eio[0](${JSON.stringify(OPEN)});`));
    const text = textOf([opens(asked), closed(foreign), connects(foreign), jsonp]);
    expect(text.match(/const allowedOrigins/g)).to.have.length(1);
    expect(text.replace(/\s+/g, ' ')).to.match(
      /Fix: On the server[^:]*: the code under WEBSOCKET_OPEN_TO_ANY_ORIGIN\./,
    );
  });

  it('wraps prose, but no code', () => {
    const lines = textOf([opens(asked, []), closed(foreign), connects(foreign)]).split('\n');
    const prose = lines.filter((line) => /^ {2}\S/.test(line) && !/^ {2}(?:Firefox|Chrome): /.test(line));
    expect(prose.filter((line) => line.length > 102)).to.deep.equal([]);
    expect(lines.filter((line) => line.includes('callback(null, allowedOrigins.some'))).to.have.length(1);
  });
});

describe('compareText', () => {
  const compared = (before: readonly Observation[], after: readonly Observation[]) =>
    compareText(survey(before), survey(after), [], false);

  it('says that v2 clients are lost, although no origin is decided differently', () => {
    expect(compared([v2(asked)], [opens(asked)])).to.include('EIO3_UNSUPPORTED');
    expect(compared([v2(asked)], [opens(asked), v2(asked)])).not.to.include('EIO3_UNSUPPORTED');
    expect(compared([opens(asked)], [opens(asked)])).not.to.include('EIO3_UNSUPPORTED');
  });

  it('does not say so if the new server refuses every handshake, because that hides what it speaks', () => {
    const refused = seen('polling-get', asked, answer(403, [], '{"code":4,"message":"Forbidden"}'));
    expect(compared([v2(asked)], [refused])).not.to.include('EIO3_UNSUPPORTED');
  });
});
