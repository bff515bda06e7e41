/** As much of standard output as decides about colours. */
export interface Screen {
  readonly isTTY?: boolean;
}

/** Whether standard output shows colours: on a terminal alone, unless `NO_COLOR` says otherwise (https://no-color.org). */
export function showsColour({ isTTY }: Screen): boolean {
  return isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
