/** Something that is to stand whatever it is given. */
export interface Target {
  readonly name: string;
  /** What to begin with. */
  readonly seeds: readonly string[];
  /** What to put in between. */
  readonly dictionary: readonly string[];
  /** Throws where something is wrong. */
  run(input: string): void | Promise<void>;
  close?(): Promise<void>;
}
