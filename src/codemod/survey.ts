import { migrateSource } from './migrate-source.js';
import type { FileSurvey, Place } from './types.js';

/** A comment that a run of the codemod left for a person. */
const TODO = /(?:\/\/|\/\*)\s*TODO\(socketio-cors\)/g;

/**
 * Collects what a file does that matters to the servers of other files in its package: settings made on a server that
 * it does not create, middleware, namespaces, TODO comments. Pure.
 *
 * @param code the file's code
 * @param filename its name, which says how it is to be parsed
 * @returns undefined if the code does not parse
 * @example surveySource("module.exports = (io) => io.origins('*:*');", 'sockets.js')?.setsServer.length // 1
 */
export function surveySource(code: string, filename: string): FileSurvey | undefined {
  const { failure, setsServerElsewhere } = migrateSource(code, { filename });
  if (failure !== undefined) return undefined;
  return {
    path: filename,
    setsServer: setsServerElsewhere === true ? [{ line: 1, column: 1 }] : [],
    makesServers: 0,
    reexportsModule: false,
    usesRootMiddleware: [],
    namespaces: [],
    gateways: [],
    todos: [...code.matchAll(TODO)].map(({ index }) => placeAt(code, index)),
  };
}

function placeAt(code: string, index: number): Place {
  const before = code.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}
