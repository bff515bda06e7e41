import type { NodePath } from './babel.js';
import { handleOf } from './server-handle.js';
import type { ServerSite } from './server-site.js';
import type { SourceFile } from './source-file.js';
import { memberName } from './unwrap.js';

/** Where v2's server keeps its check, so that apps could put theirs there. */
const PARTS_OF_CHECK = /^(?:\.checkRequest|\._origins|\.origins|\.(?:eio|engine)\.allowRequest)$/;

/**
 * Finds where a server's own check is taken out or replaced, behind the settings.
 *
 * @example overriddenCheck(file, site) // for `io.checkRequest = check`, and for `const set = io.origins`
 */
export function overriddenCheck(file: SourceFile, { handles }: ServerSite): NodePath | undefined {
  let found: NodePath | undefined;
  if (!/checkRequest|_origins|allowRequest\s*=|\.origins\b(?!\s*[(.])/.test(file.code)) return undefined;
  file.program.traverse({
    MemberExpression(path) {
      const handle = handleOf(path as NodePath);
      const owner =
        handle && handles.find(({ root, path: at }) => root === handle.root && isBelow(handle.path, at));
      if (!handle || !owner || !PARTS_OF_CHECK.test(handle.path.slice(owner.path.length))) return;
      const isCalled = path.parentPath?.isCallExpression() && path.key === 'callee';
      const isGoneThrough = path.parentPath?.isMemberExpression() && path.key === 'object';
      if (memberName(path as NodePath) === 'origins' && (isCalled || isGoneThrough)) return;
      found ??= path as NodePath;
    },
  });
  return found;
}

function isBelow(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`);
}
