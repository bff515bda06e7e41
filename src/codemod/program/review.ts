import type { ChangedMember } from '../../messages/program.js';
import type { Warning } from '../../messages/warn.js';
import { warningOf } from '../analyze/manual-review.js';
import { bindingOf, calleeOf, keyName, memberName, placeOf } from '../ast/nodes.js';
import { parseSource } from '../ast/parse.js';
import type { NodePath, t } from '../ast/path.js';
import { openProgram } from '../ast/scopes.js';
import { isPartOfServer } from '../detect/module-uses.js';
import { requiredModule } from '../detect/module-value.js';
import type { Edit } from '../edits/edits.js';
import type { FileSurvey, Finding, Place } from '../types.js';
import { type Change, changedMember, isKeptByDropIn, objectOf } from './changed-members.js';
import { globalTypes } from './global-types.js';
import { isFromModule, Receivers } from './receivers.js';
import { factsOf, lostGuard, type ProgramFacts } from './root-middleware.js';

/** A parsed file. */
export interface ProgramFile {
  readonly code: string;
  readonly program: NodePath<t.Program>;
}

interface ProgramReview {
  /** These findings neither stop the migration of origins, nor get a TODO comment. */
  readonly findings: readonly Finding[];
  /** These edits only rewrite the global types of v2. */
  readonly edits: readonly Edit[];
}

interface ReviewOptions {
  /** The other files of the package. */
  readonly others?: readonly FileSurvey[];
  /** Whether the package's server becomes the drop-in, which keeps most of v2's behaviour. */
  readonly becomesDropIn?: boolean;
  /** Whether the code already runs Socket.IO 3 or 4. Then no namespace loses a guard. */
  readonly isModern?: boolean;
  /** Whether a node must not be edited. Default: none. */
  readonly isFrozen?: (node: t.Node) => boolean;
}

/**
 * Finds what v4 changes in a program besides its CORS settings: members that are gone or have another shape,
 * `socket.request.res`, namespaces that lose the guard of the main one, and the global types of v2.
 *
 * @param file code for Socket.IO v2, or for v4: the same members throw or are undefined there
 * @example reviewProgram(file).findings // V2_API_CHANGED for io.sockets.connected[id]
 */
export function reviewProgram(
  file: ProgramFile,
  { others = [], becomesDropIn = false, isModern = false, isFrozen = () => false }: ReviewOptions = {},
): ProgramReview {
  const { program, code } = file;
  const who = new Receivers(program, isModern);
  const changes = new Map<Change, Place[]>();
  const add = (change: Change | undefined, { node }: NodePath) => {
    if (change !== undefined && !(becomesDropIn && isKeptByDropIn(change)))
      changes.set(change, [...(changes.get(change) ?? []), placeOf(node)]);
  };
  const visit = (name: string | undefined, path: NodePath) => {
    if (name !== undefined) add(changedMember(name, path, who), path);
  };
  program.traverse({
    MemberExpression: (path) => visit(memberName(path), path),
    OptionalMemberExpression: (path) => visit(memberName(path), path),
    CallExpression: (path) => {
      add(callOfNamespaceImport(path), path);
      if (isPartOfServer(requiredModule(path) ?? '')) add("require('socket.io/lib/socket')", path);
    },
    ImportDeclaration: (path) => {
      if (isPartOfServer(path.node.source.value)) add("require('socket.io/lib/socket')", path);
    },
    // const { res } = socket.request
    ObjectProperty: (path) => {
      const isTaken =
        path.parent.type === 'ObjectPattern' && path.parentPath.parentPath?.is('VariableDeclarator');
      if (isTaken && objectOf(path).node) visit(keyName(path.node), path);
    },
  });
  const findings = [...changes].flatMap(([member, places]) =>
    findingsAt(places, (lines) =>
      member === 'socket.request.res'
        ? warningOf('REQUEST_RES_IS_GONE', { lines })
        : warningOf('V2_API_CHANGED', { member, lines }, member),
    ),
  );
  if (!becomesDropIn && !isModern) findings.push(...lostGuards(factsOf(program, who), others));
  const { edits, ...types } = globalTypes(program, code, isFrozen, !becomesDropIn && !isModern);
  for (const [isRewritten, paths] of [[true, types.rewritten] as const, [false, types.left] as const]) {
    const names = unique(paths.map(({ start, end }) => code.slice(start, end))).join(', ');
    const places = paths.map(({ node }) => placeOf(node));
    const warn = (lines: number[]) =>
      warningOf('GLOBAL_TYPES_ARE_GONE', { names, lines, isRewritten }, names);
    findings.push(...findingsAt(places, warn, isRewritten ? 'migrated' : 'manual'));
  }
  return { findings: findings.sort(byPlace), edits };
}

