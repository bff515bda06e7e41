import { isEngineIo } from './engine-io.js';
import type { Observation } from './observation.js';
import type { Ask } from './probe-ask.js';
import type { ProbePlan } from './probe-options.js';
import { askPolling } from './probe-requests.js';

/** So many times shorter than the time-out is the silence after which other paths are tried as well. */
const PATIENCE = 5;

/** What the first page gets. */
export interface FirstAnswers {
  readonly first: readonly Observation[];
  /** What is at other paths, where nobody speaks Engine.IO at the one given. */
  readonly elsewhere: readonly Observation[];
}

/**
 * Asks for the first page, with both protocols. A server with nothing but Socket.IO on it is silent at any other path
 * than its own, so other paths are tried while it is waited for; whichever speaks Engine.IO first ends the waiting.
 */
export async function askFirst(ask: Ask, plan: ProbePlan): Promise<FirstAnswers> {
  const [page] = plan.pages;
  const given = new AbortController();
  const others = new AbortController();
  const asking = Promise.all(
    ([4, 3] as const).map((eio) => askPolling(ask, page, eio, { signal: given.signal })),
  ).then((answers) => answers.flat());
  const onHandshake = (get: Observation) => {
    if (!speaksEngineIo(get)) return;
    given.abort();
    others.abort();
  };
  const askOthers = () =>
    Promise.all(
      plan.otherTargets.map(async (target) => {
        const [get] = await askPolling(ask, page, 4, { target, signal: others.signal, onHandshake });
        return get;
      }),
    );
  // Where two requests are all that may be under way, others would wait behind them.
  if (plan.concurrency <= 2 || (await endsWithin(asking, plan.timeout / PATIENCE))) {
    const first = await asking;
    return { first, elsewhere: !first.some(speaksEngineIo) && first.some(isThere) ? await askOthers() : [] };
  }
  const elsewhere = askOthers();
  const first = await asking;
  others.abort();
  return { first, elsewhere: await elsewhere };
}

export const speaksEngineIo = ({ outcome }: Observation): boolean =>
  outcome.kind === 'answer' && isEngineIo(outcome.body);

/** Where nobody can be reached at all, no other path helps. */
const isThere = ({ outcome }: Observation): boolean =>
  outcome.kind === 'answer' || (outcome.kind === 'failure' && outcome.connected);

async function endsWithin(task: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([task.then(() => true), patience]);
  } finally {
    clearTimeout(timer);
  }
}
