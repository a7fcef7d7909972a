import { decodeProtectedHeader } from 'jose';
import { ValidateBy } from 'class-validator';
import { KindlyAuthModule, KindlyClaims, KindlyKeyRing } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { refusal } from '../support/http.js';
import { CHAT_ID, deliver, keyPair, mint } from '../support/kindly.js';
import { ask, options, tokenFrom, tokenOf, WebhookController } from '../support/kindly-module.js';
import { recordingLogger, type RunningApp, withApp } from '../support/running-app.js';

const first = keyPair();
const second = keyPair('next');
const third = keyPair('third');

describe.each(ADAPTERS)('rotation on $name', (adapter) => {
  const start = (privateKey = first.privateKey, logger?: object): Promise<RunningApp> =>
    withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ privateKey }))],
      controllers: [WebhookController],
      options: logger ? { logger: logger as never } : {},
    });
  const ringOf = ({ app }: RunningApp): KindlyKeyRing => app.get(KindlyKeyRing);
  const statusOf = async ({ url }: RunningApp, token: string): Promise<number> =>
    (await deliver(`${url}/webhook`, { token })).status;

  it('refuses no good webhook while keys change under load', async () => {
    const running = await start();
    const ring = ringOf(running);
    const statuses: number[] = [];
    const keyIds = new Set<string | undefined>();
    let isOver = false;
    // Each client lives as a chat does: a token, then webhooks with it while others are issued.
    const client = async (): Promise<void> => {
      const answer = await ask(running.url);
      const token = tokenOf(answer);
      keyIds.add(decodeProtectedHeader(token).kid);
      const answers = await Promise.all([1, 2, 3].map(() => statusOf(running, token)));
      statuses.push(answer.status, ...answers);
      if (!isOver) await client();
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    const rotateWhen = async (count: number, privateKey: string): Promise<void> => {
      await expect.poll(() => statuses.length, { interval: 5 }).toBeGreaterThan(count);
      await ring.rotate({ privateKey });
    };
    try {
      await rotateWhen(50, second.privateKey);
      await expect(ring.rotate({ privateKey: 'nonsense' })).rejects.toThrow('privateKey');
      await rotateWhen(statuses.length + 50, third.privateKey);
      await rotateWhen(statuses.length + 50, first.privateKey);
      await expect.poll(() => statuses.length).toBeGreaterThan(statuses.length + 20);
    } finally {
      isOver = true;
      await clients;
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(keyIds).toEqual(new Set([first.keyId, second.keyId, third.keyId]));
  });

  it('goes over several instances when each accepts the new key first', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    for (const running of [one, other]) ringOf(running).accept(second.publicKey);
    await ringOf(one).rotate({ privateKey: second.privateKey });
    const [fresh, old] = [await tokenFrom(one.url), await tokenFrom(other.url)];
    expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid);
    for (const running of [one, other]) {
      expect(await statusOf(running, fresh)).toBe(200);
      expect(await statusOf(running, old)).toBe(200);
    }
  });

  it('ends the tokens of a key that is revoked, at once', async () => {
    const { lines, logger } = recordingLogger('warn');
    const running = await start(first.privateKey, logger);
    const stolen = mint({}, { header: { kid: first.keyId } });
    await ringOf(running).rotate({ privateKey: second.privateKey });
    expect(await statusOf(running, stolen)).toBe(200);
    expect(ringOf(running).revoke(first.keyId)).toBe(true);
    expect(await deliver(`${running.url}/webhook`, { token: stolen })).toMatchObject({
      status: 401,
      body: refusal(401, 'Unauthorized', 'token_invalid', 'The bearer token is invalid'),
    });
    expect(await statusOf(running, mint())).toBe(401);
    expect(await statusOf(running, await tokenFrom(running.url))).toBe(200);
    expect(lines).toContainEqual(expect.stringContaining(`"${first.keyId}" are refused`));
  });

  it('ends a token whose key is revoked while it is looked at', async () => {
    let finish: (() => void) | undefined;
    class SlowClaims extends KindlyClaims {
      @ValidateBy({
        name: 'slow',
        async: true,
        validator: {
          validate: () => new Promise((resolve) => (finish = () => resolve(true))),
        },
      })
      declare readonly tier?: string;
    }
    const running = await withApp(adapter, {
      imports: [
        KindlyAuthModule.forRoot(options({ privateKey: first.privateKey, claims: SlowClaims })),
      ],
      controllers: [WebhookController],
    });
    await ringOf(running).rotate({ privateKey: second.privateKey });
    const token = mint({ tier: 'gold' }, { header: { kid: first.keyId } });
    const status = statusOf(running, token);
    await expect.poll(() => finish).toBeDefined();
    ringOf(running).revoke(first.keyId);
    finish?.();
    expect(await status).toBe(401);
  });

  it('reports a bad key, and goes on with the old one', async () => {
    const { lines, logger } = recordingLogger('error');
    const running = await start(first.privateKey, logger);
    await expect(ringOf(running).rotate({ privateKey: second.publicKey })).rejects.toMatchObject({
      code: 'key_is_public',
    });
    expect(lines).toEqual([expect.stringContaining('The old key stays in force')]);
    expect(lines.join('\n')).not.toContain('BEGIN');
    expect(await statusOf(running, mint({ chat: { id: CHAT_ID } }))).toBe(200);
  });
});
