import type { IncomingMessage } from 'node:http';
import type { OriginHeaders } from '../../src/origins/policy.js';
import type { Translation } from '../../src/translate.js';

/** Whether a v4 server with a translation's options admits a handshake, as far as `allowRequest` decides it. */
export function v4Decision({ options }: Translation): (headers: OriginHeaders) => 'admitted' | 'refused' {
  const { allowRequest } = options;
  return (headers) => {
    if (allowRequest === undefined) return 'admitted';
    let answer: 'admitted' | 'refused' | undefined;
    allowRequest({ headers } as IncomingMessage, (_error, success) => {
      answer = success ? 'admitted' : 'refused';
    });
    return answer ?? 'refused';
  };
}
