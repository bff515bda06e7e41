import type { State } from './state.js';
import { RELEASES, TARGETS } from './state.js';

/** The link was not made by this page, or a part of it is missing. */
export class BadLinkError extends Error {
  override readonly name = 'BadLinkError';
}

/** More than any server's source. A small fragment could unpack to gigabytes. */
const MOST_BYTES = 1 << 20;

/** The fragment that contains a state: a version, and the state as compressed JSON in base64url. */
export async function fragmentOf(state: State): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(state));
  const packed = await readAll(piped(json, new CompressionStream('deflate-raw')), MOST_BYTES);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  return `#1.${btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
}

/**
 * Reads the state in a fragment.
 *
 * @throws BadLinkError for a fragment that `fragmentOf` cannot have made
 */
export async function stateOfFragment(fragment: string): Promise<State> {
  const [, text] = /^#1\.([\w-]+)$/.exec(fragment) ?? [];
  if (text === undefined) throw new BadLinkError('this page did not make it');
  let state: unknown;
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    const packed = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const json = await readAll(piped(packed, new DecompressionStream('deflate-raw')), MOST_BYTES);
    state = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new BadLinkError('a part of it is missing or changed');
  }
  if (!isState(state)) throw new BadLinkError('it contains something else');
  const { code, language, from, to, semantics, missingOrigin, keepV2Clients, added, removed } = state;
  return { code, language, from, to, semantics, missingOrigin, keepV2Clients, added, removed };
}

function piped(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(through);
}

async function readAll(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError('too long');
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  const { code, language, from, to, semantics, missingOrigin, keepV2Clients, added, removed } =
    value as Record<keyof State, unknown>;
  return (
    typeof code === 'string' &&
    (language === 'js' || language === 'ts') &&
    typeof from === 'string' &&
    RELEASES.includes(from) &&
    typeof to === 'string' &&
    TARGETS.includes(to) &&
    (semantics === 'documented' || semantics === 'exact') &&
    (missingOrigin === 'as-v2' || missingOrigin === 'allow') &&
    typeof keepV2Clients === 'boolean' &&
    Array.isArray(added) &&
    added.every((origin) => typeof origin === 'string') &&
    Array.isArray(removed) &&
    removed.every((origin) => origin === null || typeof origin === 'string')
  );
}
