import { SETTING_METHODS } from '../../v2/server-api.js';
import { isAssigned, keyName, memberName, propertyOf, readsThis } from '../ast/nodes.js';
import type { NodePath } from '../ast/path.js';
import { evaluate } from '../ast/values.js';
import { attachCalls, optionsArgument, type ServerSite, withoutHttpServer } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { attachedOrigins, type SettingCalls } from './calls.js';
import { importedObject } from './imported-function.js';
import { bail, bailOnOrigins } from './manual-review.js';
import { type ReadOptions, readOptions, settingOf } from './options.js';
import { mayAdmitEveryone, type OriginsSetting } from './origins.js';
import { ownCheck } from './own-check.js';
import { type Releases, readOrigins } from './read-origins.js';

/**
 * @throws ManualReview if the options of a framework cannot be read, because they may have v2's origins, or if those for v4
 *   have them in another file
 */
export function requireReadable(file: SourceFile, site: ServerSite, isV4: boolean): void {
  const isFramework = site.notation !== 'v2' && site.notation !== 'v4';
  const argument = optionsArgument(site);
  if (argument === undefined) return;
  const object = isV4 ? importedObject(file, argument) : undefined;
  const isUnread = isV4
    ? object && (propertyOf(object, 'origins') ?? propertyOf(object, 'handlePreflightRequest'))
    : isFramework && evaluate(argument) === undefined;
  if (isUnread) readOptions(file, site);
}

/** @throws ManualReview if anything other than its settings may decide who a server allows */
export function requireOwnSettings(
  site: ServerSite,
  { isSetElsewhere, isSetHere }: { readonly isSetElsewhere: boolean; readonly isSetHere: boolean },
): void {
  const [override] = site.overrides;
  // io.origins, or const { origins } = io
  const name = override?.is('ObjectProperty') ? keyName(override.node) : override && memberName(override);
  const isNamed = override && !isAssigned(override) && SETTING_METHODS.has(name ?? '');
  if (override)
    bailOnOrigins(
      override,
      isNamed
        ? `this code uses ${name}() of the server other than by a plain call, so the setting is not known`
        : 'this code replaces the check of the server, or may replace it, and v4 does not use it',
    );
  const isReached = isSetElsewhere && (site.escapes || site.notation === 'gateway');
  if (isSetHere || isReached)
    bail(
      site.call,
      'ORIGINS_NOT_MIGRATED',
      {
        why: `${isSetHere ? 'this file' : 'another file of the package'} sets origins, or a check, on something that may be this server`,
        mayHaveCheck: true,
      },
      'origins',
    );
}

/** @throws ManualReview if v2 refused some origins, because v2 ignored `cors`, and only one of the two can be meant */
export function requireUnguarded(file: SourceFile, site: ServerSite, { origins }: SettingCalls): void {
  const options = readOptions(file, site);
  // They may have a check that v2 did use.
  attachedOrigins(site);
  const values = [
    settingOf(options, 'origins'),
    ...options.lateOrigins.map((assignment) => assignment.get('right')),
    ...origins.map(({ argument }) => argument),
  ];
  const guard = values.find((value) => value !== undefined && !isEveryone(value, file.releases));
  // v2 did not use the allowRequest of a constructor for a server that is attached later.
  const isDead = attachCalls(site).length > 0 || withoutHttpServer(site);
  const check = ownCheck(file, settingOf(options, 'allowRequest'), guard !== undefined && !isDead);
  if (check?.body && readsThis(check.body))
    bailOnOrigins(
      check.value,
      'allowRequest reads `this`, which was the Engine.IO server on v2 and is another object on v4',
      'allowRequest',
    );
  if (guard && (isDead || check === undefined))
    bailOnOrigins(
      guard,
      'the server also has cors, which v2 ignored, so it is unclear which of the two should apply',
    );
}

/** @throws ManualReview if origins that v4 ignored so far may let every page read, or apply to other gateways as well */
export function requireNarrowing(
  { others }: SourceFile,
  site: ServerSite,
  sites: readonly ServerSite[],
  options: ReadOptions,
  origins: OriginsSetting,
): void {
  const option = options.properties.get('origins');
  if (mayAdmitEveryone(origins, site))
    bailOnOrigins(
      (origins.kind === 'fixed' ? origins.argument : option) ?? site.call,
      'they may allow any origin, and every page could then read with cookies, which v4 has not allowed so far',
    );
  const gateways = sites.filter(({ notation }) => notation === 'gateway').length;
  const isShared = gateways > 1 || others.some(({ hasGateways }) => hasGateways);
  if (site.notation === 'gateway' && isShared)
    bailOnOrigins(
      option ?? site.call,
      'several gateways may share one server, which Nest creates with the options of the first one, so the origins would apply to all of them or to none',
    );
}

function isEveryone(path: NodePath, releases: Releases): boolean {
  const known = path.is('ObjectMethod') ? undefined : evaluate(path);
  if (known === undefined) return false;
  return !known.value || readOrigins(known.value, true, releases, path).rule.kind === 'everyone';
}
