import type { Warning } from '../../messages/warn.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from '../../v4/target.js';
import { warningOf } from '../analyze/manual-review.js';
import type { LegacyServer } from '../analyze/server.js';
import type { t } from '../ast/types.js';
import { editConstruction } from '../edits/construction.js';
import { removeIgnoredOrigins } from '../edits/options.js';
import { placeOf } from './cors.js';
import type { Migration } from './part.js';

/** Options that v2 did not read: of `attach()`, and of a constructor without an HTTP server. */
export const ignoredOptions: Migration<LegacyServer> = (file, server) => {
  const { attached, dead, options } = server;
  const [first] = dead;
  const at = first === undefined ? undefined : options.properties.get(first)?.node;
  return {
    edit: () => removeIgnoredOrigins(file, attached),
    findings: at
      ? [[warningOf('CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH', { names: dead, isRemoved: true }, first), at]]
      : [],
  };
};

/** `--keep-v2-clients` becomes `allowEIO3: true`. */
export const legacyClients: Migration<LegacyServer> = (file, server, { releases: { to }, isModern }) => {
  const available = knowsAllowEio3(to);
  const isWritten = server.options.properties.has('allowEIO3');
  const isKept = file.options.keepV2Clients === true && available;
  const warnings: Warning[] = [];
  if (!isKept && !isWritten)
    warnings.push(warningOf('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to, available, isMigrated: true }));
  if (forgetsConstructorOptions(to)) warnings.push(warningOf('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { to }));
  const at = placeOf(server);
  return {
    options: isKept && !isWritten ? ['allowEIO3: true'] : [],
    findings: isModern ? [] : warnings.map((warning) => [warning, at] as const),
  };
};

/** `require('socket.io')(…)` becomes `new Server(…)`. */
export const construction: Migration<LegacyServer> = (file, { site }) => ({
  edit: () => {
    if (editConstruction(file, site)) file.report('CONSTRUCTOR_CALL_REWRITTEN', {}, site.call.node);
  },
});

/** Reports a server that other files may set. */
export const exposure: Migration<LegacyServer> = (file, { site }) => {
  const at: t.Node = site.call.node;
  const isUnknown = file.options.others === undefined && site.escapes.length > 0;
  return { findings: isUnknown ? [[warningOf('SERVER_LEAVES_FILE', {}), at]] : [] };
};
