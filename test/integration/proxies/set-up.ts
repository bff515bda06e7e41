import { expect } from 'chai';
import { type DoctorReport, type ProbeOptions, runDoctor } from '../../../src/doctor/index.js';
import { type Node, PAGE } from './nodes.js';
import { createKeys, type Keys, type ReverseProxy } from './proxy.js';

/** A proxy in front of real servers, and what the doctor has to report about its public address. */
export interface SetUp {
  readonly name: string;
  readonly proxy: ReverseProxy;
  readonly nodes: readonly Node[];
  readonly options?: ProbeOptions;
  /** The address that the doctor is given instead of the public one. */
  readonly address?: (url: string) => string;
  /** What the page gets: `A` allowed, `b` blocked, for polling GET, polling POST, preflight and WebSocket. */
  readonly page: string;
  /** The same for a page of a foreign origin. */
  readonly foreign: string;
  /** Every diagnosis of severity `danger`, apart from those about foreign pages. */
  readonly codes: readonly string[];
  /** 1 unless given, because something is wrong with nearly every set-up. */
  readonly exit?: 0 | 1 | 3;
}

/** Runs the doctor against each set-up. */
export function itDiagnoses(setUps: readonly SetUp[]): void {
  let keys: Keys & { readonly remove: () => void };
  before(() => {
    keys = createKeys();
  });
  after(() => keys.remove());

  for (const setUp of setUps) {
    it(setUp.name, async () => {
      const { report, exitCode } = await examine(setUp, keys);
      expect(letters(report, setUp.options?.origins?.[0] ?? PAGE), 'the page').to.equal(setUp.page);
      expect(letters(report, foreignTo(report.url)), 'a foreign page').to.equal(setUp.foreign);
      expect(blamed(report)).to.have.members([...setUp.codes]);
      expect(exitCode).to.equal(setUp.exit ?? 1);
    });
  }
}

/** Asks the doctor about the public address of a set-up. */
const examine = (setUp: SetUp, keys: Keys): Promise<{ report: DoctorReport; exitCode: number }> =>
  whileRunning(setUp, keys, async (url) => {
    const asked = { origins: [PAGE], ca: keys.certificate, ...setUp.options };
    const { stdout, exitCode } = await runDoctor({ url, format: 'json', ...asked });
    return { report: JSON.parse(stdout), exitCode };
  });

/** Starts the servers and the proxy, lends out the address, and ends them. */
export async function whileRunning<T>(
  { proxy, nodes, address = (url) => url }: SetUp,
  keys: Keys,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const running: { close(): Promise<void> }[] = [];
  try {
    const ports: number[] = [];
    for (const start of nodes) {
      const node = await start();
      running.push(node);
      ports.push(Number(new URL(node.url).port));
    }
    const inFront = await proxy(ports, keys);
    running.push(inFront);
    return await use(address(inFront.url));
  } finally {
    for (const one of running.reverse()) await one.close();
  }
}

const foreignTo = (url: string): string => `${new URL(url).protocol}//foreign.example`;

const letters = ({ results }: DoctorReport, page: string): string =>
  results
    .filter(({ origin, request }) => origin === page && request !== 'jsonp')
    .map(({ verdict }) => (verdict === 'allowed' ? 'A' : 'b'))
    .join('');

const blamed = ({ diagnoses }: DoctorReport): readonly string[] =>
  diagnoses
    .filter(({ severity, code }) => severity === 'danger' && !ABOUT_STRANGERS.has(code))
    .map(({ code }) => code);

/** They follow from the settings of the servers and not from the proxy. */
const ABOUT_STRANGERS: ReadonlySet<string> = new Set([
  'WEBSOCKET_OPEN_TO_ANY_ORIGIN',
  'FOREIGN_ORIGIN_WITH_CREDENTIALS',
  'NULL_ORIGIN_WITH_CREDENTIALS',
  'ANY_ORIGIN_ADMITTED',
  'JSONP_OPEN',
]);
