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

/** A line on a terminal that shows the progress of a long run. Other outputs get nothing. */
export interface ProgressLine {
  show(done: number, all: number): void;
  clear(): void;
}

const FROM = 500;
const EVERY_MS = 100;

export function progressLine(stream: Screen): ProgressLine {
  let last = 0;
  let isShown = false;
  return {
    show(done, all) {
      if (!stream.isTTY || all < FROM || Date.now() - last < EVERY_MS) return;
      last = Date.now();
      isShown = true;
      stream.write(`\r\x1b[K${done} of ${all} files`);
    },
    clear() {
      if (isShown) stream.write('\r\x1b[K');
    },
  };
}
