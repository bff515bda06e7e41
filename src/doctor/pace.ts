import { setTimeout } from 'node:timers/promises';
import { speaksEngineIo } from './engine-io.js';
import {
  type Answer,
  type Failure,
  type Observation,
  type RequestKind,
  type Seen,
  statusOf,
} from './observation.js';

/** The first and the longest pause between requests, in milliseconds. */
const FIRST_PAUSE = 100;
const MAX_PAUSE = 1600;

type Outcomes = Pick<Observation, 'outcome' | 'refusedBefore'>;
type Ask = () => Promise<Answer | Failure>;

/**
 * The doctor sends more requests than a page does, so a proxy that limits the rate may refuse some. Such a request is sent
 * again, and from then on requests go one at a time, with a pause that grows until none is refused.
 */
export function adaptToRate(firstPause = FIRST_PAUSE): (request: RequestKind, ask: Ask) => Promise<Outcomes> {
  const inTurn = limitConcurrency(1);
  const maxPause = (firstPause * MAX_PAUSE) / FIRST_PAUSE;
  const alwaysRefused = new Set<RequestKind>();
  let hasPassed = false;
  let pause = 0;
  const askAgain = async (request: RequestKind, refusal: Answer, ask: Ask): Promise<Outcomes> => {
    pause = Math.max(pause, firstPause);
    while (!alwaysRefused.has(request)) {
      const outcome = await afterPause(pause, ask);
      if (!isRateRefusal({ outcome })) return { outcome, refusedBefore: refusal };
      pause *= 2;
      // Every request of that kind is refused, also slow ones, so the rate is not the reason.
      if (pause > maxPause) alwaysRefused.add(request);
    }
    pause = 0;
    return { outcome: refusal };
  };
  return async (request, ask) => {
    const first = { outcome: await (pause === 0 ? ask() : inTurn(() => afterPause(pause, ask))) };
    if (!isRateRefusal(first)) {
      hasPassed ||= first.outcome.kind === 'answer';
      return first;
    }
    // If none has passed yet, the server may be down.
    return hasPassed ? inTurn(() => askAgain(request, first.outcome, ask)) : first;
  };
}

async function afterPause<Result>(pause: number, task: () => Promise<Result>): Promise<Result> {
  await setTimeout(pause);
  return task();
}

/** Too Many Requests, or Service Unavailable, which nginx and others use for rate limits. */
export const isRateRefusal = (one: Seen): one is { readonly outcome: Answer } =>
  [429, 503].includes(statusOf(one) ?? 0) && !speaksEngineIo(one);

/** Runs at most so many tasks at a time; the others wait their turn. */
export function limitConcurrency(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The next task takes over this turn.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
