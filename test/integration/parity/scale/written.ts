/** A setting as it stands in a program: as text, and what the text is worth. */
export interface Written {
  readonly source: string;
  readonly value: unknown;
}

/** What is data: a string, a list, or what is falsy. */
export function data(value: unknown): Written {
  return { source: value === undefined ? 'undefined' : JSON.stringify(value), value };
}

/** A function as text. It may use nothing but what the language has, and `setTimeout`. */
export function code(source: string): Written {
  return { source, value: new Function(`return (${source});`)() };
}
