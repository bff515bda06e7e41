import { writeFile } from 'node:fs/promises';

/** What a run came to. */
interface Results {
  /** The browser's version. */
  chromium: string;
  /** Servers that the doctor and the browser looked at. */
  servers: number;
  /** Requests that both judged. */
  questions: number;
  /** Those of which both said the same: verdict, the error's name and its text. */
  agreed: number;
  /** The others: Chromium lets pass what the Fetch standard does not, or follows a redirect to another address. */
  knownDifferences: number;
  /** Connections of real clients to a server that takes v2's place, each held against v2's. */
  clientCases: number;
}

export const counted: Results = {
  chromium: '',
  servers: 0,
  questions: 0,
  agreed: 0,
  knownDifferences: 0,
  clientCases: 0,
};

const FILE = new URL('../../results/browser.json', import.meta.url);

// README quotes the numbers; only who asks for it gets the file written, and only for a whole run.
if (process.env.RESULTS === '1') {
  after('write results/browser.json', async () => {
    if (counted.servers === 0 || counted.clientCases === 0) {
      throw new Error('RESULTS=1 needs a whole run: npm run test:browser, without --grep');
    }
    await writeFile(FILE, `${JSON.stringify(counted, null, 2)}\n`);
  });
}
