import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { translateCors } from '../src/index.js';
import { polluted } from './polluted.js';
import { fakeRequest } from './v4/fake-request.js';

const H = 'https://example.com';

/** The names of properties in the translator's source, except those of a property descriptor and of iterators. */
const NAMES = namesIn('v2', 'v4', 'origins', 'runtime').filter(
  (name) => !/^(?:get|set|value|writable|enumerable|configurable|return)$/.test(name) && !(name in {}),
);

function namesIn(...rooms: readonly string[]): string[] {
  const names = new Set<string>();
  for (const room of rooms) {
    const folder = new URL(`../src/${room}/`, import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const code = readFileSync(new URL(file, folder), 'utf8');
      for (const [, name] of code.matchAll(/(?:\.|[{,]\s*|readonly\s+)([a-z]\w+)\b/gi))
        names.add(name as string);
    }
  }
  return [...names];
}

type Callback = (error: unknown, success: boolean) => void;
const allow = (_asked: unknown, callback: Callback) => callback(null, true);

const TRANSLATIONS: readonly Parameters<typeof translateCors>[] = [
  [undefined],
  [
    { origins: [H, 'x', '*.a:80', 'b:*'], pingTimeout: 1 },
    { from: '^2.3.0', to: '^4.0.0' },
  ],
  [{ origins: `${H}:443 c` }, { semantics: 'exact', missingOrigin: 'allow' }],
  [{ origins: H, cookie: 'a', wsEngine: 'ws' }, { from: '2.4.0' }],
  [{ origins: allow, handlePreflightRequest: false }],
  [{ allowRequest: allow, originsCalls: ['a', ['b']] }],
  [{ origins: [3, /x/], cors: {} } as never, { from: 'two', fro: 1 } as never],
];

/** A translation and its decisions as text. */
function outcome(args: Parameters<typeof translateCors>): string {
  try {
    const { options, warnings, policy } = translateCors(...args);
    const seen: unknown[] = [Object.keys(options), options, warnings, policy];
    for (const headers of [{ origin: H }, { origin: 'https://evil.example' }, {}, { referer: `${H}/x` }]) {
      const request = fakeRequest(headers);
      if (Object.keys(options).includes('allowRequest'))
        options.allowRequest?.(request, (message, success) => seen.push(message, success));
      if (typeof options.cors === 'function') options.cors(request, (_error, cors) => seen.push(cors));
    }
    return JSON.stringify(seen, (_key, value) =>
      typeof value === 'function' || value instanceof RegExp ? String(value) : value,
    );
  } catch (error) {
    return String(error);
  }
}

describe('an enumerable property on Object.prototype', () => {
  const before = TRANSLATIONS.map(outcome);

  it('changes no translation, for any name', () => {
    const changed = NAMES.filter((name) =>
      polluted(name, () => TRANSLATIONS.map(outcome)).some((now, index) => now !== before[index]),
    );
    expect(NAMES.length).to.be.greaterThan(300);
    expect(changed).to.deep.equal([]);
  });
});
