import { describe, expect, it } from 'vitest';
import { generateKindlyKeyPair } from '../keys/key-pair.js';
import { KindlyKeyRing } from '../keys/kindly-key-ring.js';
import { loadCurrentKey } from '../keys/signing-key.js';
import { KindlyJwtService } from './kindly-jwt.service.js';

const first = await generateKindlyKeyPair();
const second = await generateKindlyKeyPair();

async function ringOf(key: Parameters<typeof loadCurrentKey>[0]): Promise<KindlyKeyRing> {
  return new KindlyKeyRing({
    bot: 'default',
    current: await loadCurrentKey(key),
    previous: [],
    longestTokenLife: 905,
    maxQueuedSignatures: 10,
  });
}

describe('KindlyJwtService', () => {
  it('signs claims, or their JSON as it is', async () => {
    const jwt = new KindlyJwtService(await ringOf({ privateKey: first.privateKey }));
    const token = await jwt.signAsync({ sub: 'user-1', name: 'Åse' });
    expect(jwt.decode(token)).toEqual({ sub: 'user-1', name: 'Åse' });
    expect(await jwt.signAsync('{"sub":"user-1","name":"Åse"}')).toBe(token);
  });

  it('names the key that is in force', async () => {
    const keyRing = await ringOf({ privateKey: first.privateKey });
    const jwt = new KindlyJwtService(keyRing);
    await jwt.signAsync('{}');
    await keyRing.rotate({ privateKey: second.privateKey });
    const token = await jwt.signAsync('{}');
    await expect(jwt.verifyAsync(token, { publicKey: second.publicKey })).resolves.toEqual({});
    expect(jwt.decode(token, { complete: true })).toMatchObject({
      header: { alg: 'RS256', typ: 'JWT', kid: second.keyId },
    });
  });

  it('signs nothing with a public key', async () => {
    const jwt = new KindlyJwtService(await ringOf({ publicKey: first.publicKey }));
    await expect(jwt.signAsync('{}')).rejects.toMatchObject({
      option: 'privateKey',
      code: 'required',
    });
  });
});
