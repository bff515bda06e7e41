/** Whether standard output shows colours: on a terminal alone, unless `NO_COLOR` says otherwise (https://no-color.org). */
export function showsColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
