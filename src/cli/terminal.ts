/** The part of an output stream that is needed. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** The streams and the current folder of a command. */
export interface Terminal {
  readonly cwd: string;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly stdin?: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
}

/** Whether an output shows colours: only a terminal does, unless `NO_COLOR` says otherwise (https://no-color.org). */
export function showsColor({ isTTY }: Pick<Screen, 'isTTY'>): boolean {
  return isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
