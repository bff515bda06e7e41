import { expect } from 'chai';
import type { PreflightHandler } from '../../src/origins/policy.js';
import { readPreflight } from '../../src/v2/preflight.js';
import { collectWarnings, line } from '../model/collect-warnings.js';

function read(handlePreflightRequest: PreflightHandler | false | undefined, from = '2.5.1') {
  const { warn, warnings } = collectWarnings();
  const settings = {
    from,
    to: '4.8.4',
    semantics: 'documented',
    missingOrigin: 'as-v2',
    origins: undefined,
    replaced: [],
    handlePreflightRequest,
    allowRequest: undefined,
    otherOptions: {},
    hint: '',
    range: undefined,
  } as const;
  const { kind } = readPreflight(settings, warn);
  return { kind, lines: warnings.map(line), warnings };
}

const SUBJECT = 'handlePreflightRequest';
const boom = () => {
  throw new Error('boom');
};

describe('readPreflight', () => {
  const cases: {
    desc: string;
    handler: PreflightHandler | false | undefined;
    from?: string;
    kind: string;
    lines: string[];
  }[] = [
    { desc: "is Engine.IO's own without a handler", handler: undefined, kind: 'default', lines: [] },
    {
      desc: 'is left to others by false',
      handler: false,
      kind: 'left-to-others',
      lines: [`PREFLIGHT_FALSE_HAS_NO_EQUIVALENT ${SUBJECT}: false`],
    },
    {
      desc: 'is known of a handler that does not look',
      handler: (_request, response) => response.end(),
      kind: 'answer',
      lines: [],
    },
    {
      desc: 'is to be asked of a handler that looks',
      handler: (request, response) => response.end(request.url),
      kind: 'handler',
      lines: [],
    },
    {
      desc: 'is to be asked of a handler that has not ended',
      handler: () => undefined,
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_DID_NOT_END ${SUBJECT}`],
    },
    {
      desc: 'is to be asked of a handler that throws',
      handler: boom,
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_THROWS ${SUBJECT}`],
    },
    {
      desc: 'is to be asked of a handler with (req, res) that throws, for there is no third',
      handler: (_request, _response) => boom(),
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_THROWS ${SUBJECT}`],
    },
    {
      desc: 'is to be asked, without a word, of one that looked and then threw, for another request may do',
      handler: (request) => request.url && boom(),
      kind: 'handler',
      lines: [],
    },
    {
      desc: 'is to be asked of a handler with three parameters that throws',
      handler: (_server, _request, response: never) => (response as { end(): void }).end(),
      kind: 'handler',
      lines: [`PREFLIGHT_HANDLER_TAKES_THREE_PARAMETERS ${SUBJECT}`],
    },
    {
      desc: 'is known of a handler with three parameters that does not throw',
      handler: (_request, response, _next: never) => response.end(),
      kind: 'answer',
      lines: [],
    },
    {
      desc: 'is the default before 2.0, which knew no handlers',
      handler: (_request, response) => response.end(),
      from: '1.7.4',
      kind: 'default',
      lines: [`PREFLIGHT_HANDLER_IGNORED ${SUBJECT}`],
    },
    {
      desc: 'is the default before 2.0, which knew no false',
      handler: false,
      from: '1.7.4',
      kind: 'default',
      lines: [`PREFLIGHT_HANDLER_IGNORED ${SUBJECT}`],
    },
    {
      desc: 'is the default without a word before 2.0 without a handler',
      handler: undefined,
      from: '1.7.4',
      kind: 'default',
      lines: [],
    },
  ];
  for (const { desc, handler, from, kind, lines } of cases) {
    it(desc, () => {
      const { warnings: _warnings, ...seen } = read(handler, from);
      expect(seen).to.deep.equal({ kind, lines });
    });
  }

  it('says what a handler threw', () => {
    expect(read(boom).warnings[0]?.message).to.include('boom').and.include('2.5.1');
  });

  it('names the release that called a handler otherwise, or not at all', () => {
    const takesThree = (_server: unknown, _request: unknown, _response: never) => boom();
    expect(read(takesThree).warnings[0]?.message).to.include('2.5.1');
    expect(read(boom, '1.7.4').warnings[0]?.message).to.include('1.7.4');
  });

  it('says how long a handler may take that has not ended', () => {
    expect(read(() => undefined).warnings[0]?.message).to.include('within 10 seconds');
  });
});
