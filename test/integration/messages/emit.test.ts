import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);

/** Runs a script in a process of its own, for what was emitted stays emitted; gives the warnings it emitted. */
async function warningsOf(
  script: string,
): Promise<{ name: string; code: string; message: string; detail: string }[]> {
  const report = `
    process.on('warning', ({ name, code, message, detail }) => seen.push({ name, code, message, detail }));
    const seen = [];
    process.on('exit', () => console.log(JSON.stringify(seen)));`;
  const { stdout } = await run(
    process.execPath,
    ['--no-warnings', '--import=tsx', '--input-type=module', '--eval', report + script],
    // Its coverage would be that of other code: this process loads the modules as CommonJS, that one as ESM.
    { cwd: new URL('../../..', import.meta.url), env: { ...process.env, NODE_V8_COVERAGE: undefined } },
  );
  return JSON.parse(stdout);
}

describe('emitOnce', () => {
  it("emits the failure of each function once, as Node's own warnings are", async () => {
    const warnings = await warningsOf(`
      const { emitOnce } = await import('./src/messages/emit.ts');
      const { appFunctionFailed } = await import('./src/messages/warn.ts');
      emitOnce(appFunctionFailed('allowRequest', 'first'));
      emitOnce(appFunctionFailed('allowRequest', 'second'));
      emitOnce(appFunctionFailed('origins function', 'third'));`);
    expect(warnings.map(({ name, code, detail }) => [name, code, detail])).to.deep.equal([
      ['SocketIOCorsWarning', 'APP_FUNCTION_FAILED', 'npx socket.io-cors-compat explain APP_FUNCTION_FAILED'],
      ['SocketIOCorsWarning', 'APP_FUNCTION_FAILED', 'npx socket.io-cors-compat explain APP_FUNCTION_FAILED'],
    ]);
    expect(warnings[0]?.message).to.include('first');
  });

  it('tells of each function of the app that failed, and the process lives on', async () => {
    const warnings = await warningsOf(`
      const { translateCors } = await import('./src/translate.ts');
      const fail = () => { throw new Error('boom'); };
      const request = { method: 'GET', headers: {}, _query: {}, socket: {} };
      const ignore = () => undefined;
      for (const settings of [{ origins: fail }, { origins: async () => fail() }, { allowRequest: fail }])
        translateCors(settings).options.allowRequest(request, ignore);
      const looking = (req, res) => { if (req.headers.origin !== 'https://origin.invalid') fail(); res.end(); };
      translateCors({ handlePreflightRequest: looking }).options.cors({ ...request, method: 'OPTIONS' }, ignore);`);
    expect(warnings.map(({ code }) => code).sort()).to.deep.equal([
      'APP_FUNCTION_FAILED',
      'APP_FUNCTION_FAILED',
      'APP_FUNCTION_FAILED',
    ]);
    for (const { message } of warnings) expect(message).to.include('(boom)');
  });
});
