import { expect } from 'chai';
import type { OriginHeaders } from '../../src/origins/policy.js';
import { DEFAULT_STYLE, inStyle, type SourceStyle } from '../../src/print/source-style.js';
import {
  allowRequestText,
  corsComment,
  corsOriginText,
  corsText,
  type OriginSource,
  type PreflightSource,
} from '../../src/print/source-text.js';

const H = 'https://example.com';
const NAME = 'listed';

/** Evaluates a printed property. `listed` is the app's list or function. */
function property(text: string, named: unknown, style: SourceStyle = DEFAULT_STYLE): unknown {
  const source = `return Object.values({\n${inStyle(text, style)}\n})[0];`;
  return new Function(NAME, source)(named);
}

type Answer = readonly [error: unknown, result: unknown];
type AskFor = (subject: unknown, callback: (error: unknown, result: unknown) => void) => void;

/** The arguments that a printed function calls back with. */
function answerOf(ask: unknown, subject: unknown): Answer {
  const answers: Answer[] = [];
  (ask as AskFor)(subject, (...answer) => answers.push(answer));
  expect(answers).to.have.length(1);
  return answers[0] as Answer;
}

const list = (entries: 'none' | 'strings' | 'patterns' | 'both', admitsNull = false): OriginSource => ({
  kind: 'list',
  name: NAME,
  entries,
  admitsNull,
});
const literal = (entries: 'none' | 'strings', admitsNoOrigin: boolean): OriginSource => ({
  kind: 'literal-list',
  name: NAME,
  entries,
  admitsNoOrigin,
});
const CHECK: OriginSource = { kind: 'check', name: NAME };
const asks = (bareOrigin: boolean, saysStrings: boolean, saysBooleans: boolean): OriginSource => ({
  kind: 'function',
  name: NAME,
  bareOrigin,
  saysStrings,
  saysBooleans,
});

describe('allowRequestText', () => {
  const FOREIGN = { origin: 'https://foreign.example' };
  const cases: {
    desc: string;
    origin: OriginSource;
    named: unknown;
    admits: OriginHeaders[];
    refuses: OriginHeaders[];
    missing?: 'allow';
  }[] = [
    { desc: 'an empty list', origin: list('none'), named: [], admits: [], refuses: [{}, { origin: H }] },
    {
      desc: 'an empty list, with requests without an origin',
      origin: list('none'),
      named: [],
      missing: 'allow',
      admits: [{}],
      refuses: [{ origin: H }, { referer: `${H}/` }],
    },
    {
      desc: 'a list of strings',
      origin: list('strings'),
      named: [H],
      admits: [{ origin: H }, { referer: `${H}/chat` }],
      refuses: [
        {},
        FOREIGN,
        { origin: `${H}.foreign.example` },
        { referer: `${H}.foreign.example/` },
        { origin: 'null' },
      ],
    },
    {
      desc: 'a list of strings, with requests without an origin',
      origin: list('strings'),
      named: [H],
      missing: 'allow',
      admits: [{}, { origin: H }],
      refuses: [FOREIGN, { origin: 'null' }],
    },
    {
      desc: 'a list with null, which requests without an origin count as',
      origin: list('strings', true),
      named: [H, 'null'],
      missing: 'allow',
      admits: [{}, { origin: 'null' }, { origin: H }],
      refuses: [FOREIGN],
    },
    {
      desc: 'a list of patterns',
      origin: list('patterns'),
      named: [/^https:\/\/example\.com$/],
      admits: [{ origin: H }, { referer: `${H}/chat/room` }],
      refuses: [{}, FOREIGN],
    },
    {
      desc: 'a list of both',
      origin: list('both'),
      named: [/^https?:\/\/a\.example$/, H],
      admits: [{ origin: H }, { origin: 'http://a.example' }, { referer: `${H}/chat` }],
      refuses: [{}, FOREIGN],
    },
    {
      desc: 'the bare Origin, as 2.4.0',
      origin: literal('strings', false),
      named: [H],
      admits: [{ origin: H }],
      refuses: [{}, FOREIGN, { referer: `${H}/` }],
    },
    {
      desc: 'the bare Origin, with requests without one',
      origin: literal('strings', false),
      named: [H],
      missing: 'allow',
      admits: [{}, { origin: H }],
      refuses: [FOREIGN, { referer: `${H}/` }],
    },
    {
      desc: 'no origin, as on 2.4.0',
      origin: literal('none', false),
      named: [],
      admits: [],
      refuses: [{}, { origin: H }],
    },
    {
      desc: 'requests without an Origin, as on 2.4.0 with an empty list',
      origin: literal('none', true),
      named: [],
      admits: [{}, { referer: `${H}/` }],
      refuses: [{ origin: H }],
    },
    {
      desc: 'a check',
      origin: CHECK,
      named: (from: string) => from === H || from === `${H}/`,
      admits: [{ origin: H }, { referer: `${H}/` }],
      refuses: [{}, FOREIGN],
    },
    {
      desc: 'a check, with requests without an origin',
      origin: CHECK,
      named: (from: string) => from === H,
      missing: 'allow',
      admits: [{}, { origin: H }],
      refuses: [FOREIGN, { referer: `${H}/` }],
    },
  ];
  for (const { desc, origin, named, missing = 'as-v2', admits, refuses } of cases) {
    it(`prints a check of ${desc}`, () => {
      const text = allowRequestText(origin, missing, DEFAULT_STYLE) as string;
      expect(text).to.match(/^\/\/ Checks every handshake, WebSocket included/);
      const allowRequest = property(text, named);
      for (const headers of admits)
        expect(answerOf(allowRequest, { headers }), JSON.stringify(headers)).to.deep.equal([null, true]);
      for (const headers of refuses)
        expect(answerOf(allowRequest, { headers }), JSON.stringify(headers)).to.deep.equal([null, false]);
    });
  }

  it('prints nothing if no origin was refused, or the app has its own check', () => {
    expect(allowRequestText({ kind: 'everyone' }, 'as-v2', DEFAULT_STYLE)).to.equal(undefined);
    expect(allowRequestText({ kind: 'own' }, 'allow', DEFAULT_STYLE)).to.equal(undefined);
  });

  const given: { headers: OriginHeaders; value: string; bare: string | undefined }[] = [
    { headers: { origin: H }, value: H, bare: H },
    { headers: { referer: `${H}/` }, value: `${H}/`, bare: undefined },
    { headers: { origin: 'null' }, value: '*', bare: 'null' },
    { headers: {}, value: '*', bare: undefined },
  ];
  for (const { headers, value, bare } of given) {
    it(`asks the app's function as v2 did, given ${JSON.stringify(headers)}`, () => {
      for (const bareOrigin of [true, false]) {
        const asked: unknown[] = [];
        const answers = (origin: unknown, callback: (error: unknown, success: boolean) => void) => {
          asked.push(origin);
          callback(null, true);
        };
        const allowRequest = property(
          allowRequestText(asks(bareOrigin, true, true), 'as-v2', DEFAULT_STYLE) as string,
          answers,
        );
        expect(answerOf(allowRequest, { headers })).to.deep.equal([null, true]);
        expect(asked).to.deep.equal([bareOrigin ? bare : value]);
      }
    });
  }

  it("does not ask the app's function about requests without an origin if they are allowed", () => {
    const refuses = (_origin: unknown, callback: (error: unknown, success: boolean) => void) =>
      callback(null, false);
    const allowRequest = property(
      allowRequestText(asks(false, false, false), 'allow', DEFAULT_STYLE) as string,
      refuses,
    );
    expect(answerOf(allowRequest, { headers: {} })).to.deep.equal([null, true]);
    expect(answerOf(allowRequest, { headers: { origin: H } })).to.deep.equal([null, false]);
    expect(answerOf(allowRequest, { headers: { referer: H } })).to.deep.equal([null, false]);
  });

  it("passes on only those answers of the app's function that v4 can send", () => {
    const answersOf = (origin: OriginSource) => {
      const text = allowRequestText(origin, 'as-v2', DEFAULT_STYLE) as string;
      const says = (_origin: unknown, callback: (error: unknown, success: unknown) => void) =>
        callback(new Error('no'), 1);
      const [error, result] = answerOf(property(text, says), { headers: {} });
      return [error instanceof Error, result];
    };
    expect(answersOf(asks(false, true, true))).to.deep.equal([true, 1]);
    expect(answersOf(asks(false, false, true))).to.deep.equal([false, 1]);
    expect(answersOf(asks(false, true, false))).to.deep.equal([false, true]);
    expect(answersOf(asks(false, false, false))).to.deep.equal([false, true]);
  });
});

