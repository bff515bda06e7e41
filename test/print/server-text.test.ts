import { expect } from 'chai';
import type { OriginRule, Policy, PreflightPolicy } from '../../src/origins/policy.js';
import { isPlain, type PlainPolicy, serverText } from '../../src/print/server-text.js';
import { DEFAULT_STYLE } from '../../src/print/source-style.js';

const H = 'https://example.com';
const LISTED: OriginRule = { kind: 'allow-list', keys: [`${H}:443`] };

const policy = (fields: Partial<Policy>): Policy => ({
  from: '2.5.1',
  to: '4.8.4',
  era: 'scheme-host-port',
  semantics: 'documented',
  missingOrigin: 'as-v2',
  handshake: LISTED,
  preflight: { kind: 'default' },
  ...fields,
});

describe('isPlain', () => {
  const answer = { status: 200 } as Extract<PreflightPolicy, { kind: 'answer' }>['answer'];
  const cases: { desc: string; fields: Partial<Policy>; is: boolean }[] = [
    { desc: 'a list', fields: {}, is: true },
    {
      desc: 'preflights that are left to others',
      fields: { preflight: { kind: 'left-to-others' } },
      is: true,
    },
    {
      desc: 'an own allowRequest',
      fields: { handshake: { kind: 'allow-request', allowRequest: () => undefined } },
      is: false,
    },
    {
      desc: 'an origins function',
      fields: {
        handshake: { kind: 'function', check: () => undefined, given: 'origin', admitsWithError: false },
      },
      is: false,
    },
    {
      desc: 'a preflight handler',
      fields: { preflight: { kind: 'handler', handler: () => undefined } },
      is: false,
    },
    { desc: 'the answer of one', fields: { preflight: { kind: 'answer', answer } }, is: false },
  ];
  for (const { desc, fields, is } of cases) {
    it(`is ${is} for ${desc}`, () => {
      expect(isPlain(policy(fields))).to.equal(is);
    });
  }
});

describe('serverText', () => {
  const text = (fields: Partial<Policy>, others = {}, style = DEFAULT_STYLE) =>
    serverText(policy(fields) as PlainPolicy, others, style);

  /** The options of the printed server. */
  const optionsOf = (source: string) => {
    class Server {
      constructor(
        readonly httpServer: unknown,
        readonly options: Record<string, unknown>,
      ) {}
    }
    const { httpServer, options } = new Function('Server', 'httpServer', `${source}\nreturn io;`)(
      Server,
      'http',
    ) as Server;
    expect(httpServer).to.equal('http');
    return options;
  };

  it('prints a server with the list, the check and all other options', () => {
    const { allowRequest, ...options } = optionsOf(text({}, { path: '/x' }));
    expect(allowRequest).to.be.a('function');
    expect(options).to.deep.equal({
      path: '/x',
      cors: { origin: [H], methods: ['GET', 'POST'], allowedHeaders: ['Content-Type'], credentials: true },
    });
  });

  it('prints preflights that are left to other listeners', () => {
    expect(optionsOf(text({ preflight: { kind: 'left-to-others' } })).cors).to.deep.equal({
      origin: [H],
      preflightContinue: true,
      credentials: true,
    });
  });

  it('prints no check and no list if any origin is allowed, but a comment', () => {
    const source = text({ handshake: { kind: 'everyone' } });
    expect(source).to.match(
      /^const io = new Server\(httpServer, \{\n {2}\/\/ DANGER: any website can connect/,
    );
    expect(optionsOf(source)).to.have.all.keys('cors');
  });

  it('puts the list before the server, with a blank line between, and ends in a line end', () => {
    expect(text({})).to.match(
      /^const allowedOrigins = \['https:\/\/example\.com'\];\n\nconst io = new Server\(/,
    );
    expect(text({})).to.match(/\}\);\n$/);
  });

  it('uses the given style', () => {
    const style = {
      ...DEFAULT_STYLE,
      quote: '"',
      semicolons: false,
      trailingCommas: false,
      eol: '\r\n',
    } as const;
    const source = text({}, {}, style);
    expect(source)
      .to.match(/\r\n\}\)\r\n$/)
      .and.not.match(/,\r\n\}\)|'|;\r|[^\r]\n/);
    expect(optionsOf(source)).to.have.all.keys('cors', 'allowRequest');
  });
});
