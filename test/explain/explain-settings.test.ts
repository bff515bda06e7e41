import { expect } from 'chai';
import fc from 'fast-check';
import { explainSettings } from '../../src/explain/explain-settings.js';
import type { OriginHeaders } from '../../src/origins/policy.js';
import { translateCors } from '../../src/translate.js';
import { pageHeaders } from '../integration/explain/page-headers.js';
import { optionsOfSource } from '../integration/explain/run-source.js';
import { v2Decision } from '../v2/v2-decision.js';
import { v4Decision } from '../v4/v4-decision.js';
import { settings, translateOptions } from './arbitraries.js';

const RUNS = Number(process.env.FC_RUNS ?? 1000);
const SEED = Number(process.env.FC_SEED ?? 1);

describe('explainSettings', function () {
  this.timeout(120_000);

  it('prints code that decides about every page as the translation does', () => {
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
      { numRuns: RUNS, seed: SEED },
    );
  });

  const rows = [
    {
      given: { origins: [], originsCalls: [['capacitor://Example.COM']] },
      options: { from: '1.4.8', to: '4.0.0' },
    },
    { given: { origins: 'capacitor://Example.COM' }, options: { from: '2.4.0' } },
  ];
  for (const { given, options } of rows) {
    it(`prints code that decides about every sample as the table says: ${JSON.stringify(given)}`, () => {
      const { source, table } = explainSettings(given, options);
      const printed = v4Decision({ options: optionsOfSource(source) } as never);
      for (const { origin, v4 } of table) expect(printed(origin === null ? {} : { origin })).to.equal(v4);
    });
  }

  it('lists for each sample what the release did and what v4 will do, and warns if they differ', () => {
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
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('prints plain code', () => {
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
        '  // Checks every handshake, WebSocket included, as Socket.IO v2 did: `cors` only controls what browsers may read.',
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

  it('samples each listed origin, lookalikes of it, and foreign origins', () => {
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

  for (const separator of [' ', ',', '|', ';']) {
    it(`samples each origin of a string separated by "${separator}"`, () => {
      const { table } = explainSettings({
        origins: ['https://a.example:443', 'https://b.example:443'].join(separator),
      });
      const listed = table.filter(({ what }) => what === 'listed').map(({ origin, v4 }) => [origin, v4]);
      expect(listed).to.deep.equal([
        ['https://a.example', 'admitted'],
        ['https://b.example', 'admitted'],
      ]);
    });
  }

  it('prints lists of any length', () => {
    const list = Array.from({ length: 500 }, (_, index) => `https://p${index}.example:443`);
    const { source, table } = explainSettings({ origins: list });
    const decides = v4Decision({ options: optionsOfSource(source) } as never);
    expect(decides({ origin: 'https://p499.example' })).to.equal('admitted');
    expect(decides({ origin: 'https://p500.example' })).to.equal('refused');
    expect(table.filter(({ what }) => what === 'listed')).to.have.length(500);
  });

  it('passes other settings through unchanged', () => {
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

  it('refuses functions', () => {
    expect(() => explainSettings({ origins: () => true })).to.throw(TypeError, 'migrate');
    expect(() => explainSettings({ allowRequest: () => true })).to.throw(TypeError, 'migrate');
    expect(() => explainSettings({ handlePreflightRequest: () => true })).to.throw(TypeError, 'migrate');
  });
});
