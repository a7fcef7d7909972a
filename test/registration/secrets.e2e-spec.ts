import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KindlyAuthModule, KindlyTokenService } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { IDENTITY } from '../support/kindly-module.js';
import { withApp } from '../support/running-app.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe.each(ADAPTERS)('on $name', (adapter) => {
  it('what a factory made is forgotten, its private key and secrets with it', async () => {
    let made: WeakRef<object> | undefined;
    const { app } = await withApp(adapter, {
      imports: [
        KindlyAuthModule.forRootAsync({
          useFactory: () => {
            const all = {
              issuer: ISSUER,
              privateKey: keyPair().privateKey,
              hmacSecrets: 'a secret of Kindly and of us',
              resolveUser: () => IDENTITY,
            };
            made = new WeakRef(all);
            return all;
          },
        }),
      ],
    });
    // A WeakRef holds what it was made of until the turn of the event loop is over.
    await setImmediate();
    collectGarbage();
    expect(made?.deref() === undefined).toBe(true);
    await expect(app.get(KindlyTokenService).issue('chat-1', IDENTITY)).resolves.toMatch(/^ey/);
  });
});
