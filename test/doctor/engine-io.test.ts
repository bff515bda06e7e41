import { expect } from 'chai';
import {
  readEngineError,
  readJsonpOpen,
  readPollingOpen,
  readSocketOpen,
} from '../../src/doctor/engine-io.js';

const OPEN =
  '0{"sid":"Lbo5JLzTotvW3g2LAAAA","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000}';

describe('what Engine.IO answers', () => {
  const open: readonly [desc: string, body: string, eio: number | null][] = [
    ['protocol 4', OPEN, 4],
    ['protocol 4 with more packets', `${OPEN}\x1e40`, 4],
    ['protocol 3', `96:${OPEN}`, 3],
    ['protocol 3 with more packets', `96:${OPEN}2:40`, 3],
    ['protocol 3 in bytes', `\x00\x09\x06\xff${OPEN}`, 3],
    ['nothing', '', null],
    ['a page', '<!DOCTYPE html>', null],
    ['another packet', '2probe', null],
    ['no JSON', '0{sid}', null],
    ['no sid', '0{"upgrades":[]}', null],
    ['a sid that is not a string', '0{"sid":5}', null],
    ['a sid that would not fit in a URL', `0{"sid":"${'a'.repeat(600)}"}`, null],
    ['JSON', '{"sid":"a"}', null],
  ];
  for (const [desc, body, eio] of open) {
    it(`is read as ${eio === null ? 'no session' : `a session of protocol ${eio}`}: ${desc}`, () => {
      expect(readPollingOpen(body)?.eio ?? null).to.equal(eio);
    });
  }

  it('is a session over WebSocket and in a script', () => {
    expect(readSocketOpen(OPEN)).to.deep.equal({
      sid: 'Lbo5JLzTotvW3g2LAAAA',
      eio: undefined,
      upgrades: ['websocket'],
      pingInterval: 25_000,
      hasMaxPayload: false,
    });
    expect(readSocketOpen('hello')).to.equal(null);
    expect(readJsonpOpen(`___eio[0](${JSON.stringify(OPEN)});`)?.eio).to.equal(4);
    expect(readJsonpOpen(`___eio[0](${JSON.stringify(`96:${OPEN}`)});`)?.eio).to.equal(3);
    expect(readJsonpOpen('___eio[0](oops);')).to.equal(null);
    expect(readJsonpOpen(OPEN)).to.equal(null);
  });

  it('is a refusal if it has a code and a message', () => {
    expect(readEngineError('{"code":4,"message":"Forbidden"}')).to.deep.equal({
      code: 4,
      message: 'Forbidden',
    });
    for (const body of ['', 'null', '[]', '{"code":"4","message":"a"}', '{"code":4}', '4']) {
      expect(readEngineError(body), body).to.equal(null);
    }
  });

  it("is python-socketio's refusal of an origin", () => {
    for (const message of ['Not an accepted origin.', 'https://a.com is not an accepted origin.'])
      expect(readEngineError(JSON.stringify(message))).to.deep.equal({ code: 4, message });
    expect(readEngineError('"Invalid session"')).to.equal(null);
  });

  it('is distinguished from similar refusals of other APIs', () => {
    for (const body of [
      '{"code":5,"message":"not found","details":[]}',
      '{"code":5,"message":"not found"}',
      '{"code":4,"message":"Deadline exceeded","details":[]}',
      '{"code":404,"message":"Not Found"}',
      '{"code":-1,"message":"Transport unknown"}',
      '{"code":"constructor","message":"a"}',
    ]) {
      expect(readEngineError(body), body).to.equal(null);
    }
  });

  it("is a refusal with the app's own words too, and without any (v1)", () => {
    expect(readEngineError('{"code":4,"message":"not you"}')?.message).to.equal('not you');
    expect(readEngineError('{"code":null}')?.code).to.equal(4);
  });
});
