// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code that is printed has templates in it
import type { Era, Semantics } from '../origins/policy.js';
import type { SourceStyle } from './source-style.js';

/** The type of a run-time value, if it is known. */
export type RunTimeType = 'string' | 'array' | 'unknown';

/**
 * The expression that reads a run-time value as the entries it lists.
 *
 * @param value the app's expression; of unknown type, it must be a name, because it is repeated
 */
export function entriesText(
  value: string,
  type: RunTimeType,
  semantics: Semantics,
  { typescript }: Pick<SourceStyle, 'typescript'>,
): string {
  // v2 called `indexOf` on strings and arrays alike, so `includes` does the same.
  if (semantics === 'exact') return value;
  switch (type) {
    case 'array':
      return value;
    case 'string':
      return splitText(value);
    case 'unknown': {
      // If TypeScript knows that it is an array, its type here would be `never`.
      const text = splitText(typescript ? `(${value} as string)` : value);
      return `Array.isArray(${value})\n\t? ${value}\n\t: ${text.replace(/\n/g, '\n\t\t')}`;
    }
  }
}

/** Splits a string into entries. v2 ignored the scheme of an entry with a wildcard, and a slash at the end. */
function splitText(value: string): string {
  return [
    value,
    '\t.split(/[\\s,|;"\'`]+/)',
    "\t.map((entry) => entry.replace(/^[^/]*\\/\\/(?=.*\\*)|\\/$/g, ''))",
  ].join('\n');
}

/**
 * A function from the value of `Origin` or `Referer` to whether origins in v2's notation allow it. It compares what v2's
 * `Server#checkRequest` compared; `documented` adds the origin itself, as v2's docs write it. For 2.4.0, the value must be that
 * of `Origin` alone.
 *
 * @param list the expression that holds the origins; it is read at each handshake
 * @param options `mayBeString` if the expression may also hold a string, or nothing; `mayBeFunction` if it may hold a function
 */
export function originCheckText(
  name: string,
  list: string,
  {
    era,
    semantics,
    typescript,
    mayBeString = false,
    mayBeFunction = false,
  }: {
    era: Era;
    semantics: Semantics;
    typescript: boolean;
    mayBeString?: boolean;
    mayBeFunction?: boolean;
  },
): string {
  if (era === 'literal') return literalCheckText(name, list, typescript, mayBeString);
  const documented = semantics === 'documented';
  const keys = [
    ...(documented ? ['origin'] : []),
    ...(documented || era === 'scheme-host-port' ? ['`${scheme}://${host}:${port}`'] : []),
    ...['`${host}:${port}`', '`${host}:*`', '`*:${port}`', "'*:*'"],
  ];
  const splits = mayBeString && documented;
  const none = mayBeFunction ? `typeof ${list} === 'function' ? [] : ${list} || []` : `${list} || []`;
  const read = splits ? 'entries' : mayBeString ? `(${none})` : list;
  return [
    '// Reads the notations of Socket.IO v2: `https://host:443`, `host:3000`, `host:*`, `*:80` and `*:*`.',
    `const ${name} = (from${typescript ? ': string' : ''}) => {`,
    `\tconst [${documented ? 'origin' : ''}, scheme, ipv6, name, port = /^https:/i.test(from) ? '443' : '80'] =`,
    '\t\t/^(?!javascript:)([\\w+.-]+):\\/\\/(?:\\[([\\w.:-]*)\\]|([\\w.-]*))(?::(\\d+))?(?=\\/|$)/.exec(from.toLowerCase()) ||',
    // Node throws at any other text in brackets, and v2 refused it then.
    "\t\t(from.includes('//') ? ['?', '?', '?', '?', from.includes('[') ? '?' : undefined] : ['null:80', 'null', 'null']);",
    // If it were a default within the pattern, TypeScript 4 could not infer its type.
    '\tconst host = name === undefined ? ipv6 : name;',
    ...(splits
      ? [
          '\tconst entries =',
          `\t\ttypeof ${list} === 'string'`,
          `\t\t\t? ${splitText(list).replace(/\n/g, '\n\t\t\t\t')}`,
          `\t\t\t: ${none};`,
        ]
      : []),
    `\tconst keys = [${keys.join(', ')}];`,
    `\treturn keys.some((key) => ${read}.includes(key${typescript && documented ? ' as string' : ''}));`,
    '};',
  ].join('\n');
}

function literalCheckText(name: string, list: string, typescript: boolean, mayBeString: boolean): string {
  const head = `const ${name} = (from${typescript ? ': string' : ''}) =>`;
  return [
    '// As on Socket.IO 2.4.0, the Origin header must equal an entry. An empty list allows only requests without the header.',
    ...(mayBeString
      ? [
          `${head} {`,
          `\tconst entries = typeof ${list} === 'string' ? [${list}] : ${list} || [''];`,
          '\treturn from ? entries.includes(from) : entries.length === 0;',
          '};',
        ]
      : [`${head} (from ? ${list}.includes(from) : ${list}.length === 0);`]),
  ].join('\n');
}

/** The type of a v2 `origins` function. */
export function originsFunctionType(name: string): string {
  return `type ${name} = (origin: string, callback: (error: unknown, allowed?: unknown) => void) => unknown;`;
}

/**
 * A function that asks a v2 `origins` function about an origin. If that throws or rejects, the answer is no, and only its first
 * answer counts.
 *
 * @param type the name of the type of such functions, if the code needs types
 */
export function askText(name: string, type: string | undefined): string {
  const parameters = type ? `(check: ${type}, from: string)` : '(check, from)';
  return [
    '// If the function throws or rejects, the request is refused. Only its first answer counts.',
    `const ${name} = ${parameters} =>`,
    `\tnew Promise${type ? '<boolean>' : ''}((resolve, reject) => {`,
    '\t\tPromise.resolve(check(from, (_, allowed) => resolve(!!allowed))).catch(reject);',
    '\t}).catch((error) => {',
    '\t\tconsole.error(error);',
    '\t\treturn false;',
    '\t});',
  ].join('\n');
}
