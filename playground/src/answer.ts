import { diffArrays } from 'diff';
import { type Finding, type MigrateFailure, migrateSource } from '../../src/codemod/index.js';
import { type Grid, gridOf } from './grid.js';
import { readServers } from './read-servers.js';
import type { State } from './state.js';

/** Everything that is shown for a state. */
export interface Answer {
  readonly code: string;
  readonly findings: readonly Finding[];
  readonly failure: MigrateFailure | undefined;
  /** Lines of the v2 code that are removed, counted from 1. */
  readonly removedLines: readonly number[];
  /** Lines of the v4 code that are added. */
  readonly addedLines: readonly number[];
  readonly grids: readonly Grid[];
}

/** Migrates code, and computes who can connect. Pure. */
export function answerTo({ code, language, added, removed, ...choices }: State): Answer {
  const options = { filename: `server.${language}`, ...choices };
  const result = migrateSource(code, options);
  const servers = result.failure ? [] : readServers(code, options);
  return {
    code: result.code,
    findings: result.findings,
    failure: result.failure,
    ...changedLines(code, result.code),
    grids: servers.map((server) => gridOf(server, added, removed)),
  };
}

function changedLines(before: string, after: string): Pick<Answer, 'removedLines' | 'addedLines'> {
  const removedLines: number[] = [];
  const addedLines: number[] = [];
  if (before === after) return { removedLines, addedLines };
  let [was, is] = [1, 1];
  for (const { added, removed, count } of diffArrays(before.split(/\r?\n/), after.split(/\r?\n/))) {
    for (let line = 0; line < count; line++) {
      if (added) addedLines.push(is++);
      else if (removed) removedLines.push(was++);
      else {
        was++;
        is++;
      }
    }
  }
  return { removedLines, addedLines };
}
