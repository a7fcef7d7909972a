import { type ChildProcess, spawn } from 'node:child_process';
import { constants, createHash, createPublicKey, privateEncrypt, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json as jsonOf } from 'node:stream/consumers';
import { importSPKI, jwtVerify } from 'jose';
import type { KindlyTokenSigner } from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Adapter, ADAPTERS } from '../support/adapters.js';
import { send } from '../support/http.js';
import { keyPair } from '../support/kindly.js';
import { json, tokenOf } from '../support/kindly-module.js';
import { PageApp } from '../support/page-app.js';
import { type RunningApp, withApp } from '../support/running-app.js';
import { dataFolder } from '../support/sample.js';
import { serve } from '../support/web-server.js';

const page = new PageApp('docs/recipes.md');
const { KindlyAuthModule } = await page.package();
afterAll(() => page.remove());

interface Holder {
  readonly process: ChildProcess;
  readonly socketPath: string;
  readonly publicKey: string;
}

async function said(holder: ChildProcess): Promise<string> {
  const [text] = (await once(holder.stdout ?? holder, 'data')) as [Buffer];
  return text.toString();
}

/** The process that alone has the private key. */
async function startHolder(): Promise<Holder> {
  const socketPath = join(await dataFolder(), 'keys.sock');
  const script = join(import.meta.dirname, 'processes/key-holder.mjs');
  const holder = spawn(process.execPath, [script, socketPath]);
  onTestFinished(() => void holder.kill('SIGKILL'));
  return { process: holder, socketPath, publicKey: await said(holder) };
}

describe.each(ADAPTERS)('socket.signer.ts: a key in another process, on $name', (adapter) => {
  async function start(on: Adapter, { socketPath, publicKey }: Holder): Promise<RunningApp> {
    const { SocketSigner } = await page.import('socket.signer.ts');
    const Signer = SocketSigner as new (path: string, keyId: string) => KindlyTokenSigner;
    const signer = new Signer(socketPath, 'holder-1');
    const resolveUser = () => ({ sub: 'user-1' });
    const options = { issuer: 'https://shop.example.com', signer, publicKey, resolveUser };
    return withApp(on, { imports: [KindlyAuthModule.forRoot(options)] });
  }

  const ask = (url: string) => send(`${url}/kindly/token`, json({ chatId: 'chat-1' }));
  const failed = {
    status: 503,
    body: { errorCode: 'signer_timeout' },
    headers: { 'retry-after': '1' },
  };

  it('signs, without being here', async () => {
    const holder = await startHolder();
    const { url } = await start(adapter, holder);
    const token = tokenOf(await ask(url));
    const { protectedHeader } = await jwtVerify(token, await importSPKI(holder.publicKey, 'RS256'));
    expect(protectedHeader.kid).toBe('holder-1');
  });

  it('answers 503 while its holder is gone', async () => {
    const holder = await startHolder();
    const { url } = await start(adapter, holder);
    holder.process.kill('SIGKILL');
    await once(holder.process, 'exit');
    expect(await ask(url)).toMatchObject(failed);
  });

  it('answers 503 while its holder hangs', async () => {
    const holder = await startHolder();
    const { url } = await start(adapter, holder);
    const hanging = said(holder.process);
    holder.process.kill('SIGUSR1');
    expect(await hanging).toBe('hangs');
    expect(await ask(url)).toMatchObject(failed);
  });
});

describe('cloud.signers.ts: a key in a KMS', () => {
  const { privateKey, publicKey } = keyPair();
  const data = Buffer.from('header.payload');

  /** As a KMS does that gets the digest: RFC 8017, section 9.2, with the prefix of SHA-256. */
  function signDigest(digest: Uint8Array): Buffer {
    const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const padding = constants.RSA_PKCS1_PADDING;
    return privateEncrypt({ key: privateKey, padding }, Buffer.concat([prefix, digest]));
  }

  async function signerOf(name: string, ...parameters: unknown[]): Promise<KindlyTokenSigner> {
    const { [name]: make } = await page.import('cloud.signers.ts');
    return (make as (...all: unknown[]) => KindlyTokenSigner)(...parameters);
  }

  async function expectSigns(signer: KindlyTokenSigner): Promise<void> {
    const signature = await signer.sign(data);
    expect(verify('sha256', data, createPublicKey(publicKey), signature)).toBe(true);
  }

  it('of AWS', async () => {
    const asked: unknown[] = [];
    const kms = {
      sign: async (input: { readonly Message: Uint8Array }) => {
        asked.push(input);
        return { Signature: signDigest(input.Message) };
      },
    };
    await expectSigns(await signerOf('awsSigner', kms, 'key-1'));
    expect(asked).toMatchObject([
      { KeyId: 'key-1', MessageType: 'DIGEST', SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' },
    ]);
    const empty = await signerOf('awsSigner', { sign: async () => ({}) }, 'key-1');
    await expect(empty.sign(data)).rejects.toThrow('no signature');
  });

  it.each(['base64', undefined] as const)('of Google, whose bytes come as %s', async (encoding) => {
    const kms = {
      asymmetricSign: async ({ digest }: { readonly digest: { readonly sha256: Uint8Array } }) => {
        const signature = signDigest(digest.sha256);
        return [{ signature: encoding ? signature.toString(encoding) : signature }];
      },
    };
    await expectSigns(await signerOf('googleSigner', kms, 'projects/shop/keys/1'));
  });

  it('of Vault', async () => {
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { input = '', ...rest } = (await jsonOf(request)) as Record<string, string>;
      expect([request.url, rest]).toEqual([
        '/v1/transit/sign/kindly/sha2-256',
        { signature_algorithm: 'pkcs1v15' },
      ]);
      if (request.headers['x-vault-token'] !== 'of-this-test') response.statusCode = 403;
      const digest = createHash('sha256').update(Buffer.from(input, 'base64')).digest();
      const signature = `vault:v1:${signDigest(digest).toString('base64')}`;
      response.end(JSON.stringify({ data: { signature } }));
    };
    const address = await serve((request, response) => void answer(request, response));
    await expectSigns(await signerOf('vaultSigner', address, () => 'of-this-test', 'kindly'));
    const refused = await signerOf('vaultSigner', address, () => 'another', 'kindly');
    await expect(refused.sign(data)).rejects.toThrow('Vault answers 403');
  });
});
