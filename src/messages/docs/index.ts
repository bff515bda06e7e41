import { browserOnlyCatalogue } from '../browsers.js';
import { codemodCatalogue } from '../codemod.js';
import { doctorCatalogue } from '../doctor.js';
import { type Effect, type Entry, type Message, messageOf } from '../message.js';
import { programCatalogue } from '../program.js';
import { serverCatalogue } from '../server.js';
import { settingsCatalogue } from '../settings.js';
import { codemodDocs } from './codemod.js';
import { type Details, GUARDED_SERVER } from './details.js';
import { doctorDocs } from './doctor.js';
import { programDocs } from './program.js';
import { serverDocs } from './server.js';
import { settingsDocs } from './settings.js';

/** One section of the reference: the message of a code as it is printed for an example, and its details. */
export interface CodeReference extends Message, Omit<Details, 'args'> {
  readonly effect: Effect;
  /** One sentence, for the index. */
  readonly summary: string;
}

export interface Chapter {
  readonly title: string;
  readonly codes: readonly CodeReference[];
}

/** The values that the texts mention, unless the details of a code have others. */
const SAMPLE = {
  // Settings and code
  ...{
    from: '2.5.1',
    to: '4.8.4',
    example: 'https://example.com:443',
    isFromAssumed: false,
    available: true,
  },
  ...{ isMigrated: false, looksAtReferer: true, missingToo: true, exact: false, everyone: false },
  ...{ entry: 'https://example.com:443', origins: { named: ['https://example.com'], count: 1 } },
  ...{ name: 'allowRequest', error: 'TypeError: Invalid URL', range: '^2.0.0', others: ['2.0.4', '2.4.0'] },
  ...{ replaced: ["origins: 'http://localhost:3000'"], allowed: '"*"', isRemoved: true, lines: [3] },
  // Servers
  ...{ url: 'https://api.example.com/socket.io/', status: 200, detail: '' },
  ...{ origin: 'https://example.com', pages: 'https://example.com (polling GET)', who: 'nginx' },
  needed: { generation: 'v4', origins: ['https://example.com'], headers: [] },
};

const chapter = (
  title: string,
  entries: Readonly<Record<string, Pick<Entry<never>, keyof Entry<never>>>>,
  docs: Readonly<Record<string, Details | undefined>>,
): Chapter => ({
  title,
  codes: Object.entries(entries).map(([code, texts]) => {
    const { args, ...details } = docs[code] ?? {};
    const message = messageOf(code, texts, { ...SAMPLE, ...args });
    const [summary = ''] = message.message.split(/(?<=[.!?])\s/, 1);
    const after = details.before === undefined ? {} : { after: GUARDED_SERVER };
    return { ...message, effect: texts.effect, summary, ...after, ...details };
  }),
});

/** Every code with its documentation, in the order in which the reference prints them. */
export const chapters: readonly Chapter[] = [
  chapter('Settings', settingsCatalogue, settingsDocs),
  chapter('The drop-in server', serverCatalogue, serverDocs),
  chapter('The codemod', codemodCatalogue, codemodDocs),
  chapter('The rest of the program', programCatalogue, programDocs),
  chapter('The doctor', { ...doctorCatalogue, ...browserOnlyCatalogue }, doctorDocs),
];
