/** What a constructor was given, whichever of v2's forms it was called in. */
export interface ConstructorForm {
  /** The HTTP server or port to attach to; undefined where that comes later. */
  readonly target: unknown;
  readonly options: unknown;
}

/**
 * Tells v2's forms apart: `()`, `(options)`, `(httpServer, options)`, `(3000, options)` and `('3000', options)`.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server`; port 0 is attached to as on v4, while v2 took it for none
 */
export function constructorForm(first: unknown, second: unknown): ConstructorForm {
  const isOptions =
    typeof first === 'object' &&
    first !== null &&
    typeof (first as { listen?: unknown }).listen !== 'function';
  if (isOptions) return { target: undefined, options: first };
  return { target: first || first === 0 ? first : undefined, options: second || undefined };
}
