import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { fragmentOf, stateOfFragment } from '../../playground/src/link.js';
import { FIRST_STATE, type State } from '../../playground/src/state.js';
import { EXECUTABLE } from './chromium.js';
import { type ServedPlayground, servePlayground } from './serve-playground.js';

const SCREENSHOTS = 'reports/playground';

const YES = ['✓allowed', '✓allowed'];
const NO = ['✕refused', '✕refused'];
const HIDDEN = ['◐unreadable', '✓allowed'];

interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'active';
}

describe('the playground', function () {
  this.timeout(60_000);
  let served: ServedPlayground;
  let browser: Browser;
  const problems: string[] = [];
  const requests: string[] = [];

  before(async () => {
    served = await servePlayground();
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
    mkdirSync(SCREENSHOTS, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(problems.splice(0), 'errors in the page').to.deep.equal([]);
    const strays = requests
      .splice(0)
      .filter((url) => !url.startsWith(served.url) && !url.startsWith('data:'));
    expect(strays, 'requests to elsewhere').to.deep.equal([]);
  });

  async function open(fragment = '', { width = 1360, ...look }: Look = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, ...look });
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      // When lines are merged, Chromium's own editing writes style attributes, which the page's policy drops.
      const isChromiumEditing = message.text().startsWith('Applying inline style violates');
      if (message.type() === 'error' && !isChromiumEditing) problems.push(message.text());
    });
    context.on('request', (request) => requests.push(request.url()));
    await page.goto(served.url + fragment);
    await page.locator('.result .line').first().waitFor();
    return page;
  }

  const result = (page: Page) => page.locator('.result');
  /** The row of an origin: polling and WebSocket on v2, on v4 with cors only, and on v4. */
  async function verdicts(page: Page, origin: string): Promise<string[]> {
    const row = page.locator('.grid tbody tr').filter({ has: page.getByText(origin, { exact: true }) });
    await row.first().waitFor();
    return row.first().locator('td.verdict').allTextContents();
  }
  async function choose(page: Page, name: string): Promise<void> {
    await page.locator('#example').selectOption({ label: name });
  }
  async function waitForCode(page: Page, text: string): Promise<void> {
    await result(page).filter({ hasText: text }).waitFor();
  }

  it("shows the docs' example migrated, with the lines that change marked", async () => {
    const page = await open();
    await waitForCode(page, 'my-custom-header');
    expect(await result(page).locator('.line-comes').allTextContents()).to.include.members([
      "new: const allowedOrigins = ['https://example.com'];\n",
    ]);
    expect(await page.locator('.line-goes').first().textContent()).to.include('origins:');
    expect(await page.locator('.finding-label').allTextContents()).to.deep.equal(['ORIGIN_NOW_ADMITTED +2']);
    expect(await verdicts(page, 'https://example.com')).to.deep.equal([...NO, ...YES, ...YES]);
    expect(await verdicts(page, 'https://foreign.example')).to.deep.equal([...NO, ...HIDDEN, ...NO]);
  });

  it('colours holes, and pages of yours that are refused', async () => {
    const page = await open();
    const colours = async (origin: string) => {
      const row = page.locator('.grid tbody tr').filter({ has: page.getByText(origin, { exact: true }) });
      return row
        .first()
        .locator('td.verdict')
        .evaluateAll((cells) => cells.map((cell) => cell.className.replace('verdict ', '')));
    };
    await page.locator('.grid').first().waitFor();
    expect(await colours('https://example.com')).to.deep.equal([
      'bad',
      'bad',
      'good',
      'good',
      'good',
      'good',
    ]);
    expect(await colours('null')).to.deep.equal(['good', 'good', 'partial', 'bad', 'good', 'good']);
    await choose(page, "io.origins('*:*')");
    await waitForCode(page, 'DANGER: any website can connect');
    expect(await colours('https://foreign.example')).to.deep.equal(Array(6).fill('bad'));
  });

  it('has a policy that lets nothing out', async () => {
    const page = await open();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy?.split('; ')).to.include.members([
      "default-src 'none'",
      "connect-src 'none'",
      "form-action 'none'",
    ]);
    expect(policy).not.to.match(/unsafe|https?:/);
  });

  it('migrates while code is typed', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type("const io = require('socket.io')(server);\nio.origins(['localhost:3000']);");
    await waitForCode(page, 'allowedOrigins');
    await page.getByText('http://localhost:3000', { exact: true }).first().waitFor();
    expect(await verdicts(page, 'http://localhost:3000')).to.deep.equal([...YES, ...YES, ...YES]);
    expect(await page.locator('#example').inputValue()).to.equal('');
  });

  it('says where code cannot be parsed, and leaves it as it is', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText("require('socket.io')(server, { origins: [ );");
    await page.getByText(/Line 1 cannot be parsed/).waitFor();
    expect(await result(page).textContent()).to.equal("require('socket.io')(server, { origins: [ );");
    expect(await page.locator('.finding-label').textContent()).to.match(/Unexpected token/);
    expect(await page.locator('.grids ~ .empty').textContent()).to.include('cannot be parsed');
  });

  it('keeps lines that did not change, so that typing in a long file is not slow', async () => {
    const page = await open();
    await waitForCode(page, 'my-custom-header');
    const first = await page.locator('.result .line').first().elementHandle();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('// more');
    await waitForCode(page, '// more');
    expect(await first?.evaluate((line) => line.isConnected)).to.equal(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('const a = 1;\nconst b = 2;');
    await waitForCode(page, 'const b = 2;');
    expect(await result(page).locator('.line').allTextContents()).to.deep.equal([
      'const a = 1;\n',
      'const b = 2;',
    ]);
  });

  it('shows a hundred findings of many, and says how many more there are', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText("io.origins('*:*');\n".repeat(120));
    await page.getByText('And 20 more, on the marked lines.').waitFor();
    expect(await page.locator('.findings .place').count()).to.equal(100);
  });

  it('never reads the typed text as HTML', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(
      `require('socket.io')(3000, { origins: ['<img src=x onerror=alert(1)>:80', "https://a.example:443"] });`,
    );
    await page.getByText('https://a.example', { exact: true }).first().waitFor();
    await page.getByText('ORIGIN_NEVER_MATCHED').first().waitFor();
    expect(await page.locator('[onerror], [src]:not(script)').count()).to.equal(0);
  });

  it('shows what a release did, and keeps its accidents with exact matching', async () => {
    const page = await open();
    await choose(page, 'One string of many hosts');
    expect(await verdicts(page, 'https://ample.com')).to.deep.equal([...YES, ...HIDDEN, ...NO]);
    await page.locator('#semantics').selectOption('exact');
    await page.getByText('SUBSTRING_MATCH_KEPT', { exact: true }).first().waitFor();
    expect(await verdicts(page, 'https://ample.com')).to.deep.equal([...YES, ...YES, ...YES]);
    await page.locator('#from').selectOption('2.4.0');
    await page.getByText('v2 (2.4.0)').waitFor();
    expect(await verdicts(page, 'https://ample.com')).to.deep.equal([...NO, ...HIDDEN, ...NO]);
  });

  it('tells polling from WebSocket if the v4 code only has cors', async () => {
    const page = await open();
    await choose(page, 'Half migrated to v4');
    expect(await verdicts(page, 'https://foreign.example')).to.deep.equal([
      '?never ran on v2',
      ...HIDDEN,
      ...HIDDEN,
    ]);
    expect(await verdicts(page, 'https://example.com')).to.deep.equal(['?never ran on v2', ...YES, ...YES]);
  });

  it('guesses nothing that is only known at run time', async () => {
    const page = await open();
    await choose(page, 'From the environment');
    const [before, ...rest] = await verdicts(page, 'https://example.com');
    expect([before, rest.at(-1)]).to.deep.equal(Array(2).fill('?known at run time'));
  });

  it('adds and hides origins, and rejects text that is not one', async () => {
    const page = await open();
    await choose(page, 'A list with ports');
    await page.getByLabel('Add an origin').fill('example.org');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await page.locator('#origin-problem').textContent()).to.include('a scheme and a host');
    await page.getByLabel('Add an origin').fill('http://LOCALHOST:3000/chat');
    await page.keyboard.press('Enter');
    expect(await verdicts(page, 'http://localhost:3000')).to.deep.equal([...YES, ...YES, ...YES]);
    await page.getByLabel('Add an origin').fill('HTTPS://app.example.com:443');
    await page.keyboard.press('Enter');
    expect(await verdicts(page, 'https://app.example.com')).to.deep.equal([...NO, ...HIDDEN, ...NO]);
    await page.getByRole('button', { name: 'Hide https://app.example.com', exact: true }).click();
    await page.getByRole('button', { name: 'Hide null' }).click();
    await page.locator('.grid').getByText('null', { exact: true }).waitFor({ state: 'detached' });
    expect(
      await page.locator('.grid').getByText('https://app.example.com', { exact: true }).count(),
    ).to.equal(0);
    await page.getByRole('button', { name: 'Show hidden origins' }).click();
    await page.locator('.grid').getByText('null', { exact: true }).waitFor();
  });

  it('keeps its state in the address', async () => {
    const page = await open();
    await choose(page, 'A list with ports');
    await page.getByLabel('Add an origin').fill('https://app.example.com');
    await page.keyboard.press('Enter');
    await page.locator('#from').selectOption('2.0.4');
    const fragment = await linkTo(page, ({ from }) => from === '2.0.4');
    const again = await open(fragment);
    await again.getByText('v2 (2.0.4)').waitFor();
    expect(await again.locator('#example option:checked').textContent()).to.equal('A list with ports');
    expect(await verdicts(again, 'https://app.example.com')).to.deep.equal([...NO, ...HIDDEN, ...NO]);
  });

  it('follows a link that is opened in the same page', async () => {
    const page = await open();
    const fragment = await fragmentOf({ ...FIRST_STATE, code: "require('socket.io')(8080); // mine\n" });
    await page.evaluate(`location.hash = ${JSON.stringify(fragment)}`);
    await waitForCode(page, '// mine');
  });

  for (const fragment of ['#1.AAAA', '#2.abc', '#<script>alert(1)</script>', `#1.${'A'.repeat(5000)}`]) {
    it(`says that a link is damaged: ${fragment.slice(0, 30)}`, async () => {
      const page = await open(fragment);
      await page.getByText('This link cannot be read').waitFor();
      await waitForCode(page, 'my-custom-header');
    });
  }

  it('can be used with the keyboard only, into the editor and out of it', async () => {
    const page = await open();
    await page.locator('.grid').first().waitFor();
    const focused = () =>
      page.evaluate<string>(
        "(() => { let at = document.activeElement; while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at.id || at.getAttribute('aria-label') || at.textContent; })()",
      );
    const seen: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const name = await focused();
      if (name === seen[0] || name.trim() === '') break;
      seen.push(name);
      if (!name.startsWith('Your Socket.IO v2 server')) continue;
      const before = await page.locator('.cm-content').textContent();
      await page.keyboard.press('Tab');
      expect(await page.locator('.cm-content').textContent(), 'Tab indents').not.to.equal(before);
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Escape');
    }
    const order = ['example', 'from', 'keep-v2-clients', 'Copy link', 'Copy code', 'The v4 code', 'line 4'];
    const places = [...order, 'Hide https://example.com', 'origin', 'Add'].map((name) => seen.indexOf(name));
    expect(places, seen.join(' | ')).to.deep.equal([...places].sort((a, b) => a - b));
    // The links in the header come first.
    expect(places[0]).to.equal(3);
    await page.locator('.place').first().focus();
    await page.keyboard.press('Enter');
    expect(await focused()).to.match(/^Your Socket\.IO v2 server/);
  });

  it('links each warning to its section of the code reference', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'More about ORIGIN_NOW_ADMITTED' }).click();
    await page.waitForURL(/codes\.html#origin_now_admitted$/);
    expect(await page.locator('#origin_now_admitted').textContent()).to.equal('ORIGIN_NOW_ADMITTED');
  });

  it('has the guide beside it, whose links lead to headings that exist', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Migration guide' }).click();
    await page.waitForURL(/guide\.html$/);
    await page.getByRole('link', { name: 'A list of origins' }).click();
    expect(await page.locator(':target').textContent()).to.equal('A list of origins');
    await page.getByRole('link', { name: 'CORSMissingAllowOrigin' }).click();
    await page.waitForURL(/codes\.html#/);
    expect(await page.locator(':target').textContent()).to.equal('CORSMissingAllowOrigin');
  });

  it('writes what the choices beside the code ask for', async () => {
    const page = await open();
    await choose(page, 'A list with ports');
    await page.getByLabel('Keep v2 clients').check();
    await waitForCode(page, 'allowEIO3: true');
    await page.locator('#missing-origin').selectOption('allow');
    await page.getByText('MISSING_ORIGIN_NOW_ADMITTED', { exact: true }).first().waitFor();
    await page.locator('#to').selectOption('3.0.1');
    await page.getByText('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { exact: true }).first().waitFor();
  });

  for (const width of [320, 380, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`passes axe-core, ${colorScheme}, ${width} px wide`, async () => {
        const page = await open('', { width, colorScheme });
        for (const [name, text] of [
          ['The example of the v2 docs', 'my-custom-header'],
          ['From the environment', 'isAllowedOrigin'],
          ['Half migrated to v4', "origin: ['https://example.com']"],
        ] as const) {
          await choose(page, name);
          await waitForCode(page, text);
          const file = `${name.toLowerCase().replace(/\W+/g, '-')}-${colorScheme}-${width}.png`;
          await page.screenshot({ path: `${SCREENSHOTS}/${file}`, fullPage: true });
          expect(
            await page.evaluate('document.documentElement.scrollWidth'),
            'no scrolling sideways',
          ).to.equal(width);
          expect(await violations(page), name).to.deep.equal([]);
        }
      });
    }
  }

  it('shows its marks in forced colours', async () => {
    const page = await open('', { forcedColors: 'active' });
    await page.locator('.grid').first().waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/forced-colors.png`, fullPage: true });
    expect(await page.locator('.mark').first().textContent()).to.equal('✕');
    expect(await violations(page)).to.deep.equal([]);
  });
});

/** The fragment in the page's address, once it contains the state. */
async function linkTo(page: Page, isThere: (state: State) => boolean): Promise<string> {
  for (;;) {
    const { hash } = new URL(page.url());
    const state = await stateOfFragment(hash).catch(() => undefined);
    if (state !== undefined && isThere(state)) return hash;
    await page.waitForTimeout(50);
  }
}

/** The violations that axe-core finds. Its script bypasses the page's policy, which would not load it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target + ' ' + node.failureSummary)))`,
  );
}
