/** A path that cannot be read. */
export interface Unreadable {
  readonly path: string;
  readonly message: string;
}
