import { warningOf } from '../analyze/warning-of.js';
import { memberName, nameOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import type { Context } from '../context.js';
import { looseGateway } from '../detect/nest-sites.js';
import type { FoundServers } from '../detect/servers.js';
import { strayOrigins } from '../detect/stray-origins.js';
import type { UnresolvedSetting } from '../detect/unresolved.js';
import { WRAPPERS } from '../detect/wrappers.js';
import type { SourceFile } from '../edits/source-file.js';
import { reportManual } from '../edits/todo.js';

/**
 * Reports the uses of Socket.IO in a file that belong to none of its servers: uses of the module that cannot be followed,
 * settings on unknown receivers, options for unknown callees. A place that can only be Socket.IO's gets a comment. One that
 * may belong to other software keeps its bytes.
 */
export function reportUnresolved(
  file: SourceFile,
  { sites, unfollowed }: FoundServers,
  settings: readonly UnresolvedSetting[],
  { isModern }: Context,
): void {
  if (!isModern)
    for (const { path, why } of unfollowed)
      reportManual(file, path, warningOf('SERVER_NOT_FOLLOWED', { why }));
  const sharesServer = file.options.others?.some(({ makesServers }) => makesServers > 0) ?? false;
  for (const { path, isLikely, kind } of settings) {
    if (!isLikely && sites.length === 0 && !sharesServer) continue;
    const warning = warningOf(
      'ORIGINS_CALL_ON_UNKNOWN_RECEIVER',
      {},
      kind === 'attach' ? 'allowRequest' : 'origins',
    );
    // Server.prototype.checkRequest = check
    const isProven = path.isMemberExpression() && memberName(path.get('object') as NodePath) === 'prototype';
    if (isProven) reportManual(file, path, warning);
    else file.reportWarning(warning, path.node, 'manual');
  }
  reportOptions(file, sites);
}

const NOT_PROVEN = 'the code does not prove that they are for Socket.IO (if they are not, leave them)';
const NO_KNOWN_SERVER = 'the code does not show which server these options are for';

/** Reports v2's options that are passed to an unknown callee, or assigned. */
function reportOptions(file: SourceFile, sites: FoundServers['sites']): void {
  const wrapper = WRAPPERS.find((name) => file.code.includes(`'${name}'`) || file.code.includes(`"${name}"`));
  const known = new Set<t.Node>(
    sites.flatMap(({ call, methodCalls }) => [call.node, ...methodCalls.map((method) => method.call.node)]),
  );
  const visitCall = (path: NodePath<t.CallExpression> | NodePath<t.NewExpression>) => {
    const call = path as NodePath<t.CallExpression | t.NewExpression>;
    if (looseGateway(call))
      file.report(
        'OPTIONS_NOT_READABLE',
        { why: 'the decorator of the gateway is not applied here' },
        call.node,
        'manual',
      );
    const origins = known.has(call.node) || wrapper !== undefined ? undefined : strayOrigins(call);
    if (origins) file.report('ORIGINS_NOT_MIGRATED', { why: NOT_PROVEN }, origins.node, 'manual', 'origins');
  };
  const visit = (path: NodePath<t.ObjectProperty> | NodePath<t.ObjectMethod>) => {
    const { node } = path;
    if (file.handled.has(node) || !path.parentPath?.isObjectExpression()) return;
    const name = nameOf(node.key, node.computed);
    // No other software has an option of that name.
    if (name === 'handlePreflightRequest')
      reportManual(
        file,
        path as NodePath,
        warningOf('PREFLIGHT_HANDLER_NOT_MIGRATED', { why: NO_KNOWN_SERVER }, name),
      );
    else if (name === 'origins' && wrapper !== undefined)
      file.report('WRAPPER_NOT_MIGRATED', { wrapper }, node, 'manual', name);
  };
  file.program.traverse({
    ObjectProperty: visit,
    ObjectMethod: visit,
    CallExpression: visitCall,
    NewExpression: visitCall,
    AssignmentExpression(path) {
      const { left } = path.node;
      if (
        left.type === 'MemberExpression' &&
        nameOf(left.property, left.computed) === 'handlePreflightRequest' &&
        !file.handled.has(path.node)
      )
        reportManual(
          file,
          path as NodePath,
          warningOf('PREFLIGHT_HANDLER_NOT_MIGRATED', { why: NO_KNOWN_SERVER }, 'handlePreflightRequest'),
        );
    },
  });
}
