/** What a command leaves behind; printing and exiting is the caller's. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1 | 2 | 3;
}
