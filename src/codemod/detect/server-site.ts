import { bindingOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { boundValues, evaluate, writtenValue } from '../ast/values.js';
import type { Handle } from './handle.js';

/** A call of a method on a server. */
export interface MethodCall {
  readonly call: NodePath<t.CallExpression>;
  readonly name: string;
}

/** The construction of a server, and what the file does with the server. */
export interface ServerSite {
  /** The call that creates the server; for a Nest gateway, that of its decorator. */
  readonly call: NodePath<t.CallExpression | t.NewExpression>;
  /**
   * The kind of construction: `v2` may have run on v2, `v4` only runs on v3 and v4. `gateway` and `adapter` are Nest's,
   * `feathers` is that of Feathers.
   */
  readonly notation: 'v2' | 'v4' | 'gateway' | 'adapter' | 'feathers';
  /** The index of the argument for the options, given or not. */
  readonly optionsIndex: number;
  /** The places in which a framework keeps the server. */
  readonly handles: readonly Handle[];
  /** The variable or member that the new server is assigned to. */
  holder: Handle | undefined;
  /** The calls of `origins`, `set`, `attach` and `listen` on it, in the order of the code. */
  readonly methodCalls: MethodCall[];
  /** Whether some of the calls may be on another server that the same variable holds. */
  sharesCalls?: boolean;
  /** Calls that may change who is allowed, if their receiver may be something else, such as a server that is passed in. */
  readonly unsureCalls: MethodCall[];
  /** Uses that replace the check, or may do so: `io.checkRequest = …`, `io.eio.allowRequest = …`, `io[name]`. */
  readonly overrides: NodePath[];
  /** Places in which code inspects it: members that are read and not called, functions that get it. */
  readonly asked: NodePath[];
  /** Whether it leaves the code that can be followed, so that other code may call its methods. */
  escapes: boolean;
}

/** A site whose server has not been followed yet. */
export function newSite(
  call: ServerSite['call'],
  notation: ServerSite['notation'],
  optionsIndex: number,
  handles: readonly Handle[] = [],
): ServerSite {
  const found = { methodCalls: [], unsureCalls: [], overrides: [], asked: [], escapes: false };
  return { call, notation, optionsIndex, handles, holder: handles[0], ...found };
}

/** The argument with the options of a server, if it has any. */
export function optionsArgument({ call, optionsIndex }: ServerSite): NodePath | undefined {
  return call.get('arguments')[optionsIndex];
}

/** The literal object of a server's options, if there is one. */
export function writtenOptions(site: ServerSite): NodePath<t.ObjectExpression> | undefined {
  const argument = optionsArgument(site);
  if (argument === undefined) return undefined;
  const object = writtenValue(argument);
  return object.is('ObjectExpression') ? object : undefined;
}

/** The calls of `attach()` and `listen()` on a server, whose second argument has options. */
export function attachCalls({ methodCalls }: ServerSite): readonly MethodCall[] {
  return methodCalls.filter(({ name }) => name === 'attach' || name === 'listen');
}

/** The options that such calls are given as literal objects. */
export function attachedObjects(site: ServerSite): readonly NodePath<t.ObjectExpression>[] {
  const given = attachCalls(site).flatMap(({ call }) => call.get('arguments')[1] ?? []);
  return given.map(unwrap).filter((options) => options.is('ObjectExpression'));
}

/** Whether a constructor is given no HTTP server and no port, so that v2's engine did not read its options. */
export function withoutHttpServer({ call, notation, optionsIndex }: ServerSite): boolean {
  if (notation !== 'v2') return false;
  const [first] = call.get('arguments');
  if (first === undefined) return true;
  if (optionsIndex === 0) return true;
  const known = evaluate(first);
  if (known !== undefined) return !known.value;
  // let server; require('socket.io')(server, options)
  const binding = bindingOf(first);
  return binding !== undefined && boundValues(binding)?.length === 0;
}
