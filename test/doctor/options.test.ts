import { expect } from 'chai';
import { type ProbeOptions, ProbeOptionsError, planProbe } from '../../src/doctor/options.js';

const issuesOf = (url: string, options: object = {}): readonly string[] => {
  try {
    planProbe(url, options);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(ProbeOptionsError);
    return (error as ProbeOptionsError).issues;
  }
};

describe('planProbe', () => {
  it('takes the path of the URL for a namespace, unless it looks like the path of Socket.IO', () => {
    const paths = (url: string, path?: string) => {
      const plan = planProbe(url, path === undefined ? {} : { path });
      return [plan.target, ...plan.otherTargets].map(({ pathname }) => pathname);
    };
    expect(paths('http://localhost/admin')).to.deep.equal([
      ...['/socket.io/', '/admin/', '/admin/socket.io/', '/engine.io/'],
    ]);
    expect(paths('http://localhost/')[0]).to.equal('/socket.io/');
    expect(paths('http://localhost/app/socket.io')[0]).to.equal('/app/socket.io/');
    expect(paths('http://localhost/engine.io/')[0]).to.equal('/engine.io/');
    expect(paths('http://localhost/admin', 'ws')[0]).to.equal('/ws/');
    expect(paths('http://localhost/', '/')[0]).to.equal('/');
    expect(paths('http://localhost/', '/ws/').slice(1)).to.deep.equal(['/socket.io/', '/engine.io/']);
    expect(planProbe('http://localhost/chat/', {}).namespace).to.equal('/chat/');
    expect(planProbe('http://localhost/app/socket.io', {}).namespace).to.be.undefined;
    expect(planProbe('http://localhost', {}).namespace).to.be.undefined;
  });

  it('asks for the own page if no origin is given, a foreign one, and null', () => {
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

  it('reports every problem at once', () => {
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

  it('refuses options that it does not know, and values of other types, which JavaScript may pass', () => {
    const wrong = {
      origin: 'https://a.com',
      credentials: 'no',
      path: 5,
      headers: 'x',
      ca: {},
      timeout: '5s',
    };
    const issues = issuesOf('http://localhost', wrong);
    expect(issues.map((issue) => issue.split(':')[0])).to.have.members([
      ...['options', 'credentials', 'path', 'headers', 'ca', 'timeout'],
    ]);
  });

  it('does not repeat the password of a URL that it cannot read', () => {
    const unreadable = [
      'http://me:s3cret@:99999',
      'https://me:s3cret/x@example.com:port',
      'https://me:a@s3cret@:99999',
      'https:me:s3cret@example.com',
      'https:\\\\me:s3cret@example.com',
      'me:s3cret@example.com',
      's3cret@example.com',
      'https://me:s3\ncret@:99999',
    ];
    for (const url of unreadable) {
      const [issue] = issuesOf(url);
      expect(issue)
        .to.include('is not a URL')
        .and.not.match(/s3\n?cret/);
    }
    expect(issuesOf('http://localhost', { origins: ['http://me:s3cret@:99999'] })[0]).not.to.include(
      's3cret',
    );
    expect(issuesOf('http://localhost', { headers: ['a b: s3cret'] })[0]).not.to.include('s3cret');
    expect(planProbe('http://me:12/s3cret@localhost', {}).namespace).to.be.undefined;
  });

  it('tells JavaScript callers which types it expects', () => {
    const options = { origins: 'https://a.com', headers: [3], path: 5 } as never;
    expect(issuesOf('http://localhost', options).map((issue) => issue.split(':')[0])).to.deep.equal([
      ...['origins', 'headers', 'path'],
    ]);
    expect(issuesOf(undefined as never)).to.have.length(1);
    expect(planProbe(new URL('http://localhost/'), {}).target.href).to.equal('http://localhost/socket.io/');
  });
});
