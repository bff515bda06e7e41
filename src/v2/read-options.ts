/**
 * Reads an option as v2 did, whether it is own, inherited or a getter. A property that a program added to
 * `Object.prototype` is not an option.
 */
export function readOption(options: object, name: PropertyKey): unknown {
  return name in Object.prototype && !isDeclared(options, name) ? undefined : Reflect.get(options, name);
}

/**
 * Copies options, reading each once, so that only the first answer of a getter counts.
 *
 * @param options any value; one that is not an object has no options
 * @param names options that may not be enumerable, such as the accessors of a class
 * @returns an object without a prototype, so that an option that was not given is `undefined`
 */
export function readOptions(options: unknown, names: readonly string[]): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  if (typeof options !== 'object' || options === null) return copy;
  // v2 read its options through the prototype chain.
  for (const name in options) {
    if (name !== '__proto__' && !(name in Object.prototype && !isDeclared(options, name)))
      copy[name] = Reflect.get(options, name);
  }
  for (const name of names) {
    if (name in copy) continue;
    const value = readOption(options, name);
    if (value !== undefined) copy[name] = value;
  }
  return copy;
}

/** Whether an object has a property of its own or from a prototype other than `Object.prototype`. */
function isDeclared(object: object, name: PropertyKey): boolean {
  for (
    let at: object | null = object;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if (Reflect.getOwnPropertyDescriptor(at, name) !== undefined) return true;
  }
  return false;
}

/**
 * Runs code of libraries without the properties that a program has added to `Object.prototype`. zod walks its own
 * definitions with `for…in`, and zod and semver read optional fields of objects, so any added name could break them or
 * change an answer.
 *
 * @param run must be synchronous and call no function of the app, so that no code of the app runs meanwhile
 */
export function withPlainObjects<T>(run: () => T): T {
  const added = Object.keys(Object.prototype).map((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(Object.prototype, name) as PropertyDescriptor;
    return { name, descriptor };
  });
  try {
    for (const { name } of added) Reflect.deleteProperty(Object.prototype, name);
    return run();
  } finally {
    for (const { name, descriptor } of added) Object.defineProperty(Object.prototype, name, descriptor);
  }
}