describe('corsOriginText', () => {
  const cases: [origin: OriginSource, named: unknown, value: unknown][] = [
    [{ kind: 'everyone' }, undefined, true],
    [{ kind: 'own' }, undefined, true],
    [list('none'), [], false],
    [list('both'), 'the list', 'the list'],
    [literal('none', true), [], false],
    [literal('strings', false), 'the list', 'the list'],
  ];
  for (const [origin, named, value] of cases) {
    it(`is ${JSON.stringify(value)} for ${JSON.stringify(origin)}`, () => {
      expect(property(`origin: ${corsOriginText(origin)}`, named)).to.equal(value);
    });
  }

  it('asks a check with the Origin, or an empty string', () => {
    const origin = property(`origin: ${corsOriginText(CHECK)}`, (from: string) => from === H);
    expect(answerOf(origin, H)).to.deep.equal([null, true]);
    expect(answerOf(origin, undefined)).to.deep.equal([null, false]);
  });

  it('lets every page read if a function decides about handshakes', () => {
    expect(corsOriginText(asks(false, true, true))).to.equal('true');
  });
});

describe('corsText', () => {
  const cors = (preflight: PreflightSource, style?: SourceStyle) =>
    property(corsText(list('strings'), preflight, style ?? DEFAULT_STYLE), [H], style);
  const fields = { methods: ['GET', 'POST'], maxAge: 60 };

  it('is one object if preflights are answered like other requests', () => {
    expect(cors({ fields })).to.deep.equal({ origin: [H], ...fields, credentials: true });
  });

  const aparts = [
    {
      desc: 'with credentials',
      apart: { origin: `'${H}'`, credentials: true },
      options: { origin: H, ...fields, credentials: true },
    },
    {
      desc: 'without credentials',
      apart: { origin: "'*'", credentials: false },
      options: { origin: '*', ...fields, credentials: false },
    },
    {
      desc: 'not at all',
      apart: { origin: 'false', credentials: false },
      options: { origin: false, credentials: true },
    },
  ];
  for (const { desc, apart, options } of aparts) {
    it(`answers preflights differently, ${desc}`, () => {
      for (const trailingCommas of [true, false]) {
        const style = { ...DEFAULT_STYLE, trailingCommas };
        const delegate = cors({ fields, apart }, style);
        expect(answerOf(delegate, { method: 'OPTIONS' })).to.deep.equal([null, options]);
        // The cors package reads the other fields for preflights only.
        const others = { ...options, origin: [H], credentials: true };
        expect(answerOf(delegate, { method: 'GET' })).to.deep.equal([null, others]);
      }
    });
  }

  it('has a comment only if any origin is allowed', () => {
    expect(corsComment({ kind: 'everyone' })).to.match(/^\/\/ DANGER: any website can connect.*\n.*\n$/);
    expect(corsComment(list('strings'))).to.equal('');
  });
});
