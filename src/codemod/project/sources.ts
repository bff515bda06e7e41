import { PARTS } from '../detect/packages.js';
import { mayUseSocketIo } from '../detect/prefilter.js';
import { type DiscoveredFile, isWithin, realPathOf } from './discover.js';
import {
  decodeUtf8,
  type FileOnDisk,
  isGenerated,
  isNodeScript,
  LARGEST_SOURCE,
  type NotRead,
  readRegularFile,
  readTextIfAny,
  vendoredRelease,
} from './read.js';

/** A file that may concern Socket.IO. */
export interface Source {
  readonly file: DiscoveredFile;
  readonly onDisk: FileOnDisk;
  readonly code: string;
  /** Whether a tool wrote it, or minified it: what only looks like Socket.IO is not reported there. */
  readonly isGenerated: boolean;
}

/** The reason why a file is skipped. */
export interface LeftOut {
  readonly reason: string;
  /** The file's code, if it may be, or bundle, a client of v2. */
  readonly code?: string;
  /** Its code as far as it can be read, if it may be a part of the program. */
  readonly unread?: string;
}

const REASONS: Readonly<Record<Exclude<NotRead, 'gone'>, string>> = {
  link: 'a link: links are never followed',
  'not a file': 'neither a file nor a folder',
  'too large': `larger than ${LARGEST_SOURCE / 1e6} MB`,
};

/**
 * Reads a source, and keeps it only if it holds a keyword: most files of a tree are read and forgotten here.
 *
 * @param packageName the `name` in the nearest package.json
 * @param onCode told the code of each file that is, or may be, code of the app
 * @returns undefined if it has nothing to do with Socket.IO, or is gone
 * @throws if the operating system refuses to read it, and for a file that was given by its own name and cannot be read
 */
export function readSource(
  file: DiscoveredFile,
  packageName: string | undefined,
  onCode: (code: string) => void = () => undefined,
): Source | LeftOut | undefined {
  const onDisk = readRegularFile(file.path, LARGEST_SOURCE);
  const isNamed = file.named === 'path';
  if (onDisk === 'gone') return undefined;
  if (typeof onDisk === 'string') {
    // Without an extension, it was never known to be a source.
    if (file.kind === 'script') return undefined;
    if (isNamed) throw new Error(`it is ${REASONS[onDisk]}`);
    const unread = onDisk === 'link' ? linkedCode(file) : '';
    return { reason: REASONS[onDisk], ...(onDisk === 'not a file' ? {} : { unread }) };
  }
  const { bytes } = onDisk;
  if (file.kind === 'script' && !isNodeScript(bytes)) return undefined;
  const text = bytes.toString('latin1');
  if (file.kind !== 'page') onCode(text);
  if (!mayUseSocketIo(text)) {
    const unread = isUtf16(bytes) ? text.slice(2).replace(/\0/g, '') : '';
    return mayUseSocketIo(unread) ? { ...NOT_UTF8, unread } : undefined;
  }
  const code = decodeUtf8(bytes);
  if (code === undefined) return { ...NOT_UTF8, unread: text };
  const release = vendoredRelease(code);
  if (release !== undefined) return { reason: `a copy of Socket.IO ${release} itself`, code };
  if (packageName !== undefined && isVendored(packageName))
    return { reason: `a copy of ${packageName} itself` };
  return { file, onDisk, code, isGenerated: !isNamed && file.kind !== 'page' && isGenerated(code) };
}

/** The code that a link leads to outside of the tree. Inside of it, the file itself is found. */
function linkedCode({ path, root }: DiscoveredFile): string {
  const real = realPathOf(path);
  return real === undefined || isWithin(real, root) ? '' : (readTextIfAny(real, LARGEST_SOURCE) ?? '');
}

export const GENERATED = 'minified or generated, and no server is created in it: name it to include it';

/** Whether a package is one of Socket.IO's own: a copy of it in the tree is not the app's code. */
export const isVendored = (packageName: string | undefined): boolean => PARTS.has(packageName ?? '');

const NOT_UTF8: LeftOut = { reason: 'not valid UTF-8: save it as UTF-8' };

/** UTF-16 with a byte order mark. Without one, TypeScript does not read UTF-16 either. */
function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
