import { expect } from 'chai';
import { type AllowRequest, LegacySettingsError, Server } from '../../../src/server/index.js';

/** uWebSockets.js is not on npm. This app only keeps the handlers that are registered with it. */
const app = () => {
  const paths: string[] = [];
  const register = (path: string) => {
    paths.push(path);
    return server;
  };
  const server = { any: register, ws: register, get: register, publish: () => true, numSubscribers: () => 0 };
  return { server, paths };
};

describe('attachApp() of uWebSockets.js', () => {
  const corsCompat = { onWarning: () => undefined };

  it('is refused beside settings of v2, which did not know it: their checks must not get lost', () => {
    const { server, paths } = app();
    for (const options of [{}, { origins: ['https://example.com:443'] }])
      expect(() => Server({ ...options, corsCompat }).attachApp(server)).to.throw(LegacySettingsError);
    expect(paths).to.deep.equal([]);
  });

  it("asks an allowRequest beside v4's own cors", async () => {
    const check: AllowRequest = (_request, callback) => callback(null, false);
    const io = Server({ cors: { origin: '*' }, allowRequest: check, corsCompat });
    io.attachApp(app().server);
    const { allowRequest } = io.engine.opts as { allowRequest: AllowRequest };
    const success = await new Promise((resolve) =>
      allowRequest({ headers: {} } as never, (_error, success) => resolve(success)),
    );
    expect(success).to.equal(false);
    await io.close();
  });
});
