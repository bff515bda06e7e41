import { expect } from 'chai';
import { z } from 'zod';
import { runCompare, runDoctor } from '../../../src/doctor/run.js';
import { explainSettings } from '../../../src/explain/explain-settings.js';
import { parseSettings } from '../../../src/explain/parse-settings.js';
import { doctorCatalogue } from '../../../src/messages/doctor.js';
import { fakeEngine } from '../../doctor/fake-engine.js';
import { type Listening, raw, v2, v4 } from './servers.js';

const word = z.enum(['allowed', 'blocked']);
const severity = z.enum(['danger', 'warning', 'info']);
const text = z.string().min(1);
const protocols = z.strictObject({ eio3: z.boolean(), eio4: z.boolean() });

const doctorSchema = z.strictObject({
  url: z.url(),
  reachable: z.boolean(),
  protocols,
  results: z.array(
    z.strictObject({
      origin: text,
      role: z.enum(['asked', 'own', 'foreign', 'null']),
      request: z.enum(['polling-get', 'polling-post', 'preflight', 'websocket', 'jsonp']),
      eio: z.array(z.union([z.literal(3), z.literal(4)])).min(1),
      status: z.int().min(100).max(999).nullable(),
      verdict: word,
      reason: z.stringFormat('a name', /^[A-Z][A-Za-z_]+$/).nullable(),
      needed: z.boolean(),
    }),
  ),
  diagnoses: z.array(
    z.strictObject({
      code: z.enum(Object.keys(doctorCatalogue)),
      severity,
      message: text,
      remedy: text,
      docs: z.stringFormat('an anchor', /^docs\/codes\.md#[a-z\d_]+$/),
    }),
  ),
});

const compareSchema = z.strictObject({
  old: z.url(),
  new: z.url(),
  reachable: z.strictObject({ old: z.boolean(), new: z.boolean() }),
  protocols: z.strictObject({ old: protocols, new: protocols }),
  differences: z.array(
    z.strictObject({
      origin: text,
      request: z.enum(['polling-get', 'polling-post', 'preflight', 'websocket', 'jsonp']),
      old: word,
      new: word,
      effect: z.enum(['opens', 'closes']),
    }),
  ),
});

const admission = z.enum(['admitted', 'refused']);
const effect = z.enum(['opens', 'closes', 'none']);
const explainSchema = z.strictObject({
  from: text,
  to: text,
  semantics: z.enum(['documented', 'exact']),
  source: text,
  warnings: z.array(
    z.strictObject({
      ...{ code: text, severity, effect, message: text, remedy: text, docs: text },
      subject: z.string().optional(),
    }),
  ),
  table: z
    .array(z.strictObject({ origin: text.nullable(), what: text, v2: admission, v4: admission, effect }))
    .min(1),
});

const gone = async (): Promise<Listening> => {
  const listening = await v4({});
  await listening.close();
  return { ...listening, close: async () => {} };
};

const starts: Readonly<Record<string, () => Promise<Listening>>> = {
  v2: () => v2({ origins: ['https://a.com:443'] }),
  'v4 with cors alone': () => v4({ cors: { origin: ['https://a.com'], credentials: true } }),
  'v4 with allowEIO3': () => v4({ cors: { origin: ['https://a.com'], credentials: true }, allowEIO3: true }),
  'v4 with nothing': () => v4({}),
  'something else': () => raw(fakeEngine({ status: 404, body: '<title>Not Found</title>' })),
  'no server': gone,
};

describe('the JSON of the commands is that of the contract:', () => {
  for (const [name, start] of Object.entries(starts)) {
    it(`doctor and compare, ${name}`, async () => {
      const listening = await start();
      const old = await v2({});
      try {
        const options = { origins: ['https://a.com'], headers: ['x-one'], format: 'json' } as const;
        const doctor = await runDoctor({ url: listening.url, ...options });
        const { reachable } = doctorSchema.parse(JSON.parse(doctor.stdout));
        expect(doctor.exitCode === 3).to.equal(!reachable);
        const compared = await runCompare({ oldUrl: old.url, newUrl: listening.url, ...options });
        const { differences } = compareSchema.parse(JSON.parse(compared.stdout));
        expect(compared.exitCode).to.equal(!reachable ? 3 : differences.length > 0 ? 1 : 0);
      } finally {
        await Promise.all([listening.close(), old.close()]);
      }
    });
  }

  for (const settings of [
    '{}',
    '{"origins": ["https://a.com", "b.com:*"], "path": "/x"}',
    '{"origins": "*:*"}',
  ]) {
    it(`explain ${settings}`, () => {
      const explanation = JSON.stringify(explainSettings(parseSettings(settings, 'settings')));
      expect(explainSchema.parse(JSON.parse(explanation)).table.length).to.be.greaterThan(2);
    });
  }
});
