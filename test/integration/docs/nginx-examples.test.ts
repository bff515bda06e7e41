import { expect } from 'chai';
import { type DoctorReport, runDoctor } from '../../../src/doctor/run.js';
import { chapters } from '../../../src/messages/docs/index.js';
import { v2, v4 } from '../doctor/servers.js';
import { nginx } from '../proxies/proxy.js';

const PAGE = 'https://example.com';

/** What the configuration around an example has. */
const AROUND = {
  http: `limit_req_zone $binary_remote_addr zone=perip:1m rate=2r/s;
proxy_cache_path cache keys_zone=app:1m;`,
  passedOn: `proxy_http_version 1.1;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $connection_upgrade;
proxy_ignore_headers Cache-Control;
proxy_cache_valid 200 1m;`,
};

describe('the doctor, asked about the examples of nginx in docs/codes.md,', () => {
  for (const { code, nginx: example } of chapters.at(-1)?.codes ?? []) {
    if (example === undefined) continue;

    it(`reports ${code}`, async () => {
      const isV2 = /^(?:ORIGIN_NOT|ALLOW_ORIGIN)/.test(code);
      const node = () =>
        isV2
          ? v2({})
          : v4({
              cors: { origin: [PAGE], credentials: true },
              allowRequest: (
                { headers }: { headers: { origin?: string } },
                callback: (error: null, allowed: boolean) => void,
              ) => callback(null, headers.origin === PAGE),
            });
      const nodes = [await node(), await node()];
      const ports = nodes.map(({ url }) => new URL(url).port);
      const text = example
        .replaceAll(':3000', `:${ports[0]}`)
        .replaceAll(':3001', `:${ports[1]}`)
        .replaceAll(':3002', ':1');
      const proxy = await nginx(configurationOf(text, code.startsWith('WEBSOCKET')))([], {
        pemFile: '',
        certificate: '',
      });
      try {
        const { stdout } = await runDoctor({
          ...{ url: proxy.url, origins: [PAGE], credentials: true, format: 'json' },
          headers: /PREFLIGHT|REFUSED/.test(code) ? ['my-custom-header'] : [],
        });
        const { diagnoses } = JSON.parse(stdout) as DoctorReport;
        expect(diagnoses.map((diagnosis) => diagnosis.code)).to.include(code);
      } finally {
        await proxy.close();
        for (const { close } of nodes) await close();
      }
    });
  }
});

/** Puts an example into the rest of a configuration: a location, an upstream block, or a whole server. */
function configurationOf(example: string, isWithoutUpgrade: boolean) {
  const [, server] = /^server \{(.*)\}$/s.exec(example) ?? [];
  const passedOn = isWithoutUpgrade ? '' : AROUND.passedOn;
  if (example.startsWith('upstream'))
    return {
      http: `${AROUND.http}\n${example}\n${passedOn}`,
      locations: 'location /socket.io/ { proxy_pass http://app; }',
    };
  return { http: `${AROUND.http}\n${passedOn}`, locations: server ?? example };
}
