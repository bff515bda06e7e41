import { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { preflightAnswer, recordingResponse } from '../../src/runtime/recording-response.js';

const REQUEST = new IncomingMessage(null as never);

const ACAO = 'Access-Control-Allow-Origin';
const H = 'https://example.com';

describe('recordingResponse', () => {
  it('has no answer if the response was not ended', () => {
    const { response, answer } = recordingResponse(REQUEST);
    response.setHeader(ACAO, H);
    expect(answer()).to.equal(undefined);
  });

  it('has the request as response.req', () => {
    expect(recordingResponse(REQUEST).response.req).to.equal(REQUEST);
  });

  it('is a ServerResponse whose methods can be chained', () => {
    const { response } = recordingResponse(REQUEST);
    expect(response).to.be.instanceOf(ServerResponse);
    expect(response.writeHead(200)).to.equal(response);
    expect(response.end()).to.equal(response);
  });

  it('has the answer that comes after what is sent before it', () => {
    const { response, answer } = recordingResponse(REQUEST);
    response.writeContinue();
    response.writeHead(204, { [ACAO]: H }).end();
    expect(answer()).to.include({ status: 204, allowOrigin: H });
  });

  it('calls back when the response is ended, and not before', () => {
    const { response, whenEnded } = recordingResponse(REQUEST);
    let calls = 0;
    whenEnded(() => {
      calls++;
    });
    expect(calls).to.equal(0);
    response.end();
    expect(calls).to.equal(1);
  });

  it('calls back at once if the response has been ended', () => {
    const { response, whenEnded } = recordingResponse(REQUEST);
    response.end();
    let calls = 0;
    whenEnded(() => {
      calls++;
    });
    expect(calls).to.equal(1);
  });

  it('calls back when the response is destroyed, which answers nothing', () => {
    const { response, answer, whenEnded } = recordingResponse(REQUEST);
    let calls = 0;
    whenEnded(() => {
      calls++;
    });
    expect(response.destroy()).to.equal(response);
    expect(calls).to.equal(1);
    expect(answer()).to.equal(undefined);
  });

  it('has no answer if it was destroyed before its end: the client got none', () => {
    const { response, answer } = recordingResponse(REQUEST);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.destroy();
    response.end();
    expect(answer()).to.equal(undefined);
  });

  it("has the client's address of the real socket, and none without a socket", () => {
    const socket = { remoteAddress: '192.0.2.1', remoteFamily: 'IPv4', remotePort: 4711, encrypted: true };
    const request = Object.assign(new IncomingMessage(null as never), { socket });
    const { response } = recordingResponse(request);
    expect(response.socket).to.include(socket);
    socket.remoteAddress = '192.0.2.2';
    expect(response.socket?.remoteAddress).to.equal('192.0.2.2');
    expect(recordingResponse(REQUEST).response.socket?.remoteAddress).to.equal(undefined);
  });

  it('accepts everything that is written, so that a handler waiting for it continues', async () => {
    const { response } = recordingResponse(REQUEST);
    for (let written = 0; written < 3; written++)
      await new Promise<void>((resolve, reject) =>
        response.write('x'.repeat(100_000), (error) => (error ? reject(error) : resolve())),
      );
    expect(response.headersSent).to.equal(true);
  });

  it('can be destroyed if nothing waits for its end', () => {
    const { response, answer } = recordingResponse(REQUEST);
    expect(() => response.destroy()).not.to.throw();
    expect(answer()).to.equal(undefined);
  });

  it('has not ended if end() threw', () => {
    const { response, answer } = recordingResponse(REQUEST);
    expect(() => response.end({} as never)).to.throw(TypeError);
    expect(answer()).to.equal(undefined);
  });

  it('survives a handler that writes after the end', async () => {
    const { response, answer } = recordingResponse(REQUEST);
    response.setHeader(ACAO, H);
    response.end();
    response.write('late');
    response.end('later');
    // Node emits the error in a later tick; without a listener it would end the process.
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer()?.allowOrigin).to.equal(H);
  });
});

const read = (headers: Readonly<Record<string, string>>) =>
  preflightAnswer(204, (name) => headers[name.replace('access-control-', '')]);

describe('preflightAnswer', () => {
  it('reads an answer that says nothing', () => {
    expect(read({})).to.deep.equal({
      status: 204,
      allowOrigin: undefined,
      allowCredentials: false,
      allowMethods: [],
      allowHeaders: [],
      exposeHeaders: [],
      maxAge: undefined,
    });
  });

  it('trims values and the entries of lists, as browsers do', () => {
    expect(
      read({
        'allow-origin': '\t https://example.com ',
        'allow-credentials': ' true',
        'allow-methods': ' GET ,, PUT,',
        'allow-headers': 'x-a,x-b ',
        'expose-headers': ' x-c',
        'max-age': ' 600 ',
      }),
    ).to.deep.equal({
      status: 204,
      allowOrigin: 'https://example.com',
      allowCredentials: true,
      allowMethods: ['GET', 'PUT'],
      allowHeaders: ['x-a', 'x-b'],
      exposeHeaders: ['x-c'],
      maxAge: 600,
    });
  });

  const credentials = ['TRUE', 'True', 'true, true', 'false', '1', ''];
  for (const value of credentials) {
    it(`takes ${JSON.stringify(value)} for no credentials`, () => {
      expect(read({ 'allow-credentials': value }).allowCredentials).to.equal(false);
    });
  }

  const ages: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['-1', -1],
    ['86400', 86400],
    ['1.5', undefined],
    ['1e3', undefined],
    ['600s', undefined],
    ['x600', undefined],
    ['', undefined],
  ];
  for (const [value, maxAge] of ages) {
    it(`reads Access-Control-Max-Age: ${JSON.stringify(value)} as ${maxAge}`, () => {
      expect(read({ 'max-age': value }).maxAge).to.equal(maxAge);
    });
  }
});
