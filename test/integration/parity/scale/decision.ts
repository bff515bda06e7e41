import type { Answer } from '../ask.js';
import { mayRead, maySend } from '../browser.js';
import type { ScaleQuestion } from './scale-question.js';

/** The decision of a server about one request, as the client sees it. */
export interface Decision {
  /** `enter`: whether the client gets a session. `read`, `send`: whether the page may read, or send. */
  readonly about: 'enter' | 'read' | 'send';
  /** Whether credentials are sent, if that matters. */
  readonly credentials?: boolean;
  readonly allowed: boolean;
}

/** The decisions that a response shows. The same request gives the same ones, in the same order. */
export function decisionsIn(question: ScaleQuestion, answer: Answer): Decision[] {
  const { origin, malformed } = question.request;
  if (question.kind === 'preflight') {
    return [true, false].map((credentials) => ({
      about: 'send',
      credentials,
      allowed: maySend(answer, { ...question, origin: question.request.origin, credentials }),
    }));
  }
  const enter: Decision = { about: 'enter', allowed: answer.admitted };
  if (question.kind !== 'polling' || malformed || !origin) return [enter];
  return [enter, { about: 'read', credentials: true, allowed: mayRead(answer, origin, true) }];
}
