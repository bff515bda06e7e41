import { expect } from 'chai';
import { docsOf } from '../../src/messages/message.js';
import { warningOf } from '../../src/messages/warn.js';

describe('warningOf', () => {
  it('builds a warning from the catalogue, with texts that mention its arguments', () => {
    const warning = warningOf(
      'ORIGIN_NOW_ADMITTED',
      { from: '2.5.1', origins: { named: ['https://example.com'], count: 1 } },
      'origins[0]',
    );
    expect(warning).to.include({
      code: 'ORIGIN_NOW_ADMITTED',
      severity: 'warning',
      effect: 'opens',
      docs: 'docs/codes.md#origin_now_admitted',
      subject: 'origins[0]',
    });
    expect(warning.message).to.include('https://example.com').and.include('2.5.1');
    expect(warning.remedy).to.be.a('string').that.is.not.empty;
  });

  it('has no subject if none is given', () => {
    expect(warningOf('ALLOW_REQUEST_DECIDES_ALONE', {})).not.to.have.property('subject');
  });
});

describe('docsOf', () => {
  it('is the section of the code in the reference', () => {
    expect(docsOf('LEGACY_CLIENTS_NEED_ALLOW_EIO3')).to.equal('docs/codes.md#legacy_clients_need_allow_eio3');
  });
});
