import { expect } from 'chai';
import { pageChecks } from '../../../src/doctor/checks/pages.js';
import { diagnose } from '../../../src/doctor/diagnose.js';
import type { Blocked } from '../../../src/doctor/judge.js';
import type { Observation } from '../../../src/doctor/observation.js';
import { survey } from '../../../src/doctor/survey.js';
import { OPEN } from '../fake-engine.js';
import { admits, answer, opens, page, seen } from '../seen.js';

const asked = page('asked');
const socket = (messages: string[], closed: boolean) =>
  seen('websocket', asked, answer(101, [], '', { socket: { messages, closed } }));
const reset = { kind: 'failure', code: 'ECONNRESET', message: 'socket hang up', connected: true } as const;

/** The message of a code, for a page that should connect. */
const saidOf = (code: string, observations: readonly Observation[]) => {
  const found = diagnose(observations).filter((diagnosis) => diagnosis.code === code);
  expect(found).to.have.length(1);
  return `${found[0]?.message}\n${found[0]?.remedy}`;
};

/** The diagnoses of a page that is blocked for this reason. */
const judgedSo = (reason: Omit<Blocked, 'verdict'>) => {
  const whole = survey([opens(asked)]);
  const rows = whole.rows.map((row) => ({ ...row, judgement: { verdict: 'blocked', ...reason } as const }));
  return pageChecks.flatMap((check) => check({ ...whole, rows }, []) ?? []);
};

describe('pageChecks', () => {
  const sockets: [desc: string, observation: Observation, words: string][] = [
    ['it was closed at once', socket([OPEN], true), 'it opened and was closed at once'],
    ['it was closed without a packet', socket([], true), 'it opened and was closed at once'],
    ['no packet came', socket([], false), 'it opened, but no packet came'],
    ['something else came', socket(['hello'], false), 'it opened, and said "hello"'],
    ['the handshake is none', seen('websocket', asked, answer(101, [])), 'not one that browsers accept'],
    ['the connection broke', seen('websocket', asked, reset), 'ECONNRESET, socket hang up'],
  ];
  for (const [desc, observation, words] of sockets) {
    it(`says of a WebSocket that ${desc}`, () => {
      expect(saidOf('WEBSOCKET_FAILED', [opens(asked), observation])).to.include(words);
    });
  }

  it('quotes the credentials header that does not count, or says that there is none', () => {
    const allowOrigin = admits(asked)[0] as [string, string];
    const code = 'CORSMissingAllowCredentials';
    const given = [opens(asked, [allowOrigin, ['Access-Control-Allow-Credentials', 'True']])];
    expect(saidOf(code, given)).to.include('Access-Control-Allow-Credentials is "True"');
    expect(saidOf(code, [opens(asked, [allowOrigin])])).to.include(
      'Access-Control-Allow-Credentials is missing',
    );
  });

  it('quotes Engine.IO if it refused', () => {
    const refusal = answer(400, admits(asked), '{"code":3,"message":"Bad request"}');
    expect(saidOf('REQUEST_REFUSED', [seen('polling-get', asked, refusal)]))
      .to.include('HTTP 400')
      .and.include('{"code":3,"message":"Bad request"}');
  });

  it('says who answered in place of a WebSocket', () => {
    const proxy = answer(502, [['Server', 'nginx/1.2']], '<title>502 Bad Gateway</title>');
    expect(saidOf('WEBSOCKET_NOT_PASSED_ON', [opens(asked), seen('websocket', asked, proxy)]))
      .to.include('HTTP 502')
      .and.include('nginx ("502 Bad Gateway")');
  });

  it('asks in the protocol that failed, in the URL that people know from the console', () => {
    const v2 = seen('polling-get', asked, answer(200, [], `96:${OPEN}`), { eio: 3 });
    expect(saidOf('CORSMissingAllowOrigin', [v2])).to.include('?EIO=3&transport=polling');
    expect(saidOf('CORSMissingAllowOrigin', [opens(asked, [])])).to.include('?EIO=4&transport=polling');
  });

  it('reports every reason, or another check does', () => {
    const elsewhere: Blocked['reason'][] = [
      'SESSION_UNKNOWN',
      'TRANSPORT_DISABLED',
      'NO_SESSION',
      'NOT_SOCKET_IO',
      'CORSExternalRedirectNotAllowed',
    ];
    const reasons: Omit<Blocked, 'verdict'>[] = [
      { reason: 'CORSMissingAllowOrigin' },
      { reason: 'CORSNotSupportingCredentials' },
      { reason: 'CORSMultipleAllowOriginNotAllowed', value: 'a, b' },
      // Browsers never say so of GET and POST, and the doctor sends nothing else.
      { reason: 'CORSMethodNotFound', value: 'PUT' },
      { reason: 'CORSPreflightDidNotSucceed' },
      { reason: 'MIXED_CONTENT' },
      { reason: 'HANDSHAKE_REFUSED' },
      { reason: 'PROTOCOL_UNSUPPORTED' },
      ...elsewhere.map((reason) => ({ reason })),
    ];
    for (const reason of reasons) {
      const codes = judgedSo(reason).map(({ code }) => code);
      // The answer of this page names it, so cors lists it.
      const names: Record<string, string> = {
        PROTOCOL_UNSUPPORTED: 'WEBSOCKET_FAILED',
        HANDSHAKE_REFUSED: 'REFUSED_WHATEVER_ORIGIN',
      };
      const name = names[reason.reason] ?? reason.reason;
      expect(codes).to.deep.equal(elsewhere.includes(reason.reason) ? [] : [name]);
    }
  });

  it('names five of many pages, and lists every one in the setting', () => {
    const pages = Array.from({ length: 7 }, (_, at) => ({ ...asked, origin: `https://${at}.example` }));
    const [message = '', remedy] = saidOf(
      'CORSMissingAllowOrigin',
      pages.map((from) => opens(from, [])),
    ).split('From v3 on');
    expect(message)
      .to.include('https://4.example (polling GET) and 2 more')
      .and.not.include('https://5.example');
    expect(remedy).to.include('"https://6.example"]');
  });

  it('names the method that is not allowed', () => {
    const [diagnosis] = judgedSo({ reason: 'CORSMethodNotFound', value: 'PUT' });
    expect(diagnosis?.message).to.include('PUT is not in');
  });
});
