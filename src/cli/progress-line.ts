/** A line on a terminal that says how far a long run is; nothing elsewhere. */
export interface ProgressLine {
  show(done: number, all: number): void;
  clear(): void;
}

const FROM = 500;
const EVERY_MS = 100;

export function progressLine(stream: {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}): ProgressLine {
  let last = 0;
  let shown = false;
  return {
    show(done, all) {
      if (!stream.isTTY || all < FROM || Date.now() - last < EVERY_MS) return;
      last = Date.now();
      shown = true;
      stream.write(`\r\x1b[K${done} of ${all} files`);
    },
    clear() {
      if (shown) stream.write('\r\x1b[K');
    },
  };
}
