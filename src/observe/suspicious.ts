import { suspicions } from '../messages/observe.js';
import { handshakesOf } from './counts.js';
import type { ObservedOrigin, Suspicious } from './report.js';

/** An origin's host, taken apart. */
interface Seen {
  readonly origin: string;
  readonly host: string;
  /** The registered part, as far as it can be known without a list of public suffixes. */
  readonly domain: string;
  readonly handshakes: number;
}

/** Finds the origins that need a look before they are listed. */
export function suspicionsIn(origins: readonly ObservedOrigin[]): Suspicious[] {
  const seen = joined(origins);
  const alike = new LookAlikes(seen);
  return seen.flatMap((each): Suspicious[] => {
    const { origin, host } = each;
    if (origin === 'null') return [{ origin, reason: 'null', message: suspicions.null() }];
    if (/^file:/.test(origin)) return [{ origin, reason: 'file', message: suspicions.file() }];
    if (isIp(host)) return [{ origin, reason: 'ip', message: suspicions.ip() }];
    const like = alike.moreFrequentThan(each);
    return like === undefined
      ? []
      : [{ origin, reason: 'look-alike', like, message: suspicions['look-alike'](like) }];
  });
}

/** One for each origin, from either header, the most frequent first. */
function joined(origins: readonly ObservedOrigin[]): Seen[] {
  const handshakes = new Map<string, number>();
  for (const row of origins)
    if (row.origin !== null)
      handshakes.set(row.origin, (handshakes.get(row.origin) ?? 0) + handshakesOf(row));
  return [...handshakes]
    .map(([origin, count]): Seen => {
      const host = /^[^:]*:\/\/(\[[^\]]*\]|[^:]*)/.exec(origin)?.[1] ?? '';
      return { origin, host, domain: domainOf(host), handshakes: count };
    })
    .sort((one, other) => other.handshakes - one.handshakes);
}

function isIp(host: string): boolean {
  return host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);
}

/** @example domainOf('shop.example.co.uk') // 'example.co.uk' */
function domainOf(host: string): string {
  const labels = host.split('.');
  const last = labels.slice(-2);
  const isShort = labels.length > 2 && last.every((label) => label.length <= 3);
  return labels.slice(isShort ? -3 : -2).join('.');
}

/** The name without the details that readers confuse or overlook: similar letters, dots and dashes. */
function skeleton(host: string): string {
  return host
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/[il|]/g, '1')
    .replace(/o/g, '0')
    .replace(/[.-]/g, '');
}

/**
 * Finds the more frequent origin that another one imitates. It looks each origin up instead of comparing it with all,
 * because `report()` runs in the app, and the files of many processes add up to many thousands of origins.
 */
class LookAlikes {
  /** The most frequent origin by its host, by parts of its host, and by what its domain may be mistaken for. */
  readonly #byHost = new Map<string, Seen>();
  readonly #byPart = new Map<string, Seen>();
  readonly #byShape = new Map<string, Seen>();

  /** @param seen the most frequent first */
  constructor(seen: readonly Seen[]) {
    const fewest = seen[seen.length - 1]?.handshakes ?? 0;
    for (const each of seen) {
      // Most of a flood of forged origins are seen once, and no other one is rarer.
      if (each.handshakes === fewest) break;
      if (isIp(each.host)) continue;
      put(this.#byHost, each.host, each);
      for (const part of partsOf(each.host)) put(this.#byPart, part, each);
      for (const shape of shapesOf(each)) put(this.#byShape, shape, each);
    }
  }

  moreFrequentThan(seen: Seen): string | undefined {
    const found = [
      this.#byPart.get(seen.host),
      ...partsOf(seen.host).map((part) => this.#byHost.get(part)),
      ...shapesOf(seen).map((shape) => this.#byShape.get(shape)),
    ];
    return found.find((other) => other !== undefined && isImitated(other, seen))?.origin;
  }
}

/** The origins are sorted, so the first one is the most frequent. */
function put(map: Map<string, Seen>, key: string, seen: Seen): void {
  if (!map.has(key)) map.set(key, seen);
}

/** Hosts of one domain have one owner, and numbered ones are too common to be suspicious. */
function isImitated(other: Seen, seen: Seen): boolean {
  const unnumbered = ({ domain }: Seen) => domain.replace(/\d+/g, '#');
  return other.handshakes > seen.handshakes && unnumbered(other) !== unnumbered(seen);
}

/** The parts of a host before each dot (`example.com` of `example.com.evil.net`), and all its endings (of `myexample.com`). */
function partsOf(host: string): string[] {
  const parts: string[] = [];
  for (let at = host.indexOf('.'); at !== -1; at = host.indexOf('.', at + 1)) parts.push(host.slice(0, at));
  for (let at = 1; at < Math.min(host.length - 3, 64); at++) parts.push(host.slice(at));
  return parts.filter((part) => /[^.]\../.test(part));
}

/** Domains that differ in one letter, or look the same, have a shape in common. */
function shapesOf({ host, domain }: Seen): string[] {
  if (!domain.includes('.')) return [];
  const shapes = [`=${skeleton(host)}`, `=${skeleton(domain)}`];
  // Short names differ in one letter too often.
  if (domain.indexOf('.') < 4) return shapes;
  const without = [...domain].map((_, at) => `~${domain.slice(0, at)}${domain.slice(at + 1)}`);
  return [...shapes, `~${domain}`, ...without];
}
