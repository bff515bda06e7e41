import { expect } from 'chai';
import fc from 'fast-check';
import { explainSettings } from '../../src/explain/explain-settings.js';
import type { OriginHeaders } from '../../src/origins/policy.js';
import { translateCors } from '../../src/translate.js';
import { entry, origins, release } from '../model/arbitraries.js';
import { v2Decision } from '../model/v2-decision.js';
import { v4Decision } from '../model/v4-decision.js';
import { ask, type Question } from '../parity/ask.js';
import { mayRead, maySend } from '../parity/browser.js';
import { type RunningServer, startModern } from '../parity/servers.js';
import { pageHeaders } from './page-headers.js';
import { optionsOfSource, startSource } from './run-source.js';

const RUNS = Number(process.env.FC_RUNS ?? 3000);

const semantics = fc.constantFrom('documented' as const, 'exact' as const);
const missingOrigin = fc.constantFrom('as-v2' as const, 'allow' as const);
const translateOptions = fc.record({ from: release, semantics, missingOrigin });

/** Settings as JSON has them. */
const settings = fc.oneof(
  { weight: 6, arbitrary: fc.record({ origins }) },
  { weight: 1, arbitrary: fc.record({ origins: fc.constantFrom(null, false, '', 0) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      origins,
      originsCalls: fc.array(fc.array(entry, { maxLength: 3 }), { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ origins, handlePreflightRequest: fc.constant(false) }) },
);

describe('explainSettings', function () {
  this.timeout(120_000);

  it('prints text that decides every page as the translation does', () => {
    fc.assert(
      fc.property(
        settings,
        translateOptions,
        fc.array(pageHeaders, { minLength: 8, maxLength: 8 }),
        (given, options, requests) => {
          const { source } = explainSettings(given, options);
          const printed = v4Decision({ options: optionsOfSource(source) } as never);
          const translated = v4Decision(translateCors(given as never, options));
          for (const request of requests) {
            expect(printed(request), `${JSON.stringify(request)} by\n${source}`).to.equal(
              translated(request),
            );
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('prints text that answers on a real v4 server as the translation does, for a browser', async () => {
    await fc.assert(
      fc.asyncProperty(
        settings,
        translateOptions,
        fc.array(pageHeaders, { minLength: 4, maxLength: 4 }),
        async (given, options, pages) => {
          const { source } = explainSettings(given, options);
          const printed = await startSource(source);
          const translated = await startModern('4.8', translateCors(given as never, options).options);
          try {
            for (const question of pages.flatMap(questions)) {
              const [one, other] = await Promise.all([
                answerOf(printed, question),
                answerOf(translated, question),
              ]);
              expect(one, `${JSON.stringify(question)} by\n${source}`).to.deep.equal(other);
            }
          } finally {
            await Promise.all([printed.close(), translated.close()]);
          }
        },
      ),
      { numRuns: Math.ceil(RUNS / 100) },
    );
  });

  it('says of each sample what the release did and what v4 will do, and warns where they differ', () => {
    fc.assert(
      fc.property(settings, translateOptions, (given, options) => {
        const { table, warnings } = explainSettings(given, options);
        const v2 = v2Decision(options.from, given as never);
        const v4 = v4Decision(translateCors(given as never, options));
        for (const { origin, v2: before, v4: after, effect } of table) {
          const headers: OriginHeaders = origin === null ? {} : { origin };
          expect(before, `v2, ${origin}`).to.equal(v2(headers));
          expect(after, `v4, ${origin}`).to.equal(v4(headers));
          expect(effect).to.equal(before === after ? 'none' : after === 'admitted' ? 'opens' : 'closes');
          if (effect === 'none') continue;
          const effects = warnings
            .filter(({ code }) => code !== 'LEGACY_CLIENTS_NEED_ALLOW_EIO3')
            .map((warning) => warning.effect);
          expect(effects, `${origin} ${effect}`).to.include(effect);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('prints the plainest code there is', () => {
    const { source } = explainSettings({ origins: ['https://example.com'], pingTimeout: 20000 });
    expect(source).to.equal(
      [
        "const allowedOrigins = ['https://example.com'];",
        '',
        'const io = new Server(httpServer, {',
        '  pingTimeout: 20000,',
        '  cors: {',
        '    origin: allowedOrigins,',
        "    methods: ['GET', 'POST'],",
        "    allowedHeaders: ['Content-Type'],",
        '    credentials: true,',
        '  },',
        '  // Socket.IO v2 checked every handshake, WebSocket included; `cors` alone only guards what browsers may read.',
        '  allowRequest: ({ headers }, callback) => {',
        "    const from = headers.origin || headers.referer || '';",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the code that is printed has templates in it
        '    callback(null, allowedOrigins.some((origin) => from === origin || from.startsWith(`${origin}/`)));',
        '  },',
        '});',
        '',
      ].join('\n'),
    );
  });

  it('tries each listed origin, those that look like it, and strangers', () => {
    const { table } = explainSettings({ origins: 'https://example.com:443' });
    expect(table.map(({ origin, what, v2, v4 }) => [origin, what, v2, v4])).to.deep.equal([
      ['https://example.com', 'listed', 'admitted', 'admitted'],
      ['http://example.com', 'other-scheme', 'refused', 'refused'],
      ['https://example.com:8080', 'other-port', 'refused', 'refused'],
      ['https://sub.example.com', 'subdomain', 'refused', 'refused'],
      ['https://example.com.foreign.example', 'host-behind', 'refused', 'refused'],
      ['https://foreign-example.com', 'host-in-front', 'refused', 'refused'],
      ['https://ample.com', 'tail-of-host', 'admitted', 'refused'],
      ['https://foreign.example', 'foreign', 'refused', 'refused'],
      ['null', 'null', 'refused', 'refused'],
      [null, 'none', 'refused', 'refused'],
    ]);
  });

  it('writes a list out however long it is', () => {
    const list = Array.from({ length: 500 }, (_, index) => `https://p${index}.example:443`);
    const { source, table } = explainSettings({ origins: list });
    const decides = v4Decision({ options: optionsOfSource(source) } as never);
    expect(decides({ origin: 'https://p499.example' })).to.equal('admitted');
    expect(decides({ origin: 'https://p500.example' })).to.equal('refused');
    expect(table.filter(({ what }) => what === 'listed')).to.have.length(500);
  });

  it('passes every other setting through as it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (others) => {
        const given = JSON.parse(JSON.stringify({ ...others, origins: ['https://example.com'] }));
        for (const key of ['originsCalls', 'handlePreflightRequest', 'allowRequest', 'cors'])
          delete given[key];
        const { cors: _, allowRequest: __, ...printed } = optionsOfSource(explainSettings(given).source);
        const { cors: ___, allowRequest: ____, ...translated } = translateCors(given).options;
        expect(JSON.stringify(printed)).to.equal(JSON.stringify(translated));
      }),
    );
    const prototype = JSON.parse('{"__proto__": {"polluted": true}}');
    const printed = optionsOfSource(explainSettings(prototype).source);
    expect(Object.getPrototypeOf(printed)).to.equal(Object.prototype);
  });

  it('explains no functions', () => {
    expect(() => explainSettings({ origins: () => true })).to.throw(TypeError, 'migrate');
    expect(() => explainSettings({ allowRequest: () => true })).to.throw(TypeError, 'migrate');
    expect(() => explainSettings({ handlePreflightRequest: () => true })).to.throw(TypeError, 'migrate');
  });
});

function questions(headers: OriginHeaders): Question[] {
  const caller = headers as { origin?: string; referer?: string };
  return [
    { kind: 'polling', eio: 4, ...caller },
    { kind: 'websocket', eio: 4, ...caller },
    { kind: 'preflight', eio: 4, method: 'POST', headerNames: ['content-type'], ...caller },
  ];
}

/** What a browser makes of the answer. */
async function answerOf(server: RunningServer, question: Question) {
  const answer = await ask(server, question);
  const { admitted } = answer;
  const { origin } = question;
  if (origin === undefined) return { admitted };
  return [true, false].map((credentials) =>
    question.kind === 'preflight'
      ? { sends: maySend(answer, { ...question, origin, credentials }) }
      : { admitted, reads: mayRead(answer, origin, credentials) },
  );
}
