import type { NodePath } from '../ast/types.js';
import { type Releases, readOrigins } from './read-origins.js';
import { type SettingValue, settingValue } from './setting-value.js';

/** Whether a value of `origins` is written out, and lets everyone in. */
export function admitsEveryone(path: NodePath, releases: Releases): boolean {
  const value: SettingValue = settingValue(path);
  if (value.kind !== 'static') return false;
  return readOrigins(undefined, [value.value], releases, path.node).rule.kind === 'everyone';
}
