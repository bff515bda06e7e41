import type { t } from '../ast/types.js';

/** What is to become of a name that made servers on v2. */
export interface ImportPlan {
  readonly specifier: t.Node;
  /** The name to call instead; none where it is `Server` of this one. */
  readonly local: string | undefined;
  readonly becomesNamespace: boolean;
  /** Whether nobody uses it any more, once all servers have been looked at. */
  isGone(): boolean;
}
