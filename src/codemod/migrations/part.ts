import type { Warning } from '../../messages/warn.js';
import { withTypes } from '../../print/source-text.js';
import type { LegacyServer, Server } from '../analyze/server.js';
import { bindingOf, rootOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { optionsArgument } from '../detect/server-site.js';
import type { Span } from '../edits/edits.js';
import { editOptions } from '../edits/options.js';
import type { SourceFile } from '../edits/source-file.js';
import { insertBefore } from '../edits/statements.js';

/**
 * The changes that one migration makes to a server. Nothing is edited before all migrations have returned their parts.
 */
export interface Part {
  /** Templates of statements to insert before the server. */
  readonly declarations?: readonly string[];
  /** The statement to insert them before, if it is not that of the server. */
  readonly before?: NodePath<t.Statement> | undefined;
  /** Templates of new options, each with the comments before it. */
  readonly options?: readonly (string | undefined)[];
  /** The names of the app's options that the new ones replace. */
  readonly replaced?: readonly string[];
  /** The spans of removed code that moves into the declarations or options. */
  readonly moved?: readonly Span[];
  /** Edits of the app's own code, and the reports about them. */
  edit?(): void;
  readonly findings?: readonly (readonly [warning: Warning, at: t.Node])[];
}

/** One step of the migration of a server. It returns what to change, and changes nothing. */
export type Migration<S extends Server = Server> = (file: SourceFile, server: S) => Part;

/** The migrations of each kind of server. */
export type Migrations = {
  readonly [Kind in Server['kind']]: readonly Migration<Extract<Server, { kind: Kind }>>[];
};

/** The changes to a server, by the migrations of its kind. */
export function partsOf(migrations: Migrations, file: SourceFile, server: Server): readonly Part[] {
  // The compiler does not see that each list is for servers of its kind.
  const ofKind = migrations[server.kind] as readonly Migration[];
  return ofKind.map((migrate) => migrate(file, server));
}

/** Makes the changes of all parts, in order: declarations, the app's own code, options. */
export function applyParts(file: SourceFile, server: Server, parts: readonly Part[]): void {
  if (server.kind === 'legacy')
    for (const { declarations = [], before } of parts)
      insertBefore(file, before ?? server.statement, declarations);
  for (const part of parts) part.edit?.();
  if (server.kind === 'legacy') changeOptions(file, server, parts);
  for (const { findings = [] } of parts)
    for (const [warning, at] of findings) file.reportWarning(warning, at, 'migrated');
}

function changeOptions(file: SourceFile, server: LegacyServer, parts: readonly Part[]): void {
  const needsTypes = file.style.typescript && !hasKnownType(server);
  const properties = parts
    .flatMap((part) => part.options ?? [])
    .filter((text) => text !== undefined)
    .map((text) => (needsTypes ? withTypes(text) : text));
  const replaced = parts.flatMap((part) => part.replaced ?? []);
  const moved = parts.flatMap((part) => part.moved ?? []);
  editOptions(file, server, properties, replaced, moved);
}

/** Whether an expression starts with the name of an import, which has types. What `require()` returns has none. */
function isImported(path: NodePath): boolean {
  const declared = bindingOf(rootOf(path))?.path;
  return declared?.parent?.type === 'ImportDeclaration' || declared?.is('TSImportEqualsDeclaration') === true;
}

/** Whether TypeScript infers the type of the options from the call, so that functions in them need no types. */
function hasKnownType({ site, options: { object } }: LegacyServer): boolean {
  if (site.notation === 'adapter' || !isImported(site.call.get('callee'))) return false;
  return object === undefined || optionsArgument(site)?.node === object.node;
}
