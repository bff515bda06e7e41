import type { Warning } from '../../messages/warn.js';
import { decide } from '../../origins/decide.js';
import { verbatim } from '../../print/source-style.js';
import { allowRequestText, corsComment, corsText } from '../../print/source-text.js';
import { warningOf } from '../analyze/manual-review.js';
import { settingOf } from '../analyze/options.js';
import type { LegacyServer } from '../analyze/server.js';
import type { t } from '../ast/path.js';
import { commentsWithin } from '../edits/comments.js';
import type { SourceFile } from '../edits/source-file.js';
import { commentsOnCalls, removeOriginsCalls } from '../edits/statements.js';
import { type OriginsPlan, planChoice, planOwn, planRunTime, planStatic } from './origins.js';
import { planAssigned } from './origins-assigned.js';
import { planFunction } from './origins-function.js';
import type { Migration, Part } from './part.js';
import { planPreflight } from './preflight.js';

/** `origins` and `handlePreflightRequest` become `cors` and `allowRequest`. */
export const corsAndCheck: Migration<LegacyServer> = (file, server): Part => {
  const { isModern, missingOrigin } = file.releases;
  const { origins: setting, handler, preflight: answered, calls } = server;
  const origins = planOrigins(file, server);
  const { source, declarations = [] } = origins;
  const preflight = planPreflight(file, answered, origins.corsOrigin);
  const removed = setting.kind === 'assigned' ? [] : calls.origins;
  const answers = handler && answered.kind === 'handler' ? [handler] : [];
  const comments = answers.flatMap((span) => commentsWithin(file, span)).map(verbatim);
  const moved = [
    ...(setting.kind === 'fixed' && source.kind !== 'everyone' ? [setting.argument] : []),
    ...answers,
  ];
  const about = commentsOnCalls(file, removed);
  const [first, ...others] = declarations;
  const cors = corsComment(source) + corsText(source, { ...preflight.source, comments }, file.style);
  const at = settingNode(server);
  const warnings = [...origins.warnings, ...replacedWarnings(server)];
  const found = calls.origins.length > 0 ? 'what io.origins() is given' : 'origins';
  if (isModern && setting.kind !== 'none') {
    const args = { found, isGuarded: true, ...decidedBy(file, server) };
    warnings.push(warningOf('LIST_TAKES_EFFECT', args, 'origins'));
  }
  return {
    declarations: first === undefined ? [] : [about + first, ...others],
    before: origins.before ?? (setting.kind === 'fixed' ? setting.body : undefined),
    options: [first === undefined ? about + cors : cors, allowRequestText(source, missingOrigin, file.style)],
    moved,
    edit: () => {
      origins.apply?.();
      removeOriginsCalls(file, removed, moved);
    },
    findings: [
      ...warnings
        .filter(({ code }) => !isModern || FOR_V4_CODE.has(code))
        .map((warning) => [warning, at] as const),
      ...preflight.warnings.map((warning) => [warning, handler?.node ?? at] as const),
    ],
  };
};

/** The plan for how a server's origins are set. */
function planOrigins(file: SourceFile, { origins: setting, statement }: LegacyServer): OriginsPlan {
  switch (setting.kind) {
    case 'own':
      return planOwn(setting.hasOrigins);
    case 'none':
      return planStatic(file, setting.read, undefined, statement);
    case 'assigned':
      return planAssigned(file, setting);
    case 'fixed': {
      const { value } = setting;
      const isOption = setting.ifFalsy !== 'as is';
      if (value.kind === 'function') return planFunction(file, value, statement);
      if (value.kind === 'choice') return planChoice(file, value, statement);
      if (value.kind === 'dynamic') return planRunTime(file, value, isOption);
      const isDefault = isOption && !value.value;
      return planStatic(file, value.read, isDefault ? undefined : value.path, statement);
    }
  }
}

/** Whether a function decides, and whether requests that name no origin are refused. */
function decidedBy(
  { releases }: SourceFile,
  { origins }: LegacyServer,
): { readonly isFunction: boolean; readonly missingToo: boolean } {
  const value = origins.kind === 'fixed' ? origins.value : undefined;
  const isFunction = value?.kind === 'function' || (value?.kind === 'dynamic' && value.mayBeFunction);
  const admitsNull = value?.kind === 'static' && decide(value.read.rule, {});
  return { isFunction, missingToo: !isFunction && !admitsNull && releases.missingOrigin === 'as-v2' };
}

/** The warnings that also make sense for a list that v4 ignored. The others compare with v2. */
const FOR_V4_CODE: ReadonlySet<string> = new Set([
  'ORIGIN_NEVER_MATCHED',
  'ORIGIN_NOT_PARSEABLE',
  'ORIGINS_REFUSE_EVERYONE',
  'LIST_TAKES_EFFECT',
]);

/** The warning about settings that a later call replaced. */
function replacedWarnings({ options, calls, origins }: LegacyServer): Warning[] {
  if (origins.kind !== 'fixed' || !origins.replacesOthers) return [];
  const isWritten = settingOf(options, 'origins') !== undefined;
  const lines = calls.origins.map(({ call: { node } }) => `the call in line ${node.loc?.start.line}`);
  const replaced = [...(isWritten ? ['the option origins'] : []), ...lines.slice(0, -1)];
  return [warningOf('ORIGINS_CALL_REPLACES_OPTION', { replaced }, `originsCalls[${lines.length - 1}]`)];
}

/** The node to report the findings about a server at: the setting, or else the server. */
export function settingNode({ options, origins, site }: LegacyServer): t.Node {
  const option =
    options.assignments.get('origins') ??
    options.properties.get('origins') ??
    options.properties.get('handlePreflightRequest');
  return (origins.kind === 'fixed' ? origins.expression?.node : undefined) ?? option?.node ?? site.call.node;
}
