import { expect } from 'chai';
import { BadLinkError, fragmentOf, stateOfFragment } from '../../playground/src/link.js';
import { FIRST_STATE, type State } from '../../playground/src/state.js';

const STATE: State = {
  ...FIRST_STATE,
  code: "// ünïcode 🦊\nrequire('socket.io')(3000);\r\n",
  language: 'ts',
  from: '2.4.0',
  semantics: 'exact',
  added: ['https://example.com'],
  removed: ['null', null],
};

async function problemOf(fragment: string): Promise<unknown> {
  return stateOfFragment(fragment).then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function packed(json: string): Promise<string> {
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `#1.${Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url')}`;
}

describe('a link of the playground', () => {
  it('carries everything, in letters that no program escapes', async () => {
    const fragment = await fragmentOf(STATE);
    expect(fragment).to.match(/^#1\.[\w-]+$/);
    expect(await stateOfFragment(fragment)).to.deep.equal(STATE);
  });

  it('is refused if this page did not make it, or if it is damaged', async () => {
    const whole = await fragmentOf(STATE);
    for (const fragment of [
      '#',
      '#1.',
      '#2.AAAA',
      '#1.%20',
      '#1.AAAA',
      whole.slice(0, -9),
      `${whole}AAAA!`,
    ]) {
      expect(await problemOf(fragment), fragment).to.be.instanceOf(BadLinkError);
    }
  });

  it('is refused if it contains something else', async () => {
    const others = [null, [], 'x', { ...STATE, from: '4.0.0' }, { ...STATE, added: [1] }, { code: '' }];
    for (const other of others) {
      expect(await problemOf(await packed(JSON.stringify(other))), JSON.stringify(other)).to.be.instanceOf(
        BadLinkError,
      );
    }
  });

  it('takes nothing from it that the page does not know', async () => {
    const fragment = await packed(JSON.stringify({ ...STATE, extra: 1 }));
    expect(await stateOfFragment(fragment)).to.deep.equal(STATE);
  });

  it('is refused if it unpacks to more than any source', async () => {
    const fragment = await packed(JSON.stringify({ ...STATE, code: ' '.repeat(5_000_000) }));
    expect(fragment.length).to.be.lessThan(20_000);
    expect(await problemOf(fragment)).to.be.instanceOf(BadLinkError);
  });
});
