import type { Severity } from '../../src/messages/message.js';

const GRAVITY: Readonly<Record<Severity, number>> = { danger: 0, warning: 1, info: 2 };

/** Sorts the most severe first. */
export function bySeverity(one: { severity: Severity }, other: { severity: Severity }): number {
  return GRAVITY[one.severity] - GRAVITY[other.severity];
}
