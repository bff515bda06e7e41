import { expect } from 'chai';
import type { StoredReport } from '../../src/observe/report.js';
import { reportText } from '../../src/observe/report-text.js';
import { merged, observed, stored } from './observed.js';

const text = (fields: Partial<StoredReport> = {}) => reportText(merged([stored(fields)]), false);

describe('reportText', () => {
  const refusing = { translated: { admitted: 0, refused: 2 }, candidate: { admitted: 1, refused: 1 } };

  it('lists the origins that each of the settings would decide differently', () => {
    const origins = [
      observed({ origin: 'https://a.example', admitted: 2, ...refusing }),
      observed({ origin: 'https://b.example', refused: 1, translated: { admitted: 1, refused: 0 } }),
      observed({ origin: 'https://same.example', refused: 1, translated: { admitted: 0, refused: 1 } }),
    ];
    const lines = text({ origins, handshakes: 4, differences: 3, candidateDifferences: 1 }).split('\n');
    const linesAfter = (title: RegExp) => lines.slice(lines.findIndex((line) => title.test(line)) + 1);
    const translated = linesAfter(/translated settings/)
      .slice(0, 3)
      .join('\n');
    expect(translated).to.match(/a\.example +2 .*refused\n.*b\.example +1 .*allowed\n$/);
    expect(linesAfter(/candidate settings/)[0]).to.match(/a\.example +1 .*refused/);
  });

  it('names no origin whose candidate settings were compared for part of the time and decided the same', () => {
    const candidate = { admitted: 1, refused: 0 };
    const origins = [
      observed({ origin: 'https://a.example', admitted: 3, candidate }),
      observed({ origin: 'https://b.example', admitted: 3, candidate: { admitted: 0, refused: 1 } }),
    ];
    const printed = text({ origins, handshakes: 6, candidateDifferences: 1 });
    expect(printed).to.match(/differently:\n {2}https:\/\/b\.example +1 handshake +would be refused\n\n/);
  });

  it('accounts for the differences of origins that are not listed', () => {
    const [, , different] = text({ origins: [observed({ admitted: 1, ...refusing })], differences: 5 }).split(
      '\n',
    );
    expect(different).to.match(/differently:$/);
    expect(text({ origins: [], handshakes: 5, differences: 5, others: 5 })).not.to.match(/differently:\n\n/);
  });

  it('prints code that is complete, and no origin that is suspicious', () => {
    const printed = text({
      origins: [observed({ admitted: 2, eio3: 1 }), observed({ origin: 'null', admitted: 1 })],
    });
    expect(printed).to.include("origins: ['https://example.com', 'https://example.com:443']");
    expect(printed).to.include("const allowedOrigins = ['https://example.com'];");
    expect(printed).to.include('allowRequest: (').and.include('allowEIO3: true');
    expect(printed).to.match(/^ {2}null: /m);
  });

  it('escapes what a client sent, so that a terminal shows it', () => {
    const printed = text({ origins: [observed({ origin: 'https://\u001b[31m.example', admitted: 1 })] });
    expect(printed).not.to.include('\u001b');
  });

  it('lists fifty lines at most', () => {
    const origins = Array.from({ length: 80 }, (_, number) =>
      observed({
        origin: `https://site-${number}.example`,
        admitted: 1,
        translated: { admitted: 0, refused: 1 },
      }),
    );
    const printed = text({ origins, handshakes: 80, differences: 80 });
    expect(printed.match(/and 30 more/g)).to.have.length(2);
  });

  it('has something to say if nothing is known yet', () => {
    const printed = text({ origins: [], handshakes: 0, server: { release: null, protocol: 'v4' } });
    expect(printed).to.match(/^0 handshakes with Socket\.IO v4/);
    expect(printed).not.to.match(/undefined|NaN|null/);
  });

  it('claims nothing about settings that no handshake was compared with', () => {
    expect(text({ origins: [], handshakes: 0 })).not.to.match(/would decide|not need allowEIO3/);
  });
});
