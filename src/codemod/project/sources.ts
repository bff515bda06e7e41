import { statSync } from 'node:fs';
import { parseSource } from '../ast/parse.js';
import { loadsModule, type Trace, traceIn } from '../detect/prefilter.js';
import type { DiscoveredFile } from './discover.js';
import {
  type FileOnDisk,
  isWithin,
  LARGEST_SOURCE,
  type NotRead,
  readRegularFile,
  readTextIfAny,
  realPathOf,
} from './read.js';

/** A file that may concern Socket.IO. */
export interface Source extends DiscoveredFile {
  /** The file as it was read; undefined if it was not, so that it cannot be written either. */
  readonly onDisk?: FileOnDisk;
  /** The code, as far as it can be read. */
  readonly code: string;
  /** How it shows that it may concern Socket.IO; undefined for a package.json. */
  readonly trace?: Trace | undefined;
  /** Whether a tool wrote it, or minified it: what only looks like Socket.IO is not reported there. */
  readonly isGenerated: boolean;
  /** The reason why it is only searched for a client of v2, which it may be or bundle. */
  readonly skipped?: string;
  /** Whether it is skipped because it cannot be read as it is, so that it may be a part of the program. */
  readonly isUnread?: boolean;
}

/**
 * A file that is not migrated, and the reason.
 *
 * @param unread its code as far as it can be read, if it may be a part of the program
 * @param trace how it shows that it may concern Socket.IO; without one, it counts as a file that names it
 */
export const leftOut = (file: DiscoveredFile, skipped: string, unread?: string, trace?: Trace): Source => ({
  ...{ ...file, skipped, trace, isGenerated: false },
  ...{ code: unread ?? '', isUnread: unread !== undefined },
});

const REASONS: Readonly<Record<Exclude<NotRead, 'gone'>, string>> = {
  link: 'a link: links are never followed',
  'not a file': 'neither a file nor a folder',
  'too large': `larger than ${LARGEST_SOURCE / 1e6} MB`,
};

/**
 * Reads a source, and keeps it only if it has a trace of Socket.IO: most files of a tree are read and forgotten here.
 *
 * @param vendored the name of the package, if it is one of Socket.IO's own
 * @param onCode told the code of each file that is, or may be, code of the app
 * @returns undefined if it has nothing to do with Socket.IO, or is gone
 * @throws if the operating system refuses to read it, and for a file that was given by its own name and cannot be read
 */
export function readSource(
  file: DiscoveredFile,
  vendored: string | undefined,
  onCode: (code: string) => void = () => undefined,
): Source | undefined {
  const onDisk = readRegularFile(file.path, LARGEST_SOURCE);
  const isNamed = file.named === 'path';
  if (onDisk === 'gone') return undefined;
  if (typeof onDisk === 'string') {
    // Without an extension, it was never known to be a source. But a link to a folder leaves out all of that.
    if (file.kind === 'script')
      return onDisk === 'link' && isFolder(file.path) ? leftOut(file, REASONS.link) : undefined;
    if (isNamed) throw new Error(`it is ${REASONS[onDisk]}`);
    if (onDisk === 'not a file') return leftOut(file, REASONS[onDisk]);
    return leftOut(file, REASONS[onDisk], onDisk === 'link' ? linkedCode(file) : '');
  }
  const { bytes } = onDisk;
  const raw = bytes.toString('latin1');
  if (file.kind === 'script' && !isProgram(raw)) return undefined;
  // In UTF-16, every other byte of most code is 0.
  const text = raw.includes('\0') ? raw.replace(/^(?:\xff\xfe|\xfe\xff)|\0/g, '') : raw;
  if (file.kind !== 'page') onCode(text);
  const language = OTHER_LANGUAGE.exec(file.path)?.[0];
  const trace = traceIn(text);
  if (trace === undefined) return undefined;
  if (language !== undefined) {
    const reason = `in another language (${language}): compile it to JavaScript, and run this on the result`;
    if (isNamed) throw new Error(`it is ${reason}`);
    return leftOut(file, reason, text);
  }
  const code = decodeUtf8(bytes);
  if (code === undefined) return leftOut(file, 'not valid UTF-8: save it as UTF-8', text, trace);
  const source = { ...file, onDisk, code, trace };
  const release = BANNER.exec(code)?.[1];
  if (release !== undefined && !loadsModule(code))
    return { ...source, isGenerated: true, skipped: `a copy of Socket.IO ${release} itself` };
  if (vendored !== undefined) return leftOut(file, `a copy of ${vendored} itself`, undefined, trace);
  const isBundle = !isNamed && file.kind !== 'page' && isGenerated(code);
  // It may only look like Socket.IO, for example because of `io.on()`.
  return isBundle && trace === 'use' ? undefined : { ...source, isGenerated: isBundle };
}

function isFolder(path: string): boolean {
  const real = realPathOf(path);
  return real !== undefined && statSync(real).isDirectory();
}

/** The code that a link leads to outside of the tree. Inside of it, the file itself is found. */
function linkedCode({ path, root }: DiscoveredFile): string {
  const real = realPathOf(path);
  return real === undefined || isWithin(real, root) ? '' : (readTextIfAny(real, LARGEST_SOURCE) ?? '');
}

/** The hashbang of a program for Node, or for a runner of TypeScript. */
const HASHBANG = /^#!.*\b(?:node|nodejs|bun|deno|tsx|ts-node)\b/;

/** Whether a file without an extension is a program. Without a hashbang, some start it with `node bin/www`. */
const isProgram = (code: string): boolean =>
  HASHBANG.test(code.slice(0, 128)) || (loadsModule(code) && 'type' in parseSource(code, 'bin/www'));

const OTHER_LANGUAGE = /\.(?:(?:lit)?coffee|iced|ls|civet)$/i;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @returns undefined if the bytes are not UTF-8, because they could not be written back unchanged */
export function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first comment of Socket.IO's builds: `/*! Socket.IO v2.5.0`, `/*! Socket.IO.js build:0.9.16`. */
const BANNER =
  /^\s*\/\*!?[\s*]*(?:@license[\s*]+)?(?:socket\.io|engine\.io)[\w.-]*(?: build:| v| @)\s*v?(\d+\.\d+\.\d+)/i;

/** A long string, such as a certificate or an image. It does not make the code around it minified. */
const LONG_TEXT = /(["'`])[^"'`\\\n]{200,}\1/g;

/** Whether a file is generated by a tool, or minified. */
function isGenerated(code: string): boolean {
  if (/@generated\b|\bcode generated by\b/i.test(code.slice(0, 2000))) return true;
  const lines = code.split('\n').length;
  const isDense = (text: string) => text.length > 5000 && text.length / lines > 400;
  return isDense(code) && isDense(code.replace(LONG_TEXT, ''));
}

/** Whether a compiler wrote a file: it repeats what its source does, and is written again from that. */
export function isCompiled(code: string): boolean {
  return /\bdefineProperty\(exports, ['"]__esModule['"]|^\/\/# sourceMappingURL=/m.test(code);
}
