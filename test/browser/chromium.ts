import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';

export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A browser that resolves every host to this machine. */
export interface Pages {
  /** A blank page of that origin (`http://page.test`, or `null`); one and the same each time. */
  readonly of: (origin: string) => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** Starts Chromium, and a server of blank pages under every name that ends in `.test` or `.example`. */
export async function openPages(): Promise<Pages> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `These tests need Chromium at ${EXECUTABLE}: apt-get install -y chromium, or set CHROMIUM.`,
    );
  }
  const host = createServer((request, response) => {
    // A sandboxed page has an origin of its own, which is sent as `null`.
    const sandbox = request.headers.host?.startsWith('null.')
      ? 'sandbox allow-scripts'
      : "default-src * 'unsafe-eval'";
    response
      .writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': sandbox })
      .end('<title>page</title>');
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const browser = await launch((host.address() as AddressInfo).port);
  const pages = new Map<string, Page>();
  return {
    of: async (origin) => {
      const page = pages.get(origin) ?? (await browser.newPage());
      if (!pages.has(origin)) await page.goto(origin === 'null' ? 'http://null.test/' : `${origin}/`);
      pages.set(origin, page);
      return page;
    },
    close: async () => {
      await browser.close();
      host.closeAllConnections();
      host.close();
    },
  };
}

function launch(port: number): Promise<Browser> {
  const hosts = ['*.test', '*.example'].map((name) => `MAP ${name} 127.0.0.1:${port}`);
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      ...[
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
      ...['--disable-component-update', '--disable-sync'],
      `--host-resolver-rules=${hosts.join(',')},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`,
    ],
  });
}
