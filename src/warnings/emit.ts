import type { WarningCode } from './catalogue.js';
import type { Warning } from './warning.js';

/** Tells the app's owner something that only came out while serving. */
export type Report = (warning: Warning) => void;

const emitted = new Set<WarningCode>();

/**
 * Emits a warning through `process.emitWarning`, once per code, so that Node's own flags (`--no-warnings`,
 * `--trace-warnings`, `--disable-warning=CODE`) work on it.
 */
export function emitOnce({ code, message, remedy, docs }: Warning): void {
  if (emitted.has(code)) return;
  emitted.add(code);
  process.emitWarning(`${message} ${remedy}`, { type: 'SocketIOCorsWarning', code, detail: `See ${docs}` });
}
