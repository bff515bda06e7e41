import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import type { DecidedHandshake } from '../../src/observe/handshake.js';
import { meteredHandshakes } from '../../src/observe/meter.js';

describe('meteredHandshakes', () => {
  const handshake: DecidedHandshake = {
    ...{ origin: 'https://a.example', from: 'origin', transport: 'polling', protocol: 3 },
    ...{ server: 'admitted', translated: 'refused', candidate: 'admitted' },
  };

  /** What the OpenTelemetry SDK exports for some handshakes. */
  async function exported(maxOrigins: number, handshakes: readonly [DecidedHandshake, isListed: boolean][]) {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter });
    const provider = new MeterProvider({ readers: [reader] });
    const add = meteredHandshakes(provider.getMeter('chat'), maxOrigins);
    for (const each of handshakes) add(...each);
    await provider.forceFlush();
    const metrics = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    await provider.shutdown();
    expect(metrics.map(({ descriptor }) => descriptor.name)).to.deep.equal(['socketio.handshakes']);
    return metrics.flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ ...attributes, value })),
    );
  }

  it('counts handshakes by all that was decided', async () => {
    const { candidate: _candidate, ...plain } = handshake;
    const on = { origin: 'https://a.example', transport: 'polling', protocol: 3, decision: 'admitted' };
    expect(
      await exported(10, [
        [handshake, true],
        [handshake, true],
        [{ ...plain, origin: null, from: 'none', translated: null }, true],
      ]),
    ).to.deep.equal([
      { ...on, translated: 'refused', candidate: 'admitted', value: 2 },
      { ...on, origin: '(none)', value: 1 },
    ]);
  });

  it('names as many origins as are allowed, of those that are listed', async () => {
    const from = (origin: string) => ({ ...handshake, origin });
    const points = await exported(2, [
      [from('https://a.example'), true],
      [from('https://unlisted.example'), false],
      [from('https://b.example'), true],
      [from('https://c.example'), true],
      [from('https://a.example'), false],
    ]);
    expect(
      points.map(({ value, ...attributes }) => [Reflect.get(attributes, 'origin'), value]),
    ).to.deep.equal([
      ['https://a.example', 2],
      ['(other)', 2],
      ['https://b.example', 1],
    ]);
  });
});
