import { takesOptions } from './analyze/cors.js';
import { checksOrigins } from './analyze/maybe-function.js';
import { adaptsGateways } from './analyze/options.js';
import { parseSource } from './ast/parse.js';
import { openProgram } from './ast/scopes.js';
import { usesWsAdapter } from './detect/frameworks.js';
import { namesOrigins, namesOriginsForOthers } from './detect/hidden-settings.js';
import { loadsModule, mayCallByName, namesRelease } from './detect/prefilter.js';
import { findServers } from './detect/servers.js';
import { attachesOthers, unresolvedSettings } from './detect/unresolved.js';
import { loadsDropIn } from './migrations/fallback.js';
import { programFacts } from './program/review.js';
import type { FileSurvey } from './types.js';

/**
 * Collects what a file does that matters to the servers of the other files in its package: settings on servers that it does
 * not create, middleware, namespaces. Pure.
 *
 * @param code the file's code
 * @param filename its name, which says how it is to be parsed
 * @returns undefined if the code does not parse
 * @example surveySource("module.exports = (io) => io.origins('*:*');", 'sockets.js')?.setsServers // true
 */
export function surveySource(code: string, filename: string): FileSurvey | undefined {
  const parsed = parseSource(code, filename);
  if (!('type' in parsed)) return undefined;
  try {
    const program = openProgram(parsed);
    const found = findServers(program);
    const settings = unresolvedSettings(program, found);
    return {
      path: filename,
      setsServers:
        settings.some(({ admitsEveryone, needsName }) => !admitsEveryone && needsName === undefined) ||
        // io.origins(list) after const io = options.io || socketio(server)
        found.sites.some(({ unsureCalls }) => unsureCalls.length > 0),
      callsByName: settings.flatMap(({ needsName }) => needsName ?? []),
      namesOrigins: namesOriginsForOthers(code, found.sites),
      checksOrigins: checksOrigins(program),
      patchesServers: found.patchesServers,
      attachesServers: attachesOthers(program, found),
      makesServers: found.sites.length + found.unfollowed.length > 0,
      takesOptions: takesOptions(found),
      usesDropIn: loadsDropIn(code),
      readsRelease: namesRelease(code),
      ...programFacts(program),
      usesWsAdapter: usesWsAdapter(program),
      adaptsGateways: found.sites.some(adaptsGateways),
      hasGateways: found.sites.some(({ notation }) => notation === 'gateway'),
    };
  } catch {
    // For example, a name is declared twice. migrateSource reports it.
    return undefined;
  }
}

/** Whether a file creates servers, or may set those of other files. */
export function concernsServers({ setsServers, patchesServers, makesServers }: FileSurvey): boolean {
  return setsServers || patchesServers || makesServers;
}

/**
 * Whether all servers of a program are drop-in servers, for which v2's members still work.
 *
 * @param others what the files do, apart from one that makes no server
 */
export function isDropInProgram(others: readonly FileSurvey[]): boolean {
  return others.some(({ usesDropIn }) => usesDropIn) && !others.some(({ makesServers }) => makesServers);
}

/** Text that sets the servers of other files, in any language: `io.origins '*:*'`. */
const SETTER =
  /\.\s*origins\b|["'`]origins["'`]|\b_origins\b|checkRequest|allowRequest|\beio\b|\.\s*attach\b/;

/** Whether a file that code names is not code itself: a configuration or a template, which sets no server. */
export function isNoCode(path: string, code: string): boolean {
  return surveySource(code, path) === undefined && !SETTER.test(code);
}

/**
 * The survey of a file that does not parse: it sets the servers of other files if its text may do so.
 *
 * @param code its text; undefined if it cannot be read, so that it may be anything
 */
export function unreadSurvey(path: string, code?: string): FileSurvey {
  const text = code ?? '';
  const setsServers = code === undefined || SETTER.test(code);
  const makesServers = loadsModule(text);
  return {
    ...(surveySource('', path) as FileSurvey),
    ...{ setsServers, makesServers, attachesServers: setsServers },
    callsByName: mayCallByName(text) ? ['key', 'string'] : [],
    namesOrigins: namesOrigins(text),
    takesOptions: makesServers ? 'any' : undefined,
    readsRelease: namesRelease(text),
  };
}
