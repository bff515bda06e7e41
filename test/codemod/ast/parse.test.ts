import { expect } from 'chai';
import { parseSource } from '../../../src/codemod/ast/parse.js';

describe('parseSource', () => {
  const kindOf = (code: string, filename = 'a.js') => {
    const parsed = parseSource(code, filename);
    const [statement] = 'program' in parsed ? parsed.program.body : [];
    return statement?.type === 'ExpressionStatement' ? statement.expression.type : statement?.type;
  };

  it('reads JavaScript, JSX, Flow and TypeScript in a .js file', () => {
    expect(kindOf('f(x)')).to.equal('CallExpression');
    expect(kindOf('<a>{x}</a>')).to.equal('JSXElement');
    expect(kindOf('type A = {| b: ?string |};')).to.equal('TypeAlias');
    expect(kindOf('declare enum A { B }')).to.equal('TSEnumDeclaration');
  });

  it('reads f<T>(x) as a call with @flow, and as comparisons without', () => {
    expect(kindOf('f<T>(x)')).to.equal('BinaryExpression');
    expect(kindOf('// @flow\nf<T>(x)')).to.equal('CallExpression');
    expect(kindOf('f<T>(x)', 'a.ts')).to.equal('CallExpression');
  });

  it('reports the error of the dialect that gets furthest', () => {
    expect(parseSource('const a: ?string = b;\nconst c = ;', 'a.js')).to.include({ line: 2, column: 11 });
    expect(parseSource('const c = ;', 'a.js')).to.include({ line: 1, column: 11 });
  });
});
