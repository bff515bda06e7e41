import { setTimeout } from 'node:timers/promises';
import {
  sendAgain,
  sendIdentity,
  sendLookAlikes,
  sendNearMisses,
  sendOwnPage,
  sendSession,
  sendWithoutReferer,
} from './clues.js';
import { codeOf, openedBy, speaksEngineIo } from './engine-io.js';
import { answerTo, type Eio, type Observation, type Page } from './observation.js';
import { PATIENCE, type ProbeOptions, type ProbePlan, planProbe, withPath } from './options.js';
import { createClient, type Send, sendJsonp, sendPolling } from './requests.js';
import { isMeant, showsProtocol } from './survey.js';

/**
 * Sends a running server the requests that the pages of some origins would send: polling GET and POST, preflight and
 * WebSocket, with both protocols. It sends them to that host and port only, and closes every session that it opens.
 *
 * @param url the server, as a client is given it: `https://api.example.com`
 * @returns each request with its outcome; failures of the network are observations as well
 * @throws {ProbeOptionsError} if the URL or an option cannot be used
 * @example diagnose(await probe('http://localhost:3000', { origins: ['https://example.com'] }))
 */
export async function probe(url: string | URL, options: ProbeOptions = {}): Promise<Observation[]> {
  const plan = planProbe(url, options);
  const [page, ...others] = plan.pages;
  if (!/^https?:$/.test(plan.target.protocol)) return [notHttp(plan, page)];

  const send = createClient(plan);
  const found = await discover(send, plan);
  const first = found.filter(({ purpose }) => purpose === undefined);
  if (mayBeTls(plan.target, first)) {
    const tls = await sendOverTls(send, plan);
    if (answerTo(tls)) return [...found, tls];
  }
  if (!first.some(answerTo)) return [...found];

  const eios = protocolsLeft(first);
  const eio = eios[0];
  const strangers = plan.pages.filter(({ role }) => role === 'foreign' || role === 'null');
  const rest = await Promise.all([
    ...others.flatMap((other) => eios.map((spoken) => sendPolling(send, { page: other, eio: spoken }))),
    ...plan.pages
      .filter(({ role }) => role !== 'own')
      .map((other) => send({ request: 'preflight', page: other, eio })),
    ...plan.pages.flatMap((other) =>
      eios.map((spoken) => send({ request: 'websocket', page: other, eio: spoken })),
    ),
    ...strangers.map((stranger) => sendJsonp(send, { page: stranger, eio })),
  ]);
  const all = [...found, ...rest.flat()];
  if (!all.some(speaksEngineIo)) return [...all, ...(await sendWithoutReferer(send, all))];
  const clues = await Promise.all([
    showsProtocol(all) ? [] : sendIdentity(send, plan),
    sendNearMisses(send, all, eio),
    sendLookAlikes(send, all, eio),
    sendOwnPage(send, all, plan),
    sendWithoutReferer(send, all),
  ]);
  // Last, and alone, because other requests would hide round robin.
  const opened = all.find((one) => isMeant(one.page) && opensSession(one));
  const session =
    opened === undefined
      ? await sendAgain(send, { page, eio })
      : await sendSession(send, { page: opened.page, eio: opened.eio });
  return [...all, ...clues.flat(), ...session];
}

/** A session opened by polling at the path that was given. */
const opensSession = (one: Observation): boolean =>
  one.purpose === undefined && one.request === 'polling-get' && openedBy(one) !== null;

/** May a port that was asked over http speak TLS? Some servers say so in plain HTTP, others close the connection. */
const mayBeTls = ({ protocol }: URL, first: readonly Observation[]): boolean =>
  protocol === 'http:' &&
  first.some(({ outcome }) =>
    outcome.kind === 'answer'
      ? outcome.status === 400 && /https/i.test(outcome.body) && !speaksEngineIo({ outcome })
      : outcome.kind === 'failure' && outcome.connected && outcome.code !== 'TIMEOUT',
  );

function sendOverTls(send: Send, { pages: [page], target }: ProbePlan): Promise<Observation> {
  const secure = new URL(target);
  secure.protocol = 'https:';
  // A URL of http leaves port 80 out; of https it would mean 443.
  if (target.port === '') secure.port = '80';
  return send({ request: 'polling-get', page, eio: 4, target: secure, purpose: 'tls' });
}

/** Nothing is sent: browsers use http and https only. */
const notHttp = ({ target }: ProbePlan, page: Page): Observation => ({
  request: 'polling-get',
  url: target.href,
  eio: 4,
  page,
  outcome: { kind: 'failure', code: 'NOT_HTTP', message: target.protocol, connected: false },
});

/** A protocol that the first answers rule out is not tried again. */
function protocolsLeft(first: readonly Observation[]): readonly [Eio, ...Eio[]] {
  const gets = first.filter(({ request }) => request === 'polling-get');
  // Code 5: "Unsupported protocol version".
  if (gets.some((get) => get.eio === 3 && codeOf(get) === 5)) return [4];
  // A server that only knows protocol 3 answers in it, whichever was requested.
  return gets.some((get) => get.eio === 4 && openedBy(get)?.eio === 3) ? [3] : [4, 3];
}

/**
 * Sends the first page's requests, with both protocols. A server with only Socket.IO is silent at any other
 * path than its own, so other paths are tried while waiting; the first one that speaks Engine.IO ends the wait.
 *
 * @returns what the first page gets, and what other paths answer if nothing speaks Engine.IO at the given one
 */
async function discover(send: Send, plan: ProbePlan): Promise<readonly Observation[]> {
  const [page] = plan.pages;
  const given = new AbortController();
  const others = new AbortController();
  const asking = Promise.all(
    ([4, 3] as const).map((eio) => sendPolling(send, { page, eio, signal: given.signal })),
  ).then((answers) => answers.flat());
  const onHandshake = (get: Observation) => {
    if (!speaksEngineIo(get)) return;
    given.abort();
    others.abort();
  };
  const askOthers = () =>
    Promise.all([
      ...plan.otherTargets.map((target) =>
        sendPolling(
          send,
          { page, eio: 4, target, purpose: 'other-path', signal: others.signal },
          onHandshake,
        ),
      ),
      sendPathTwice(send, plan, given.signal),
    ]).then((answers) => answers.map(([get]) => get));
  // If only two requests may be under way, others would wait behind them.
  if (plan.concurrency <= 2 || (await endsWithin(asking, plan.timeout * PATIENCE))) {
    const first = await asking;
    return !first.some(speaksEngineIo) && first.some(isThere) ? [...first, ...(await askOthers())] : first;
  }
  const elsewhere = askOthers();
  const first = await asking;
  others.abort();
  return [...first, ...(await elsewhere)];
}

/**
 * If a proxy cuts the path off, it arrives if it is sent twice. Engine.IO itself answers to both, so that an answer only
 * counts if none comes from the given path.
 */
function sendPathTwice(send: Send, { target, pages: [page] }: ProbePlan, signal: AbortSignal) {
  const twice = withPath(target, `${target.pathname}${target.pathname.slice(1)}`);
  return sendPolling(send, { page, eio: 4, target: twice, purpose: 'cut-path', signal });
}

/** If no server can be reached at all, no other path helps. */
const isThere = ({ outcome }: Observation): boolean =>
  outcome.kind === 'answer' || (outcome.kind === 'failure' && outcome.connected);

/** The timer keeps no process alive. */
const endsWithin = (task: Promise<unknown>, milliseconds: number): Promise<boolean> =>
  Promise.race([task.then(() => true), setTimeout(milliseconds, false, { ref: false })]);
