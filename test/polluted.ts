/** Runs code while `Object.prototype` has one more enumerable property. */
export function polluted<T>(name: string, run: () => T, value: unknown = 'bar'): T {
  Object.defineProperty(Object.prototype, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}
