import { type Openness, pollingOpenness } from '../openness.js';
import type { Survey } from '../survey.js';

/** The foreign origin that was asked for, where it gets just so far over polling; else none. */
export function strangersAt(survey: Survey, level: Openness): readonly string[] {
  if (pollingOpenness(survey, 'foreign') !== level) return [];
  const foreign = survey.rows.filter(({ page }) => page.role === 'foreign');
  return foreign.slice(0, 1).map(({ page }) => page.origin);
}
