import { join } from 'node:path';
import type { t } from '../ast/path.js';
import { PARTS } from '../detect/packages.js';
import { type Entry, entriesAt, entriesOf, parseJson } from './json.js';
import { ancestors, readTextIfAny } from './read.js';
import { isBefore } from './releases.js';

/** A release of a package that is installed even if a dependency asks for another one. */
export interface Pin {
  readonly name: string;
  /** As it is written. */
  readonly range: string;
  /** The setting with the pin. */
  readonly found: string;
  /** Its entry, in the file that is migrated. */
  readonly at?: Entry;
}

const SETTINGS: readonly (readonly string[])[] = [['overrides'], ['resolutions'], ['pnpm', 'overrides']];

/** The pins in a package.json, also within those of others: `{ "socket.io": { "engine.io": "3.6.2" } }`. */
export function pinsIn(root: t.Node): Pin[] {
  const pinsOf = (found: string, at: Entry, outer = ''): Pin[] => [
    ...pinOf(at.name === '.' ? outer : outer + at.name, at.text, found).map((pin) => ({ ...pin, at })),
    ...entriesOf(at.node.value).flatMap((inner) => pinsOf(found, inner, `${outer}${at.name}>`)),
  ];
  return SETTINGS.flatMap((path) => entriesAt(root, path).flatMap((one) => pinsOf(path.join('.'), one)));
}

/**
 * The pins in the files around a package: in the package.json of its workspace, or in the pnpm-workspace.yaml, which is where
 * pnpm 10 keeps them.
 *
 * @param isMigrated whether a file is migrated itself, so that its pins are reported there
 */
export function pinsAround(folder: string, isMigrated: (path: string) => boolean): Pin[] {
  return ancestors(folder).flatMap((at) => {
    const yaml = readTextIfAny(join(at, 'pnpm-workspace.yaml')) ?? '';
    const [, overrides = ''] = /^overrides:.*\n((?:[ \t].*\n?|\r?\n)*)/m.exec(yaml) ?? [];
    const lines = overrides.matchAll(/^\s+(['"]?)([^'"#\n]+)\1:[ \t]+['"]?([^'"#\n]+)/gm);
    const path = join(at, 'package.json');
    const isOuter = at !== folder && !isMigrated(path);
    return [
      ...[...lines].flatMap(([, , key = '', range = '']) =>
        pinOf(key, range.trim(), 'the overrides in pnpm-workspace.yaml'),
      ),
      ...(isOuter ? pinsInText(readTextIfAny(path) ?? '{}') : []),
    ];
  });
}

function pinsInText(code: string): Pin[] {
  try {
    return pinsIn(parseJson(code)).map(({ name, range, found }) => ({
      ...{ name, range },
      found: `${found} in the package.json of the workspace`,
    }));
  } catch {
    return [];
  }
}

/**
 * Reads a pin as npm, pnpm and Yarn write it.
 *
 * @returns none if it is only for dependents or requests of v2, so that it has no effect on v4
 * @example pinOf('socket.io>engine.io', '3.6.2', 'overrides') // for engine.io
 * @example pinOf('socket.io@2>engine.io', '3.6.2', 'overrides') // none
 */
function pinOf(key: string, range: string, found: string): Pin[] {
  const steps = key
    .split(/(?<=[^ |@])>/)
    .flatMap((part) => part.match(/(?:@[^/@]+\/)?[^/]+/g) ?? [])
    .map((step) => /^(.[^@]*)(?:@(?:npm:)?(.+))?$/.exec(step) ?? []);
  const isForV2 = steps.some(([, name = '', asked]) => isBefore(asked, PARTS.get(name) ?? '0.0.0'));
  const name = steps.at(-1)?.[1];
  return isForV2 || name === undefined ? [] : [{ name, range, found }];
}
