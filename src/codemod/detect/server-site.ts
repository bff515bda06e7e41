import { evaluate } from '../ast/evaluate.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import type { EscapeKind } from './flow.js';
import type { Handle, MethodCall } from './handle.js';

/** Where a server is made. */
export interface ServerSite {
  /** The call that makes the server; for a Nest gateway, its decorator's. */
  readonly call: NodePath<t.CallExpression | t.NewExpression>;
  /**
   * Whose notation it is: `v2` can have been run by v2, `v4` by v3 and v4 alone; `gateway`, `adapter` and `feathers`
   * are the frameworks' ways.
   */
  readonly notation: 'v2' | 'v4' | 'gateway' | 'adapter' | 'feathers';
  /** Which argument holds the options, or would. */
  readonly optionsIndex: number;
  readonly handles: Handle[];
  /** The calls of `origins`, `set`, `attach` and `listen` on it, in the order of the code. */
  readonly methodCalls: MethodCall[];
  /** Whether some of the calls may be on another server instead, which the same variable holds. */
  sharesCalls?: boolean;
  /** Calls whose receiver may be something else, such as a parameter that is given other objects too. */
  readonly unsureCalls: MethodCall[];
  /** Uses that replace the check, or that may: `io.checkRequest = …`, `io.eio.allowRequest = …`, `io[name]`. */
  readonly overrides: NodePath[];
  /** Where the server leaves the code that can be followed, so that other code can call its methods. */
  readonly escapes: { readonly kind: EscapeKind; readonly path: NodePath }[];
}

/** The site of a call, as it is found: what is done with the server is noted on it afterwards. */
export function newSite(
  call: ServerSite['call'],
  notation: ServerSite['notation'],
  optionsIndex: number,
  handles: Handle[],
): ServerSite {
  return {
    call,
    notation,
    optionsIndex,
    handles,
    methodCalls: [],
    unsureCalls: [],
    overrides: [],
    escapes: [],
  };
}

/** Which argument of v2's `(srv, opts)` holds the options: the second, or the first where it is an object. */
export function optionsIndexOf(
  call: NodePath<t.CallExpression | t.NewExpression>,
  isOptions: (path: NodePath) => boolean,
): number {
  const args = call.get('arguments') as NodePath[];
  if (args.length === 0) return 0;
  return args.length === 1 && isOptions(args[0] as NodePath) ? 0 : 1;
}

/** The argument that holds the options of a server, where it is given some. */
export function optionsArgument({ call, optionsIndex }: ServerSite): NodePath | undefined {
  return (call.get('arguments') as NodePath[])[optionsIndex];
}

/** Whether a constructor is given no HTTP server and no port, so that v2's engine did not read its options. */
export function withoutHttpServer({ call, notation, optionsIndex }: ServerSite): boolean {
  if (notation !== 'v2') return false;
  const [first] = call.get('arguments') as NodePath[];
  if (first === undefined) return true;
  if (optionsIndex === 0) return true;
  const known = evaluate(first);
  return known !== undefined && !known.value && unwrap(first).isIdentifier() === false;
}
