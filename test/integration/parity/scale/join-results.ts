import type { ScaleResult } from './run-scale.js';

/** Adds up what came of several runs: numbers by their sum, lists one after the other. */
export function joinResults(results: readonly ScaleResult[]): ScaleResult {
  return results.reduce((sum, result) => join(sum, result) as ScaleResult);
}

function join(one: unknown, other: unknown): unknown {
  if (one === undefined || other === undefined) return one ?? other;
  if (typeof one === 'number') return one + (other as number);
  if (Array.isArray(one)) return [...one, ...(other as unknown[])];
  const names = new Set([...Object.keys(one as object), ...Object.keys(other as object)]);
  const field = (value: unknown, name: string) => (value as Record<string, unknown>)[name];
  return Object.fromEntries([...names].map((name) => [name, join(field(one, name), field(other, name))]));
}
