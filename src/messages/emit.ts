import { saidBefore } from './said-before.js';
import { explainCommand } from './warn.js';
import type { Warning } from './warning.js';

/** Tells the app's owner something that only came out while serving. */
export type Report = (warning: Warning) => void;

const wasEmitted = saidBefore();

/**
 * Emits a warning through `process.emitWarning`, once per code (and setting, where it admits more), so that Node's own
 * flags (`--no-warnings`, `--trace-warnings`, `--disable-warning=CODE`) work on it.
 */
export function emitOnce(warning: Warning): void {
  if (wasEmitted(warning)) return;
  const { code, message, remedy } = warning;
  process.emitWarning(`${message} ${remedy}`, {
    type: 'SocketIOCorsWarning',
    code,
    detail: explainCommand(code),
  });
}
