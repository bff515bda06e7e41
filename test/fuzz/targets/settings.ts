import { expect } from 'chai';
import { LegacySettingsError, translateCors } from '../../../src/index.js';
import type { Target } from '../target.js';

/** JSON of both arguments; what is no JSON is taken for an `origins` string. Only the one error may come of it. */
export const settingsTarget: Target = {
  name: 'settings',
  seeds: [
    '[{"origins":["https://example.com:443"]},{"from":"^2.3.0","semantics":"exact"}]',
    '[{"originsCalls":["*:*",["a"]],"handlePreflightRequest":false},{"to":"4.0.0"}]',
    '[{"origins":[1,null,{"a":[]}],"cors":{}},{"from":"3.0.0","missingOrigin":"deny"}]',
    '[{"allowRequest":null,"pingTimeout":5,"__proto__":{"origins":"x"}},{}]',
    '[{"origins":["https://a.example",1]},{}]',
    '[{"originsCalls":["*:*",null]},{}]',
    '[null,null]',
  ],
  dictionary: [
    ...[
      '"origins":',
      '"originsCalls":',
      '"handlePreflightRequest":',
      '"allowRequest":',
      '"cors":',
      '"from":',
    ],
    ...[
      '"to":',
      '"semantics":',
      '"documented"',
      '"missingOrigin":',
      '"allow"',
      '"2.x"',
      '">=2.0.0 <2.5"',
      '"1.4"',
    ],
    ...[
      'true',
      'false',
      'null',
      '[]',
      '{}',
      '""',
      '0',
      '-1e999',
      '"*:*"',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"__proto__":',
    ],
    ...['"constructor":', '"length":', '"then":', '"listen":', '"https://a.example"', '"\\ud800"'],
  ],
  run(input) {
    const [settings, options] = argumentsIn(input);
    try {
      const { options: v4, warnings } = translateCors(settings as never, options as never);
      expect(hasWrongOrigins(settings), 'what no v2 server accepted').to.equal(false);
      expect(v4).to.have.property('cors');
      for (const { code, message, remedy } of warnings) expect(code && message && remedy).to.be.a('string');
    } catch (error) {
      if (!(error instanceof LegacySettingsError)) throw error;
      expect(error.issues).not.to.be.empty;
    }
  },
};

/** Whether origins are neither string nor list of strings, nor what stood for none. */
function hasWrongOrigins(settings: unknown): boolean {
  const { origins, originsCalls } = (settings ?? {}) as { origins?: unknown; originsCalls?: unknown };
  const calls = Array.isArray(originsCalls) ? (originsCalls as unknown[]) : [];
  return (Boolean(origins) && !isOrigins(origins)) || !calls.every(isOrigins);
}

function isOrigins(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'string');
  return typeof value === 'string';
}

function argumentsIn(input: string): [unknown, unknown?] {
  try {
    const parsed: unknown = JSON.parse(input);
    return Array.isArray(parsed) ? (parsed.slice(0, 2) as [unknown, unknown]) : [parsed];
  } catch {
    return [{ origins: input }];
  }
}
