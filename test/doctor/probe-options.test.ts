import { expect } from 'chai';
import { readOrigin, withPort } from '../../src/doctor/origin.js';
import { otherPaths, targetPath } from '../../src/doctor/path.js';
import { type ProbeOptions, ProbeOptionsError, planProbe } from '../../src/doctor/probe-options.js';

const issuesOf = (url: string, options: ProbeOptions = {}): readonly string[] => {
  try {
    planProbe(url, options);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(ProbeOptionsError);
    return (error as ProbeOptionsError).issues;
  }
};

describe('what the doctor is given', () => {
  const origins: readonly [text: string, origin: string | undefined][] = [
    ['https://example.com', 'https://example.com'],
    ['HTTPS://Example.COM:443/chat?a#b', 'https://example.com'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['null', 'null'],
    ['file:///home/a.html', 'null'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdef/popup.html', 'chrome-extension://abcdef'],
    ['*', undefined],
    ['example.com', undefined],
    ['localhost:3000', undefined],
    ['', undefined],
    ['https://', undefined],
    ['https://a b', undefined],
    ['https://a\r\nX: 1', undefined],
  ];
  for (const [text, origin] of origins) {
    it(`reads ${JSON.stringify(text)} as ${origin ?? 'no origin'}`, () => {
      expect(readOrigin(text)).to.equal(origin);
    });
  }

  it('writes origins for v2 with their ports', () => {
    expect(
      ['https://a.com', 'http://a.com', 'http://a.com:81', 'capacitor://localhost'].map(withPort),
    ).to.deep.equal(['https://a.com:443', 'http://a.com:80', 'http://a.com:81', 'capacitor://localhost:80']);
  });

  it('takes the path of the URL for a namespace, unless it looks like a path', () => {
    expect(targetPath('/', undefined)).to.equal('/socket.io/');
    expect(targetPath('/admin', undefined)).to.equal('/socket.io/');
    expect(targetPath('/app/socket.io', undefined)).to.equal('/app/socket.io/');
    expect(targetPath('/engine.io/', undefined)).to.equal('/engine.io/');
    expect(targetPath('/admin', 'ws')).to.equal('/ws/');
    expect(targetPath('/', '/')).to.equal('/');
    expect(otherPaths('/app', '/socket.io/')).to.deep.equal(['/app/socket.io/', '/app/', '/engine.io/']);
    expect(otherPaths('/', '/ws/')).to.deep.equal(['/socket.io/', '/engine.io/']);
  });

  it('asks in the name of the own page where no origin is given, of a foreign one, and of null', () => {
    const pages = (url: string, options: ProbeOptions = {}) =>
      planProbe(url, options).pages.map(({ origin, role }) => `${role} ${origin}`);
    expect(pages('http://localhost:3000')).to.deep.equal([
      'own http://localhost:3000',
      'foreign http://foreign.example',
      'null null',
    ]);
    expect(
      pages('https://api.example.com', { origins: ['https://a.com/', 'https://A.com:443', 'null'] }),
    ).to.deep.equal(['asked https://a.com', 'asked null', 'foreign https://foreign.example']);
  });

  it("keeps the app's own query, and drops Engine.IO's", () => {
    const { target } = planProbe(
      'http://localhost:3000/socket.io/?token=a&EIO=4&transport=polling&t=N1&sid=x',
      {},
    );
    expect(target.href).to.equal('http://localhost:3000/socket.io/?token=a');
    expect(planProbe('wss://api.example.com', {}).target.href).to.equal('https://api.example.com/socket.io/');
  });

  it('never leaves the host that it was given', () => {
    const urls: [string, ProbeOptions][] = [
      ['http://localhost//evil.example', {}],
      ['http://localhost/\\\\evil.example', {}],
      ['http://localhost', { path: '/\\evil.example' }],
      ['http://localhost', { path: '//evil.example' }],
      ['http://localhost', { path: 'http://evil.example/' }],
      ['http://localhost', { path: '@evil.example' }],
      ['http://localhost', { path: '?a#b' }],
    ];
    const hosts = urls.flatMap(([url, options]) => {
      const { target, otherTargets } = planProbe(url, options);
      return [target, ...otherTargets].map(({ host }) => host);
    });
    expect(new Set(hosts)).to.deep.equal(new Set(['localhost']));
  });

  it('keeps a password out of the URL that is printed', () => {
    const plan = planProbe('http://user:p%40ss@localhost/', {});
    expect(plan.target.href).to.equal('http://localhost/socket.io/');
    expect(plan.authorization).to.equal(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
  });

  it('joins headers of one name', () => {
    const { pages } = planProbe('http://localhost', { headers: ['X-One: a', 'x-two', 'x-one: b'] });
    expect(pages[0].headers).to.deep.equal([
      ['X-One', 'a, b'],
      ['x-two', '1'],
    ]);
  });

  it('reports all that is wrong at once', () => {
    const issues = issuesOf('localhost:3000', {
      origins: ['*', 'https://a.com', 'example.com'],
      headers: ['', 'a b: c', 'Cookie: a=b', 'x-one: a\nb', 'x: ü', 'x: 日本'],
      timeout: 0,
      concurrency: 1.5,
    });
    expect(issues).to.have.length(10);
    expect(issuesOf('http://')).to.have.length(1);
    expect(issuesOf('http://localhost', { timeout: Number.NaN })).to.have.length(1);
  });

  it('does not repeat the password of a URL that it cannot read', () => {
    const [issue] = issuesOf('http://me:s3cret@:99999');
    expect(issue).to.include('"http://:99999" is no URL');
  });

  it('says what it takes, to who calls from JavaScript', () => {
    const options = { origins: 'https://a.com', headers: [3], path: 5 } as never;
    expect(issuesOf('http://localhost', options).map((issue) => issue.split(':')[0])).to.deep.equal([
      ...['origins', 'headers', 'path'],
    ]);
    expect(issuesOf(undefined as never)).to.have.length(1);
    expect(planProbe(new URL('http://localhost/'), {}).target.href).to.equal('http://localhost/socket.io/');
  });
});
