import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { fragmentOf, stateOfFragment } from '../../playground/src/link.js';
import { FIRST_STATE, type State } from '../../playground/src/state.js';
import { EXECUTABLE } from './chromium.js';
import { type ServedPlayground, servePlayground } from './serve-playground.js';

const SCREENSHOTS = 'reports/playground';

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
      // Where lines are merged Chromium's own editing writes style attributes, which the page's policy rightly drops.
      const isChromiumEditing = message.text().startsWith('Applying inline style violates');
      if (message.type() === 'error' && !isChromiumEditing) problems.push(message.text());
    });
    context.on('request', (request) => requests.push(request.url()));
    await page.goto(served.url + fragment);
    await page.locator('.result .line').first().waitFor();
    return page;
  }

  const result = (page: Page) => page.locator('.result');
  /** What the grid says of an origin, over v2's polling and WebSocket, then v4's. */
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
    expect(await verdicts(page, 'https://example.com')).to.deep.equal([
      ...['✕ refused', '✕ refused', '✓ allowed', '✓ allowed'].map((text) => text.replace(' ', '')),
    ]);
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

  it('migrates while somebody types', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type("const io = require('socket.io')(server);\nio.origins(['localhost:3000']);");
    await waitForCode(page, 'allowedOrigins');
    await page.getByText('http://localhost:3000', { exact: true }).first().waitFor();
    expect(await verdicts(page, 'http://localhost:3000')).to.deep.equal(
      Array.from({ length: 4 }, () => '✓allowed'),
    );
    expect(await page.locator('#example').inputValue()).to.equal('');
  });

  it('says where code cannot be read, and leaves it as it is', async () => {
    const page = await open();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText("require('socket.io')(server, { origins: [ );");
    await page.getByText(/Line 1 cannot be read/).waitFor();
    expect(await result(page).textContent()).to.equal("require('socket.io')(server, { origins: [ );");
    expect(await page.locator('.finding-label').textContent()).to.match(/Unexpected token/);
  });

  it('never takes what is typed for HTML', async () => {
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

  it('asks a release for what it did, and keeps accidents where that is asked for', async () => {
    const page = await open();
    await choose(page, 'One string of many hosts');
    expect(await verdicts(page, 'https://ample.com')).to.deep.equal([
      '✓allowed',
      '✓allowed',
      '✕refused',
      '✕refused',
    ]);
    await page.locator('#semantics').selectOption('exact');
    await page.getByText('SUBSTRING_MATCH_KEPT', { exact: true }).first().waitFor();
    expect(await verdicts(page, 'https://ample.com')).to.deep.equal(Array(4).fill('✓allowed'));
    await page.locator('#from').selectOption('2.4.0');
    await page.getByText('v2 (2.4.0)').waitFor();
    expect(await verdicts(page, 'https://ample.com')).to.deep.equal(Array(4).fill('✕refused'));
  });

  it('tells polling from WebSocket where v4 has cors alone', async () => {
    const page = await open();
    await choose(page, 'Half migrated to v4');
    expect(await verdicts(page, 'https://foreign.example')).to.deep.equal([
      '?never ran',
      '✕refused',
      '✓allowed',
    ]);
    expect(await verdicts(page, 'https://example.com')).to.deep.equal(['?never ran', '✓allowed', '✓allowed']);
  });

  it('guesses nothing that is only known at run time', async () => {
    const page = await open();
    await choose(page, 'From the environment');
    expect(await verdicts(page, 'https://example.com')).to.deep.equal(
      Array(2).fill('?known only at run time'),
    );
    await choose(page, 'Two branches');
    await page.getByText('left to you', { exact: true }).waitFor();
    expect(await verdicts(page, 'https://example.com')).to.deep.equal(Array(2).fill('?not known yet'));
  });

  it('takes origins in and out of the grid, and refuses what is none', async () => {
    const page = await open();
    await choose(page, 'A list with ports');
    await page.getByLabel('Add an origin').fill('example.org');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await page.locator('#origin-problem').textContent()).to.include('a scheme and a host');
    await page.getByLabel('Add an origin').fill('http://LOCALHOST:3000/chat');
    await page.keyboard.press('Enter');
    expect(await verdicts(page, 'http://localhost:3000')).to.deep.equal(Array(4).fill('✓allowed'));
    await page.getByLabel('Add an origin').fill('HTTPS://app.example.com:443');
    await page.keyboard.press('Enter');
    expect(await verdicts(page, 'https://app.example.com')).to.deep.equal(Array(4).fill('✕refused'));
    await page.getByRole('button', { name: 'Remove https://app.example.com', exact: true }).click();
    await page.getByRole('button', { name: 'Remove null' }).click();
    await page.locator('.grid').getByText('null', { exact: true }).waitFor({ state: 'detached' });
    expect(
      await page.locator('.grid').getByText('https://app.example.com', { exact: true }).count(),
    ).to.equal(0);
    await page.getByRole('button', { name: 'Restore the origins' }).click();
    await page.locator('.grid').getByText('null', { exact: true }).waitFor();
  });

  it('keeps all of it in the address, and comes back from there', async () => {
    const page = await open();
    await choose(page, 'A list with ports');
    await page.getByLabel('Add an origin').fill('https://app.example.com');
    await page.keyboard.press('Enter');
    await page.locator('#from').selectOption('2.0.4');
    const fragment = await linkTo(page, ({ from }) => from === '2.0.4');
    const again = await open(fragment);
    await again.getByText('v2 (2.0.4)').waitFor();
    expect(await again.locator('#example option:checked').textContent()).to.equal('A list with ports');
    expect(await verdicts(again, 'https://app.example.com')).to.deep.equal(Array(4).fill('✕refused'));
  });

  it('follows a link that is opened while it is there', async () => {
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

  it('can be walked through with the keyboard alone, into the editor and out of it', async () => {
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
    const order = ['example', 'from', 'Copy a link to this', 'Copy the code', 'The code for v4', 'line 4'];
    const places = [...order, 'Remove https://example.com', 'origin', 'Add'].map((name) =>
      seen.indexOf(name),
    );
    expect(places, seen.join(' | ')).to.deep.equal([...places].sort((a, b) => a - b));
    expect(places[0]).to.equal(0);
    await page.locator('.place').first().focus();
    await page.keyboard.press('Enter');
    expect(await focused()).to.match(/^Your Socket\.IO v2 server/);
  });

  it('leads from each finding to its section of the guide', async () => {
    const page = await open();
    const link = page.getByRole('link', { name: 'More on ORIGIN_NOW_ADMITTED' });
    await link.click();
    await page.waitForURL(/migration\.html#origin-now-admitted$/);
    expect(await page.locator('#origin-now-admitted').textContent()).to.equal('Origin now admitted');
  });

  for (const width of [320, 1360]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`stands the tests of axe-core, ${colorScheme}, ${width} px wide`, async () => {
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

/** The fragment in a page's address, once it carries what it is to carry. */
async function linkTo(page: Page, isThere: (state: State) => boolean): Promise<string> {
  for (;;) {
    const { hash } = new URL(page.url());
    const state = await stateOfFragment(hash).catch(() => undefined);
    if (state !== undefined && isThere(state)) return hash;
    await page.waitForTimeout(50);
  }
}

/** What axe-core objects to; its script comes in beside the page's policy, which would not let the page load it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target + ' ' + node.failureSummary)))`,
  );
}
