import type { Target } from '../target.js';
import { codemodTarget } from './codemod.js';
import { decideTarget } from './decide.js';
import { doctorTarget } from './doctor.js';
import { dropInTarget } from './drop-in.js';
import { settingsTarget } from './settings.js';

/** All that is fuzzed. */
export const TARGETS: readonly Target[] = [
  decideTarget,
  settingsTarget,
  codemodTarget,
  doctorTarget,
  dropInTarget,
];
