import { placeOf } from './ast/nodes.js';
import { parseSource } from './ast/parse.js';
import { openProgram } from './ast/scopes.js';
import { usesWsAdapter } from './detect/nest-sites.js';
import { findServers } from './detect/servers.js';
import { attachesOthers, unresolvedSettings } from './detect/unresolved.js';
import { programFacts } from './program/review.js';
import type { FileSurvey, Place } from './types.js';

/** A comment that an earlier run left for manual review. */
const TODO = /(?:\/\/|\/\*)\s*TODO\(socketio-cors\)/g;

/**
 * Collects what a file does that matters to the servers of the other files in its package: settings on servers that it does
 * not create, middleware, namespaces, TODO comments. Pure.
 *
 * @param code the file's code
 * @param filename its name, which says how it is to be parsed
 * @returns undefined if the code does not parse
 * @example surveySource("module.exports = (io) => io.origins('*:*');", 'sockets.js')?.setsServer.length // 1
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
      setsServer: settings
        .filter(({ admitsEveryone }) => !admitsEveryone)
        .map(({ path }) => placeOf(path.node)),
      patchesServers: found.patchesServers,
      attachesServers: attachesOthers(program, found),
      makesServers: found.sites.length + found.unfollowed.length,
      reexportsModule: found.unfollowed.some(({ why }) => why === 'exported'),
      ...programFacts(program),
      usesWsAdapter: usesWsAdapter(program),
      gateways: found.sites
        .filter(({ notation }) => notation === 'gateway')
        .map(({ call }) => placeOf(call.node)),
      todos: [...code.matchAll(TODO)].map(({ index }) => placeAt(code, index)),
    };
  } catch {
    // For example, a name is declared twice. migrateSource reports it.
    return undefined;
  }
}

/** Whether a file creates servers, or may set those of other files. */
export function concernsServers(survey: FileSurvey): boolean {
  const { setsServer, patchesServers, makesServers, reexportsModule } = survey;
  return setsServer.length > 0 || patchesServers || makesServers > 0 || reexportsModule;
}

/** What is assumed of a file that cannot be read, or does not parse: it sets the servers of others. */
export function unreadSurvey(path: string): FileSurvey {
  return {
    path,
    setsServer: [{ line: 1, column: 1 }],
    patchesServers: false,
    attachesServers: true,
    makesServers: 0,
    reexportsModule: false,
    usesRootMiddleware: [],
    namespaces: [],
    usesWsAdapter: false,
    gateways: [],
    todos: [],
  };
}

function placeAt(code: string, index: number): Place {
  const before = code.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}
