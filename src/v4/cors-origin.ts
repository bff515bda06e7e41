import type { ServerOptions } from 'socket.io';
import { compileDecision, decide } from '../origins/decide.js';
import { type OriginKey, parseOriginKey, serializedOrigins } from '../origins/origin.js';
import type { AllowList, LiteralList, OriginRule } from '../origins/policy.js';

type CorsOption = NonNullable<ServerOptions['cors']>;

/** The `cors` option as a plain object. */
export type CorsOptions = Exclude<CorsOption, (...args: never[]) => unknown>;

/** The `cors` option if the answer depends on the request. */
export type CorsDelegate = Extract<CorsOption, (...args: never[]) => unknown>;

/** `cors.origin`: `true` reflects every origin, strings are compared exactly. */
export type CorsOrigin = true | (string | RegExp)[] | OriginFunction;
type OriginFunction = (origin: string | undefined, callback: (error: null, allow: boolean) => void) => void;

/** The cors package compares with each entry of an array. Beyond this length, a look-up takes less. */
const MAX_WALKED = 100;

/**
 * The origins that a rule allows, as the `cors` package takes them: one string for each origin that browsers send, and
 * one anchored regular expression for each key that allows many. Long lists become a function that looks them up.
 */
export function corsOrigin(rule: OriginRule): CorsOrigin {
  switch (rule.kind) {
    case 'everyone':
      return true;
    case 'literal-list':
      return rule.origins.length > MAX_WALKED ? originFunction(rule) : originMatchers(rule);
    case 'allow-list':
      return rule.keys.length > MAX_WALKED ? originFunction(rule) : originMatchers(rule);
    case 'substring-search':
      return originFunction(rule);
  }
}

/** The matchers of a list of any length: strings for origins that browsers send, and regular expressions. */
export function originMatchers(rule: AllowList | LiteralList): (string | RegExp)[] {
  if (rule.kind === 'literal-list') return [...rule.origins];
  const nullOrigin = decide(rule, { origin: 'null' }) ? ['null'] : [];
  return [...rule.keys.flatMap(matcherOf), ...nullOrigin];
}

function originFunction(rule: OriginRule): OriginFunction {
  const allows = compileDecision(rule);
  return (origin, callback) => callback(null, origin !== undefined && allows({ origin }));
}

function matcherOf(key: string): (string | RegExp)[] {
  const parsed = parseOriginKey(key);
  if (parsed === undefined) return [];
  // The first is the one without a default port, as browsers write it.
  return parsed.protocol === '*' ? [originPattern(parsed)] : serializedOrigins(parsed).slice(0, 1);
}

const ANY_SCHEME = '[a-z][a-z\\d+.-]*';
const ANY_HOST = '(?:\\[[\\da-f:.]+\\]|[^\\s/?#@:[\\]]*)';

/**
 * The regular expression for a key without a scheme. It is anchored at both ends and cannot backtrack: no part of it
 * can match what its neighbour begins with.
 *
 * @example originPattern({ protocol: '*', host: 'example.com', port: '*' }) // /^[a-z][a-z\d+.-]*:\/\/example\.com(?::\d+)?$/
 */
export function originPattern({ host, port }: OriginKey): RegExp {
  const name = host === '*' ? ANY_HOST : escaped(host.includes(':') ? `[${host}]` : host);
  return new RegExp(`^(?:${withPort(name, port)})$`);
}

/** v2 took 443 for the default port of https, and 80 for that of every other scheme. */
function withPort(host: string, port: string): string {
  switch (port) {
    case '*':
      return `${ANY_SCHEME}://${host}(?::\\d+)?`;
    case '443':
      return `https://${host}|${ANY_SCHEME}://${host}:443`;
    case '80':
      return `(?!https:)${ANY_SCHEME}://${host}|${ANY_SCHEME}://${host}:80`;
    default:
      return `${ANY_SCHEME}://${host}:${port}`;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
