import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { forge } from '../workload/forge.js';
import { makePair, type PemPair } from '../workload/keys.js';
import { IDENTITY } from '../workload/workload.js';
import { assertGuards, assertIssues } from './contract.js';

type Answer = readonly [status: number, body: object];

let keys: PemPair;

beforeAll(async () => {
  keys = await makePair();
});

async function serve(answer: (request: IncomingMessage) => Promise<Answer>): Promise<string> {
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) =>
      response.writeHead(status).end(JSON.stringify(body)),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('who issues', () => {
  /** A token for chat 7, which is the one that is asked for. */
  const issuing = (given: Partial<Parameters<typeof forge>[0]> = {}): Promise<string> =>
    serve(async (request) => {
      await json(request);
      const { token } = await forge({ privateKey: keys.privateKey, number: 7, ...given });
      return [200, { token }];
    });

  it('a good token is measured', async () => {
    const url = await issuing();
    await expect(assertIssues('who', url, keys)).resolves.toBeUndefined();
  });

  it.each([
    ['of another chat', { number: 8 }],
    ['of another issuer', { claims: { iss: 'https://other.example.com' } }],
    ['that does not say who the user is', { claims: { sub: undefined } }],
    ['without the address', { claims: { email: undefined } }],
    ['that never expires', { claims: { exp: undefined } }],
    ['that lives for too long', { claims: { exp: 9_999_999_999 } }],
  ])('a token %s is not', async (_, given) => {
    const url = await issuing(given);
    await expect(assertIssues('who', url, keys)).rejects.toThrow('who issues a token that');
  });

  it('a token of another key is not', async () => {
    const { privateKey } = await makePair();
    const url = await issuing({ privateKey });
    await expect(assertIssues('who', url, keys)).rejects.toThrow('not signed');
  });

  it('an error is not', async () => {
    const url = await serve(async () => [503, { message: 'busy' }]);
    await expect(assertIssues('who', url, keys)).rejects.toThrow(
      'who: a request for a token got 503 where 200 is right: {"message":"busy"}',
    );
  });
});

describe('who guards', () => {
  it('must let good tokens through', async () => {
    const url = await serve(async () => [401, {}]);
    await expect(assertGuards('who', url, keys)).rejects.toThrow('a good token got 401');
  });

  it('must know the user', async () => {
    const url = await serve(async () => [200, { sub: 'somebody' }]);
    await expect(assertGuards('who', url, keys)).rejects.toThrow('does not know who the user is');
  });

  it('must refuse bad ones', async () => {
    const url = await serve(async () => [200, { sub: IDENTITY.sub }]);
    await expect(assertGuards('who', url, keys)).rejects.toThrow(
      'a token of somebody else got 200 where 401 is right',
    );
  });

  it('must refuse who has none', async () => {
    let good: string | undefined;
    const url = await serve(async ({ headers: { authorization } }) => {
      good ??= authorization;
      return authorization === undefined || authorization === good
        ? [200, { sub: IDENTITY.sub }]
        : [401, {}];
    });
    await expect(assertGuards('who', url, keys)).rejects.toThrow('no token got 200');
  });
});
