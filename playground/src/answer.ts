import { diffArrays } from 'diff';
import { type Finding, type MigrateFailure, migrateSource } from '../../src/codemod/index.js';
import { readServers } from '../../src/codemod/read-servers.js';
import { type Grid, gridOf } from './grid.js';
import type { State } from './state.js';

/** All there is to show of a state. */
export interface Answer {
  readonly code: string;
  readonly findings: readonly Finding[];
  readonly failure: MigrateFailure | undefined;
  /** The lines that go, of the code as it was written, counted from 1. */
  readonly removedLines: readonly number[];
  /** The lines that come, of the code as it becomes. */
  readonly addedLines: readonly number[];
  readonly grids: readonly Grid[];
}

/** Migrates, and tells who gets in. Pure. */
export function answerTo({ code, language, from, semantics, added, removed }: State): Answer {
  const options = { filename: `server.${language}`, from, semantics };
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
