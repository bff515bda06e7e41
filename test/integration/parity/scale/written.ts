/** A setting in a program: its source text, and its value. */
export interface Written {
  readonly source: string;
  readonly value: unknown;
}

/** A value that is plain data: a string, a list, or a falsy value. */
export function data(value: unknown): Written {
  return { source: value === undefined ? 'undefined' : JSON.stringify(value), value };
}

/** A function as source text. It may only use the language and `setTimeout`. */
export function code(source: string): Written {
  return { source, value: new Function(`return (${source});`)() };
}
