import { expect } from 'chai';
import { doctorCatalogue } from '../../src/messages/doctor.js';
import { proxyFix } from '../../src/messages/proxies.js';

describe('proxyFix', () => {
  const url = 'https://example.com/my.app/realtime/';

  it('names the path that was asked, escaped in patterns', () => {
    const fix = (proxy: 'nginx' | 'Apache' | 'Express') => proxyFix('ANSWERS_PREFLIGHTS', { url, proxy });
    expect(fix('nginx')).to.include('`location /my.app/realtime/`');
    expect(fix('Apache')).to.include('!^/my\\.app/realtime/`');
    expect(fix('Express')).to.include('for /my.app/realtime before');
    expect(proxyFix('LOSES_QUERY', { url, proxy: undefined })).to.not.match(/\/socket\\?\.io/);
  });

  it('leaves the name of a package as it is', () => {
    const at = { url, proxy: undefined, origin: 'https://example.com', isUpgrade: false, cookie: undefined };
    expect(doctorCatalogue.SESSION_UNKNOWN.remedy(at)).to.include('@socket.io/sticky');
  });
});

describe('doctorCatalogue', () => {
  it('asks for a server at the path that was asked', () => {
    const at = { url: 'https://example.com/realtime/', path: '/socket.io/' };
    const remedy = doctorCatalogue.WRONG_PATH.remedy(at);
    expect(remedy).to.include('Or change the server\'s: { path: "/realtime/" }');
  });
});
