import type { DecidedHandshake } from './handshake.js';

/** The part of `@opentelemetry/api`'s `Meter` that is used here, so that any release of it fits. */
export interface HandshakeMeter {
  createCounter(
    name: string,
    options?: { description?: string; unit?: string },
  ): { add(value: number, attributes?: Record<string, string | number>): void };
}

/**
 * Makes the function that adds each handshake to the counter `socketio.handshakes`.
 *
 * @param maxOrigins how many values the attribute `origin` takes; each costs the collector a time series for ever
 */
export function meteredHandshakes(
  meter: HandshakeMeter,
  maxOrigins: number,
): (handshake: DecidedHandshake, isListed: boolean) => void {
  const counter = meter.createCounter('socketio.handshakes', {
    description: 'Handshakes that the origin check of a Socket.IO server decided',
    unit: '{handshake}',
  });
  const named = new Set<string>();
  return ({ origin, transport, protocol, server, translated, candidate }, isListed) => {
    const name = origin ?? '(none)';
    const isNamed = named.has(name) || (isListed && named.size < maxOrigins);
    if (isNamed) named.add(name);
    counter.add(1, {
      transport,
      protocol,
      decision: server,
      ...(translated === null ? {} : { translated }),
      ...(candidate === undefined ? {} : { candidate }),
      origin: isNamed ? name : '(other)',
    });
  };
}
