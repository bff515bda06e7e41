import { holds, rewrap, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { functionBinding, standsFor } from '../ast/values.js';
import { moduleValue } from '../detect/module-value.js';
import { namesRelease } from '../detect/prefilter.js';
import type { ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { TODO_MARK } from '../edits/todo.js';
import { corsOf } from './cors.js';
import { bailOnOrigins, type ManualReview, unlessReview } from './manual-review.js';

// Code for both v2 and v4, which finds out at run time which of them is installed.

/** Whether a server is one of v2 that has not been migrated. In v2's notation with `cors`, it runs on v4. */
function isOfV2(site: ServerSite): boolean {
  return site.notation === 'v2' && corsOf(site) === undefined;
}

/**
 * `Server ? new Server(server, { cors }) : require('socket.io')(server, { origins })`
 *
 * @throws ManualReview if a file creates servers of v2 and of v4: one may be made in place of the other
 */
export function requireNoChoice(file: SourceFile, site: ServerSite, sites: readonly ServerSite[]): void {
  // An earlier run may have migrated one of two servers.
  if (file.code.includes(TODO_MARK)) return;
  if (sites.some(({ notation }) => notation === 'v4') && sites.some(isOfV2))
    bailOnOrigins(
      site.call,
      'the file creates a server for v2 and one for v4, which may replace it and check no handshake',
    );
}

/**
 * `if (require('socket.io/package.json').version.startsWith('2.')) io.origins(list)`, `if (!socketIo.Server) io.origins(list)`
 *
 * @throws ManualReview if a condition of the file reads which release is installed: on v4 it has another result
 */
export function requireNoReleaseTest(file: SourceFile): void {
  const names = [
    ...(namesRelease(file.code) ? [namesRelease] : []),
    ...(file.others.some(({ readsRelease }) => readsRelease) ? [loadsOwnFile] : []),
  ];
  requireNoTest(
    file.program,
    (test) =>
      (names.length > 0 &&
        standsFor(test).some(({ node }) => names.some((isNamed) => isNamed(file.text(node))))) ||
      holds(test, isAskedExport),
  );
}

/**
 * Finds what the drop-in server cannot keep: a condition on the release, which is v4's there too.
 *
 * @returns the review that it asks for
 */
export function releaseReview(file: SourceFile, sites: readonly ServerSite[]): ManualReview | undefined {
  return unlessReview(() => {
    requireNoReleaseTest(file);
    for (const site of sites) {
      requireNoChoice(file, site, sites);
      const calls = site.methodCalls.map(({ call }) => call);
      requireNoMemberTest(file, site, calls);
    }
  }) as ManualReview | undefined;
}

/** Whether code loads another file of the app. */
function loadsOwnFile(code: string): boolean {
  return /(?:\brequire|\bimport|\bfrom)\s*\(?\s*["'`]\.{1,2}\//.test(code);
}

/**
 * `if (io.nsps) io.origins(list)`, `if (typeof io.fetchSockets !== 'function') io.origins(list)`
 *
 * @param places where origins are set
 * @throws ManualReview if a condition for one of them asks for a member of the server, which may differ on v4
 */
export function requireNoMemberTest(
  file: SourceFile,
  { asked }: ServerSite,
  places: readonly NodePath[],
): void {
  const members = new Set(asked.map(({ node }) => node));
  if (members.size === 0) return;
  const decided = [...places];
  // The loop also visits what it adds: a function that sets origins is called under a condition.
  for (const place of decided) {
    const owner = place.getFunctionParent();
    const calls = (owner && functionBinding(owner)?.referencePaths) ?? [];
    decided.push(...calls.filter((call) => !decided.includes(call)));
  }
  requireNoTest(
    file.program,
    (test) =>
      decided.some((place) => decides(file, test, place)) &&
      standsFor(test).some((one) => holds(one, ({ node }) => members.has(node))),
  );
}

/** Whether a test decides if a place is reached: it is around it, or leads out of the block before it. */
function decides(file: SourceFile, { parentPath: owner }: NodePath, place: NodePath): boolean {
  if (owner === null || place.isDescendant(owner)) return true;
  const isBefore = owner.end <= place.start;
  const leaves = owner.is('IfStatement') && /\b(?:return|throw|break|continue)\b/.test(file.text(owner.node));
  return isBefore && leaves && place.isDescendant(owner.parentPath);
}

/** @throws ManualReview if a condition of the program reads what differs between v2 and v4 */
function requireNoTest(program: NodePath<t.Program>, differs: (test: NodePath) => boolean): void {
  const visit = (test: NodePath) => {
    if (test.node && differs(test))
      bailOnOrigins(
        test,
        'this condition depends on the installed release of Socket.IO, and has another result on v4',
      );
  };
  const visitTest = (path: NodePath) => visit(path.get('test'));
  program.traverse({
    IfStatement: visitTest,
    ConditionalExpression: visitTest,
    ForStatement: visitTest,
    WhileStatement: visitTest,
    DoWhileStatement: visitTest,
    LogicalExpression: (path) => {
      // Visits each operand of a && b && c once.
      const left = unwrap(path.get('left'));
      visit(left.is('LogicalExpression') ? left.get('right') : left);
    },
    SwitchStatement: (path) => visit(path.get('discriminant')),
    // configure[major](io)
    MemberExpression: (path) => path.node.computed && visit(path.get('property')),
  });
}

/** `socketIo.listen`, which only v2 has, or `socketIo.Namespace`, which only v4 has: asked for, but not called. */
function isAskedExport(path: NodePath): boolean {
  const { key, parentPath: parent } = rewrap(path);
  // The name of a member, or of a property
  if (path.is('Identifier') && !path.isReferencedIdentifier()) return false;
  if (key === 'callee' || parent?.is('BinaryExpression', { operator: 'instanceof' })) return false;
  return /^(?:[A-Z]\w*|length|listen|name|protocol|version)$/.test(
    moduleValue(path, ['socket.io', 'engine.io'])?.name ?? '',
  );
}
