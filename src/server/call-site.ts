import { fileURLToPath } from 'node:url';

/** Deep enough for a server that a framework starts. */
const FRAMES = 50;

/**
 * Finds out which line of the app called a function of this package.
 *
 * @param entry the function that was called; nothing above its caller is looked at
 * @returns `/app/server.js:12`, or undefined where no line is the app's
 */
export function callSite(entry: NewableFunction | CallableFunction): string | undefined {
  const { stackTraceLimit } = Error;
  // Where the intrinsics are frozen the default has to do.
  Reflect.set(Error, 'stackTraceLimit', FRAMES);
  try {
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, entry);
    // The text, not the call sites: whatever maps lines to sources (tsx, --enable-source-maps) has mapped it.
    return typeof holder.stack === 'string'
      ? holder.stack.split('\n').map(locationOf).find(isOfApp)
      : undefined;
  } catch {
    // An app's own way to print stacks, or an odd file name, is no reason not to start.
    return undefined;
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}

function locationOf(frame: string): string | undefined {
  // What ends in a bracket names its function before the file; a file may have brackets of its own.
  const pattern = frame.endsWith(')')
    ? /^\s+at .*? \((.+):(\d+):\d+\)$/
    : /^\s+at (?:async )?(.+):(\d+):\d+$/;
  const [, file, line] = pattern.exec(frame) ?? [];
  return file === undefined
    ? undefined
    : `${file.startsWith('file://') ? fileURLToPath(file) : file}:${line}`;
}

function isOfApp(location: string | undefined): boolean {
  return location !== undefined && !/[\\/]node_modules[\\/]|^node:|^<anonymous>/.test(location);
}
