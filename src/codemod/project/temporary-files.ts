import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** By the name, which says whose it is, one that was left behind is told from one that is being written. */
const NAME = /(?:^|[\\/])\.socketio-cors\.(\d+)\.[0-9a-f]{12}\.tmp$/;

/** A path beside a file, for what is to be renamed to it. */
export function temporaryBeside(path: string): string {
  const now = process.hrtime.bigint().toString(16).padStart(12, '0').slice(-12);
  return join(dirname(path), `.socketio-cors.${process.pid}.${now}.tmp`);
}

/** Whether a file was made to be renamed. */
export function isTemporary(path: string): boolean {
  return NAME.test(path);
}

/** Removes temporary files whose process was killed before it could. */
export function removeLeftovers(paths: readonly string[]): void {
  for (const path of paths) {
    const [, pid] = NAME.exec(path) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