/**
 * Finds what v4 changes for the scripts in a page. Scripts that do not parse, for example in a template, are left out.
 *
 * @param html the page, or a file that holds nothing but a client
 */
export function reviewPage(html: string): readonly Finding[] {
  const parsed = parseSource(scriptsIn(html), 'page.js');
  if (!('type' in parsed)) return [];
  return reviewProgram({ code: html, program: openProgram(parsed) }).findings;
}

/** The finding for a file that is, or bundles, a v2 client. Such files are not parsed. */
export function reviewClientBundle(code: string): readonly Finding[] {
  if (!isV2ClientBundle(code)) return [];
  return [{ ...warningOf('V2_CLIENT_IN_THE_TREE', {}), line: 1, column: 1, action: 'manual' }];
}

/** The middleware and the namespaces of a file, for its survey. */
export function programFacts(program: NodePath<t.Program>): ProgramFacts {
  return factsOf(program, new Receivers(program));
}

/** The finding about the namespaces of a file that lose the guard of the main one. */
function lostGuards(own: ProgramFacts, others: readonly FileSurvey[]): Finding[] {
  const { namespaces, root } = lostGuard(own, others);
  const names = unique(namespaces.map(({ name }) => name ?? 'a namespace with a computed name')).join(', ');
  const guard = root?.path === undefined ? `line ${root?.line}` : `${root.path}:${root.line}`;
  return findingsAt(
    namespaces.map(({ place }) => place),
    (lines) =>
      warningOf(
        'ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES',
        {
          ...{ namespaces: names, lines, root: guard },
          first: namespaces.find(({ name }) => name !== null)?.name ?? undefined,
          isGateway: namespaces.every((one) => one.isGateway),
        },
        names,
      ),
  );
}

/** `io(url)`, if `io` comes from `import * as io from 'socket.io-client'`. */
function callOfNamespaceImport(call: NodePath<t.CallExpression>): ChangedMember | undefined {
  const callee = calleeOf(call);
  if (!isFromModule(callee, 'socket.io-client')) return undefined;
  return bindingOf(callee)?.path.node.type === 'ImportNamespaceSpecifier'
    ? "import * as io from 'socket.io-client'"
    : undefined;
}

/** One finding for several places, at the first one; none without places. */
function findingsAt(
  places: readonly Place[],
  warn: (lines: number[]) => Warning,
  action: Finding['action'] = 'manual',
): Finding[] {
  const sorted = [...places].sort(byPlace);
  return sorted
    .slice(0, 1)
    .map((place) => ({ ...warn(unique(sorted.map(({ line }) => line))), ...place, action }));
}

function byPlace(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/**
 * Whether code is, or bundles, a client of Socket.IO before 3: it has the banner of such a release, or the table of events
 * that is in each release of 1.x and 2.x, and in no later one.
 *
 * @example isV2ClientBundle('/*!\n * Socket.IO v2.5.0\n …') // true
 */
function isV2ClientBundle(code: string): boolean {
  return (
    /^\s*\/\*!\s*\*?\s*Socket\.IO v[12]\.\d/.test(code) ||
    (code.includes('connect_timeout') &&
      /connect_timeout['"]?\s*:\s*1\s*,\s*['"]?connecting['"]?\s*:\s*1/.test(code))
  );
}

/**
 * The scripts in a page as code at the same places: everything else is white space.
 *
 * @example scriptsIn('<p><script>io()</script>') // '           io()         '
 */
function scriptsIn(html: string): string {
  const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');
  let code = '';
  let end = 0;
  for (const match of html.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script/gi)) {
    const [, tag = '', script = ''] = match;
    const start = match.index + tag.length;
    const isCode =
      !/\btype\s*=\s*["']?(?!text\/javascript|application\/javascript|module|text\/babel)[\w/]/i.test(tag);
    code += blank(html.slice(end, start)) + (isCode ? `${script};`.slice(0, -1) : blank(script));
    end = start + script.length;
  }
  return code + blank(html.slice(end));
}
