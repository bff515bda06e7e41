import fc from 'fast-check';
import { entry, origins, release } from '../v2/arbitraries.js';

const semantics = fc.constantFrom('documented' as const, 'exact' as const);
const missingOrigin = fc.constantFrom('as-v2' as const, 'allow' as const);
export const translateOptions = fc.record({ from: release, semantics, missingOrigin });

/** Settings that can be written as literals. */
export const settings = fc.oneof(
  { weight: 6, arbitrary: fc.record({ origins }) },
  { weight: 1, arbitrary: fc.record({ origins: fc.constantFrom(null, false, '', 0) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      origins,
      originsCalls: fc.array(fc.array(entry, { maxLength: 3 }), { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ origins, handlePreflightRequest: fc.constant(false) }) },
);
