import { memberName, unwrap } from '../ast/nodes.js';
import type { NodePath } from '../ast/types.js';
import { constantValue, evaluate } from '../ast/values.js';

/** The value that a handler sends as a header. */
export type HeaderValue =
  | { readonly kind: 'text'; readonly text: string | undefined }
  /** The request's own `Origin`. */
  | { readonly kind: 'echo' }
  /** The request's own `Access-Control-Request-Headers`. */
  | { readonly kind: 'asked-headers' }
  | { readonly kind: 'dynamic'; readonly path: NodePath };

/**
 * Reads a header's value.
 *
 * @param request the name of the handler's first parameter
 */
export function headerValue(path: NodePath, request: string, depth = 0): HeaderValue {
  const node = present(path, request);
  const known = evaluate(node);
  if (known !== undefined) return { kind: 'text', text: textOf(known.value) };
  const asked = requestHeader(node, request);
  if (asked === 'origin') return { kind: 'echo' };
  if (asked === 'access-control-request-headers') return { kind: 'asked-headers' };
  // A preflight always has an Origin, so a fallback is never used.
  if (node.isLogicalExpression() && node.node.operator !== '&&') {
    const left = headerValue(node.get('left'), request, depth + 1);
    if (left.kind === 'echo' || left.kind === 'asked-headers') return left;
  }
  if (
    node.isTemplateLiteral() &&
    node.node.quasis.every(({ value }) => value.raw === '') &&
    node.node.expressions.length === 1
  )
    return headerValue(node.get('expressions')[0] as NodePath, request, depth + 1);
  if (node.isArrayExpression() && node.node.elements.length === 1)
    return headerValue(node.get('elements')[0] as NodePath, request, depth + 1);
  const value = constantValue(node);
  if (value !== undefined && depth < 10) {
    const read = headerValue(value, request, depth + 1);
    if (read.kind !== 'dynamic') return read;
  }
  return { kind: 'dynamic', path: node };
}

/** The part of an expression that is used: `'*'` of `req.header ? req.header.origin : '*'`, because no request has `header`. */
function present(path: NodePath, request: string): NodePath {
  const node = unwrap(path);
  if (node.isConditionalExpression() && isMissing(node.get('test'), request))
    return present(node.get('alternate'), request);
  if (node.isLogicalExpression() && node.node.operator !== '&&' && isMissing(node.get('left'), request))
    return present(node.get('right'), request);
  return node;
}

function isMissing(path: NodePath, request: string): boolean {
  const node = unwrap(path);
  if (node.isLogicalExpression({ operator: '&&' })) return isMissing(node.get('left'), request);
  return (
    memberName(node) === 'header' && unwrap(node.get('object') as NodePath).isIdentifier({ name: request })
  );
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** The header that `req.headers.origin`, `req.headers['origin']` and the like read. */
function requestHeader(path: NodePath, request: string): string | undefined {
  const name = memberName(path);
  if (name === undefined || request === '') return undefined;
  const headers = unwrap(path.get('object') as NodePath);
  if (memberName(headers) !== 'headers') return undefined;
  return unwrap(headers.get('object') as NodePath).isIdentifier({ name: request }) ? name : undefined;
}
