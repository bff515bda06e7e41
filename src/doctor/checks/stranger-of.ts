import type { Survey } from '../survey.js';

/** The foreign origin that was asked for. */
export const strangerOf = ({ rows }: Survey): string =>
  rows.find(({ page }) => page.role === 'foreign')?.page.origin ?? 'a foreign origin';
