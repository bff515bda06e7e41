import { createDedupe } from './dedupe.js';
import { explainCommand } from './warn.js';
import type { Warning } from './warning.js';

/** Reports something that only shows while the server runs. */
export type Report = (warning: Warning) => void;

const wasEmitted = createDedupe();

/**
 * Emits a warning through `process.emitWarning`, once per code (and per setting, if it opens), so that Node's own
 * flags (`--no-warnings`, `--trace-warnings`, `--disable-warning=CODE`) work on it.
 */
export function emitOnce(warning: Warning): void {
  if (wasEmitted(warning)) return;
  const { code, message, remedy } = warning;
  process.emitWarning(`${message} Fix: ${remedy}`, {
    type: 'SocketIOCorsWarning',
    code,
    detail: explainCommand(code),
  });
}
