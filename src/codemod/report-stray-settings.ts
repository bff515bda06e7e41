import { warningOf } from './analyze/warning-of.js';
import { evaluate } from './ast/evaluate.js';
import type { NodePath, t } from './ast/types.js';
import { nameOf } from './ast/unwrap.js';
import type { FoundServers } from './detect/find-servers.js';
import { foreignClass, foreignConstruction } from './detect/foreign-construction.js';
import { handleOf, type MethodCall } from './detect/handle.js';
import { looksLikeSocketIo } from './detect/looks-like-socket-io.js';
import { mayBeServer } from './detect/may-be-server.js';
import type { ServerSite } from './detect/server-site.js';
import { strayCheck } from './detect/stray-check.js';
import { strayOrigins } from './detect/stray-origins.js';
import { WRAPPERS } from './detect/wrappers.js';
import { leaveToPerson } from './edits/insert-todo.js';
import type { SourceFile } from './edits/source-file.js';

/**
 * Reports what looks like settings of Socket.IO v2 and belongs to no server that the file makes. What may be another
 * software's stays as it is, byte for byte; what can be Socket.IO's alone gets a comment.
 *
 * @returns whether a server of another file may admit fewer than its own file says
 */
export function reportStraySettings(file: SourceFile, { sites, strayCalls }: FoundServers): boolean {
  let mayRestrict = false;
  for (const method of strayCalls) {
    if (!looksLikeSocketIo(method) && !mayBeServer(method, sites)) continue;
    file.report('ORIGINS_CALL_ON_UNKNOWN_RECEIVER', {}, method.call.node, 'manual', 'origins');
    mayRestrict ||= !setsEveryone(method);
  }
  const wrapper = importedWrapper(file);
  const known = new Set<t.Node>(
    sites.flatMap(({ call, methodCalls }) => [call.node, ...methodCalls.map((method) => method.call.node)]),
  );
  const visitCall = (path: NodePath<t.CallExpression> | NodePath<t.NewExpression>) => {
    const call = path as NodePath<t.CallExpression | t.NewExpression>;
    const origins = known.has(call.node) || wrapper !== undefined ? undefined : strayOrigins(call);
    const why = call.isCallExpression() ? foreignConstruction(call) : undefined;
    if (why !== undefined) file.report('OPTIONS_NOT_READABLE', { why }, call.node, 'manual');
    else if (origins) file.report('ORIGINS_OPTION_OUT_OF_REACH', {}, origins.node, 'manual', 'origins');
  };
  const visitClass = (path: NodePath<t.ClassDeclaration> | NodePath<t.ClassExpression>) => {
    const found = foreignClass(path as NodePath<t.Class>);
    if (found) file.report('OPTIONS_NOT_READABLE', { why: found.why }, found.node, 'manual');
  };
  const visit = (path: NodePath<t.ObjectProperty> | NodePath<t.ObjectMethod>) => {
    const { node } = path;
    if (file.settled.has(node) || !path.parentPath?.isObjectExpression()) return;
    const name = nameOf(node.key, node.computed);
    // No other software has an option of that name.
    if (name === 'handlePreflightRequest')
      leaveToPerson(file, path, warningOf('PREFLIGHT_OPTION_OUT_OF_REACH', {}, name));
    else if (name === 'origins' && wrapper !== undefined)
      file.report('WRAPPER_NOT_MIGRATED', { wrapper }, node, 'manual', name);
  };
  file.program.traverse({
    ObjectProperty: visit,
    ObjectMethod: visit,
    CallExpression: visitCall,
    NewExpression: visitCall,
    ClassDeclaration: visitClass,
    ClassExpression: visitClass,
    AssignmentExpression(path) {
      const { left } = path.node;
      const check = isOwn(path.get('left') as NodePath, sites) ? undefined : strayCheck(path);
      if (check !== undefined) {
        mayRestrict = true;
        if (check === 'likely') file.report('ORIGINS_SET_LATER', {}, left, 'manual', 'origins');
        else leaveToPerson(file, path.get('left') as NodePath, warningOf('ORIGINS_SET_LATER', {}, 'origins'));
      }
      if (
        left.type !== 'MemberExpression' ||
        nameOf(left.property, left.computed) !== 'handlePreflightRequest'
      )
        return;
      if (!file.settled.has(path.node))
        leaveToPerson(file, path, warningOf('PREFLIGHT_OPTION_OUT_OF_REACH', {}, 'handlePreflightRequest'));
    },
  });
  return mayRestrict;
}

/** Whether a call lets everyone in, as far as it is written out. */
function setsEveryone({ call, name }: MethodCall): boolean {
  const argument = (call.get('arguments') as NodePath[])[name === 'set' ? 1 : 0];
  const value = argument && evaluate(argument)?.value;
  return (typeof value === 'string' || Array.isArray(value)) && value.includes('*:*');
}

/** Whether a member is one of a server that the file makes, which is migrated with it. */
function isOwn(member: NodePath, sites: readonly ServerSite[]): boolean {
  const place = handleOf(member);
  return sites.some(({ handles }) => handles.some(({ root }) => root === place?.root));
}

/** The package that a file makes its server through, if it names one. */
function importedWrapper({ code }: SourceFile): string | undefined {
  return WRAPPERS.find((name) => code.includes(`'${name}'`) || code.includes(`"${name}"`));
}
