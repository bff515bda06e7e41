import type { MigratedFile, MigrateFile } from './migrate-file.js';

/**
 * Migrates files while git looks for more of them; nothing is written. Nothing depends on it: what it has not come to is
 * left to whoever goes through all of them.
 */
export class EarlyMigration {
  readonly #waiting: string[] = [];
  #isOver = false;
  #wake = (): void => undefined;

  /** Takes a file that has been found. */
  add(path: string): void {
    this.#waiting.push(path);
    this.#wake();
  }

  /** Says that all are found. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /**
   * Migrates what is added, until all are found.
   *
   * @returns what migrates a file, and has it done where it was done here
   */
  async work(migrate: MigrateFile): Promise<MigrateFile> {
    const done = new Map<string, Promise<MigratedFile | undefined>>();
    while (!this.#isOver) {
      const path = this.#waiting.shift();
      if (path === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else {
        const result = migrate(path);
        done.set(path, result);
        // Whoever asks for it is told of its failure.
        await result.catch(() => undefined);
        // What git has said by now is heard.
        await new Promise(setImmediate);
      }
    }
    return (path) => done.get(path) ?? migrate(path);
  }
}
