/** What the command says to whoever called it. */
export const ExitCode = {
  nothingLeft: 0,
  /** With `--check`: there are changes to make. */
  changesToMake: 1,
  /** Something needs a person. */
  needsPerson: 2,
  /** Usage, an unreadable path, a file that does not parse. */
  failed: 3,
} as const;
