import { bindingOf, nameOf, propertyOf, propertyValue, rootOf, unwrap } from '../ast/nodes.js';
import { parseSource } from '../ast/parse.js';
import type { NodePath, t } from '../ast/path.js';
import { openProgram } from '../ast/scopes.js';
import { isSetAt, writtenValue } from '../ast/values.js';
import { handleOf } from '../detect/handle.js';
import { moduleValue } from '../detect/module-value.js';
import type { SourceFile } from '../edits/source-file.js';
import { functionOf } from './functions.js';

/**
 * The function that a name is imported as from another file of the program. Its code can be read, but not edited: its
 * positions are those of the other file.
 *
 * @returns undefined if it cannot be found, or the other file may export something else
 * @example importedFunction(file, check) // for `const { check } = require('./auth')`
 */
export function importedFunction(file: SourceFile, path: NodePath): NodePath<t.Function> | undefined {
  const exported = bindingOf(path) && exportedValue(file, path);
  return exported && functionOf(exported);
}

/**
 * The object that another file of the program exports.
 *
 * @example importedObject(file, options) // for `require('./options')`, and for `config.socket` of an import
 */
export function importedObject(file: SourceFile, path: NodePath): NodePath<t.ObjectExpression> | undefined {
  const exported = exportedValue(file, path);
  const object = exported && writtenValue(exported);
  return object?.is('ObjectExpression') ? object : undefined;
}

/** Follows an expression into the file that exports its value. */
function exportedValue(file: SourceFile, path: NodePath): NodePath | undefined {
  const name = unwrap(path);
  const root = rootOf(name);
  const binding = bindingOf(root);
  if (binding && !(binding.constant && isSetAt(binding, root))) return undefined;
  const place = binding?.path ?? root;
  const declared = binding && !place.is('VariableDeclarator') ? place.parentPath : place;
  if (!declared) return undefined;
  const [, module = ''] = /["'`](\.{1,2}\/[^"'`]+)["'`]/.exec(file.text(declared.node)) ?? [];
  const value = moduleValue(name, [module]);
  const source = value && file.options.load?.(module);
  const parsed = source && parseSource(source.code, source.path);
  if (!parsed || !('type' in parsed) || UNCERTAIN.test(source.code)) return undefined;
  // An import of the default export gets the whole module; require('./check').default is a member.
  const isWhole = value.kind !== 'member' && (value.kind !== 'default' || binding?.kind === 'module');
  const exportedAs = value.kind === 'default' ? 'default' : (value.name ?? '');
  const [exported, ...others] = exportsOf(openProgram(parsed), exportedAs, isWhole);
  return others.length === 0 ? exported : undefined;
}

/**
 * Code after which a file may lack some of its exports: it loads another file of the program, passes its exports on, or
 * deletes one. In a cycle of files, one is read before it has its exports.
 */
const UNCERTAIN =
  /\b(?:require|import|from)\s*\(?\s*["'`]\.|\b(?:require|import)\s*\(\s*(?!["'`][@\w])|\bexports\b(?!\s*(?:\.|=[^=]|,\s*["']__esModule))|\bdelete\b/;

/**
 * The values that a file exports under a name.
 *
 * @param isWhole whether an import by that name gets the whole `module.exports`
 */
function exportsOf(program: NodePath<t.Program>, name: string, isWhole: boolean): NodePath[] {
  const found: NodePath[] = [];
  program.traverse({
    ExportDefaultDeclaration: (path) => {
      const value = path.get('declaration');
      const isNamed = value.is('FunctionDeclaration') && value.node.id;
      if (name === 'default') found.push(isNamed ? value.get('id') : value);
    },
    ExportNamedDeclaration: (path) => {
      for (const one of path.get('specifiers')) {
        if (one.is('ExportSpecifier') && nameOf(one.node.exported) === name) found.push(one.get('local'));
      }
      const declaration = path.get('declaration');
      const declared = declaration.is('VariableDeclaration')
        ? declaration.get('declarations')
        : [declaration];
      for (const one of declared) {
        const id = one.node && 'id' in one.node ? one.get('id') : undefined;
        if (!id?.is('Identifier', { name })) continue;
        const isKept = program.scope.getBinding(name)?.constant && one.is('VariableDeclarator');
        found.push(isKept && one.node.init ? one.get('init') : id);
      }
    },
    ReturnStatement: (path) => {
      // The code after it may not run.
      if (!path.getFunctionParent()) found.push(path);
    },
    AssignmentExpression: (path) => {
      const target = handleOf(path.get('left'));
      const isCertain = path.parentPath?.parentPath?.is('Program') === true;
      // The assignment itself is not a function.
      const value = isCertain ? unwrap(path.get('right')) : path;
      const place = `${typeof target?.root === 'string' ? target.root : ''}${target?.path}`;
      if (place === 'module.exports') {
        const isWritten =
          value.is('ObjectExpression') && value.node.properties.every(({ type }) => type !== 'SpreadElement');
        const property = isWritten ? propertyOf(value, name) : undefined;
        found.push(isWhole ? value : property ? propertyValue(property) : path);
      } else if (place === `exports.${name}` || place === `module.exports.${name}`) found.push(value);
    },
  });
  return found;
}
