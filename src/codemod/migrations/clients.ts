import { verbatim } from '../../print/source-style.js';
import { propertyOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { editProperties } from '../edits/options.js';
import type { SourceFile } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';
import type { Frozen } from '../edits/todo.js';
import { isFromModule } from '../program/receivers.js';

const CLIENT = 'socket.io-client';

/**
 * Migrates the options of v2 clients: `transportOptions.polling.extraHeaders`, which v2 needed in browsers, becomes
 * `extraHeaders`, and `withCredentials: true` is added, because v2 sent credentials by default. For other clients, one
 * finding says that they send none any more. Clients that stay on v2 stay as they are: in browsers, v2 only reads headers for
 * polling from `transportOptions`.
 */
export function migrateClients(file: SourceFile, frozen: Frozen): void {
  if (file.options.keepV2Clients === true || !file.code.includes(CLIENT)) return;
  let silent: t.Node | undefined;
  file.program.traverse({
    CallExpression(call) {
      if (!isFromModule(call.get('callee'), CLIENT)) return;
      const args = call.get('arguments').map((argument) => unwrap(argument));
      const options = args.find((argument) => argument.is('ObjectExpression'));
      if (options && !frozen.touches(call)) migrateClient(file, options);
      if (options ? !mayAskForCredentials(options) : args.length === 1) silent ??= call.node;
    },
  });
  // Once, and only in an upgrade: most clients do not need cookies.
  const isAtHand = file.options.from !== undefined || file.edits.edits.length > 0;
  if (silent !== undefined && isAtHand) file.report('CLIENT_WITHOUT_CREDENTIALS', {}, silent);
}

function mayAskForCredentials(options: NodePath<t.ObjectExpression>): boolean {
  return propertyOf(options, 'transportOptions') !== undefined || maySetCredentials(options);
}

function maySetCredentials(options: NodePath<t.ObjectExpression>): boolean {
  return (
    propertyOf(options, 'withCredentials') !== undefined ||
    options.node.properties.some(({ type }) => type === 'SpreadElement')
  );
}

function migrateClient(file: SourceFile, options: NodePath<t.ObjectExpression>): void {
  const transports = propertyOf(options, 'transportOptions');
  const polling = objectOf(transports, 1);
  const headers = objectOf(polling && propertyOf(polling, 'polling'), 1);
  const extra = headers && propertyOf(headers, 'extraHeaders');
  if (!transports || !extra?.is('ObjectProperty') || propertyOf(options, 'extraHeaders') !== undefined)
    return;
  const value = extra.get('value');
  const properties = [
    `extraHeaders: ${verbatim(dedented(file, value.node, file.text(value.node), transports.node))}`,
  ];
  const isSet = maySetCredentials(options);
  if (!isSet) properties.push('withCredentials: true');
  editProperties(file, options, [transports], properties, [value]);
  file.report('REWRITTEN_FOR_V4', { kind: 'extra-headers' }, transports.node, 'transportOptions');
  if (!isSet) file.report('CLIENT_CREDENTIALS_ARE_OPT_IN', {}, transports.node, 'withCredentials');
}

/** The object in a property, if it has at most so many properties. */
function objectOf(property: NodePath | undefined, most: number): NodePath<t.ObjectExpression> | undefined {
  if (!property?.is('ObjectProperty')) return undefined;
  const value = unwrap(property.get('value'));
  return value.is('ObjectExpression') && value.node.properties.length <= most ? value : undefined;
}
