import type { AddressInfo } from 'node:net';
import express from 'express';
import { fastify } from 'fastify';
import jwt from 'jsonwebtoken';
import { ISSUER, ownClaims } from '../../workload/workload.js';
import type { TokenAnswer, TokenBody } from '../bodies.js';
import type { ContenderSettings } from '../contender.js';

/** As the specification's example for Node does: `jsonwebtoken`, the key as PEM text. */
function answerOf({ chatId }: TokenBody, privateKey: string): TokenAnswer {
  if (!chatId) throw new Error('Missing POST parameter chatId');
  const token = jwt.sign(ownClaims(chatId), privateKey, {
    algorithm: 'RS256',
    expiresIn: '5m',
    issuer: ISSUER,
  });
  return { token };
}

function listenWithExpress(privateKey: string): Promise<number> {
  const app = express();
  app.use(express.json());
  app.post('/token', (request, response) => {
    response.json(answerOf(request.body as TokenBody, privateKey));
  });
  app.get('/ping', (_request, response) => {
    response.json({ pong: true });
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}

async function listenWithFastify(privateKey: string): Promise<number> {
  const app = fastify();
  app.post('/token', async ({ body }) => answerOf(body as TokenBody, privateKey));
  app.get('/ping', async () => ({ pong: true }));
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
}

export function listen({ adapter, keys: { privateKey } }: ContenderSettings): Promise<number> {
  return adapter === 'Express' ? listenWithExpress(privateKey) : listenWithFastify(privateKey);
}
