import { generateKeyPairSync } from 'node:crypto';
import { KindlyAuthModule, KindlyAuthOptionsError } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { keyPair } from '../support/kindly.js';
import { createApp } from '../support/running-app.js';
import { options, type Options } from '../support/kindly-module.js';

const pair = keyPair();
const next = keyPair('next');

describe.each(ADAPTERS)('KindlyAuthModule on $name', (adapter) => {
  describe('does not boot', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    class NobodyResolver {
      resolve(): null {
        return null;
      }
    }

    it.each<[string, () => Partial<Options>, string, string]>([
      ['without an issuer', () => ({ issuer: undefined }), 'issuer', 'required'],
      ['with an empty issuer', () => ({ issuer: ' ' }), 'issuer', 'empty'],
      ['with an issuer that is no text', () => ({ issuer: 42 as never }), 'issuer', 'invalid'],
      ['without a key', () => ({ privateKey: undefined }), 'privateKey', 'required'],
      ['with an empty key', () => ({ privateKey: '' }), 'privateKey', 'empty'],
      ['with an EC key', () => ({ privateKey: ec.privateKey }), 'privateKey', 'key_not_rsa'],
      [
        'with a public key for the private one',
        () => ({ privateKey: pair.publicKey }),
        'privateKey',
        'key_is_public',
      ],
      ['with a pair of two', () => ({ publicKey: next.publicKey }), 'publicKey', 'key_mismatch'],
      [
        'with a bad previous key',
        () => ({ previousPublicKeys: [next.publicKey, 'x'] }),
        'previousPublicKeys[1]',
        'key_unreadable',
      ],
      [
        'with previous keys that are no list',
        () => ({ previousPublicKeys: next.publicKey as never }),
        'previousPublicKeys',
        'invalid',
      ],
      [
        'with one id for two keys',
        () => ({ previousPublicKeys: [{ key: next.publicKey, keyId: pair.keyId }] }),
        'previousPublicKeys',
        'duplicate',
      ],
      ['with an empty key id', () => ({ keyId: '' }), 'keyId', 'empty'],
      ['with a lifetime of 901', () => ({ tokenLifetime: 901 }), 'tokenLifetime', 'invalid'],
      ['with a lifetime of 0', () => ({ tokenLifetime: 0 }), 'tokenLifetime', 'invalid'],
      [
        'with a lifetime in text',
        () => ({ tokenLifetime: '5m' as never }),
        'tokenLifetime',
        'invalid',
      ],
      ['with an endless lifetime', () => ({ tokenLifetime: Infinity }), 'tokenLifetime', 'invalid'],
      ['with a tolerance of 61', () => ({ clockTolerance: 61 }), 'clockTolerance', 'invalid'],
      ['with a negative tolerance', () => ({ clockTolerance: -1 }), 'clockTolerance', 'invalid'],
      [
        'with a bad domain',
        () => ({ webhookDomains: ['ok.example', '*'] }),
        'webhookDomains[1]',
        'invalid',
      ],
      [
        'with domains that are no list',
        () => ({ webhookDomains: 'ok.example' as never }),
        'webhookDomains',
        'invalid',
      ],
      ['without a resolver', () => ({ resolveUser: undefined }), 'resolveUser', 'required'],
      [
        'with two resolvers',
        () => ({ resolveUser: () => null, userResolver: NobodyResolver }),
        'resolveUser',
        'conflict',
      ],
      [
        'with claims that are no class of ours',
        () => ({ claims: Date as never }),
        'claims',
        'invalid',
      ],
      ['with claims that are no class', () => ({ claims: {} as never }), 'claims', 'invalid'],
      ['with an empty secret', () => ({ hmacSecrets: '' }), 'hmacSecrets', 'empty'],
      ['with a secret of a line end', () => ({ hmacSecrets: '\n' }), 'hmacSecrets', 'empty'],
      ['with no secret in the list', () => ({ hmacSecrets: [] }), 'hmacSecrets', 'empty'],
      ['with no secret in the object', () => ({ hmacSecrets: {} }), 'hmacSecrets', 'empty'],
      [
        'with an empty secret among others',
        () => ({ hmacSecrets: { dialogue: ['a', ''] } }),
        'hmacSecrets.dialogue',
        'empty',
      ],
      [
        'with an unset secret',
        () => ({ hmacSecrets: { dialogue: undefined as never } }),
        'hmacSecrets.dialogue',
        'required',
      ],
      [
        'with false for all secrets',
        () => ({ hmacSecrets: false as never }),
        'hmacSecrets',
        'invalid',
      ],
      [
        'with another chat binding',
        () => ({ chatBinding: 'sometimes' as never }),
        'chatBinding',
        'invalid',
      ],
      [
        'with a pattern for a host',
        () => ({ webhookHost: '*.example.com' }),
        'webhookHost',
        'invalid',
      ],
      [
        'with a URL for a host',
        () => ({ webhookHost: 'https://example.com' }),
        'webhookHost',
        'invalid',
      ],
      ['with an empty host', () => ({ webhookHost: '' }), 'webhookHost', 'empty'],
      ['with a tiny token length', () => ({ maxTokenLength: 100 }), 'maxTokenLength', 'invalid'],
      [
        'with a misspelt option',
        () => ({ hmacSecret: 'x' }) as Partial<Options>,
        'hmacSecret',
        'unknown',
      ],
      [
        'with an unset variable for the secrets',
        () => ({ hmacSecrets: undefined }),
        'hmacSecrets',
        'empty',
      ],
      [
        'with an unset variable for the host',
        () => ({ webhookHost: undefined }),
        'webhookHost',
        'empty',
      ],
      [
        'with null for a resolver',
        () => ({ resolveUser: null as never }),
        'resolveUser',
        'invalid',
      ],
      ['with text for a resolver', () => ({ resolveUser: 'x' as never }), 'resolveUser', 'invalid'],
      [
        'with a resolver that is an instance',
        () => ({ userResolver: new NobodyResolver() as never }),
        'userResolver',
        'invalid',
      ],
      [
        'with a function for a resolver class',
        () => ({ resolveUser: undefined, userResolver: (() => ({ sub: 'u' })) as never }),
        'userResolver',
        'invalid',
      ],
      [
        'with null for a previous key',
        () => ({ previousPublicKeys: [null as never] }),
        'previousPublicKeys[0]',
        'invalid',
      ],
      [
        'with null for a signer',
        () => ({ privateKey: undefined, signer: null as never }),
        'signer',
        'invalid',
      ],
      ['with a path that is no text', () => ({ path: 42 as never }), 'path', 'invalid'],
      ['with a bot that is no text', () => ({ bot: 5 as never }), 'bot', 'invalid'],
      ['with guards that are no list', () => ({ guards: 'x' as never }), 'guards', 'invalid'],
      [
        'with a function for a guard',
        () => ({ guards: [(() => true) as never] }),
        'guards',
        'invalid',
      ],
      ['with an object for a guard', () => ({ guards: [{} as never] }), 'guards', 'invalid'],
      [
        'with a function for a module',
        () => ({ imports: [(() => ({})) as never] }),
        'imports',
        'invalid',
      ],
      ['with text for a guard', () => ({ guards: ['x' as never] }), 'guards', 'invalid'],
      ['with imports that are no list', () => ({ imports: 'x' as never }), 'imports', 'invalid'],
      [
        'with text for a decorator',
        () => ({ decorators: ['x' as never] }),
        'decorators',
        'invalid',
      ],
      ['with text for isGlobal', () => ({ isGlobal: 'no' as never }), 'isGlobal', 'invalid'],
      ['with an empty path', () => ({ path: '/' }), 'path', 'invalid'],
      ['with a path that only a router reads', () => ({ path: 'kindly/*rest' }), 'path', 'invalid'],
      ['with a path that no router reads', () => ({ path: 'kindly/[token' }), 'path', 'invalid'],
      [
        'with true for the controller',
        () => ({ controller: true as never }),
        'controller',
        'invalid',
      ],
      ['with a bot that is no name', () => ({ bot: 'a/b' }), 'bot', 'invalid'],
    ])('%s', async (_name, bent, option, code) => {
      const failure = createApp(adapter, { imports: [KindlyAuthModule.forRoot(options(bent()))] });
      await expect(failure).rejects.toBeInstanceOf(KindlyAuthOptionsError);
      await expect(failure).rejects.toMatchObject({ option, code });
      await expect(failure).rejects.toThrow(`nestjs-kindly-auth: option "${option}" `);
    });

    it('verify-only with an endpoint', async () => {
      const { publicKey } = pair;
      const bent = options({ privateKey: undefined, publicKey });
      await expect(
        createApp(adapter, { imports: [KindlyAuthModule.forRoot(bent)] }),
      ).rejects.toMatchObject({
        option: 'privateKey',
        code: 'required',
        message: expect.stringContaining('controller: false'),
      });
    });

    it.each<[string, object, string]>([
      ['none', {}, 'required'],
      ['two', { useFactory: () => options(), useClass: Date }, 'conflict'],
    ])('forRootAsync with %s of the three', async (_name, sources, code) => {
      await expect(
        createApp(adapter, { imports: [KindlyAuthModule.forRootAsync(sources)] }),
      ).rejects.toMatchObject({ option: 'useFactory', code });
    });

    it('forRootAsync with an extra in what the factory returns', async () => {
      const made = { ...options(), guards: [] } as Options as never;
      const failure = createApp(adapter, {
        imports: [KindlyAuthModule.forRootAsync({ useFactory: () => made })],
      });
      await expect(failure).rejects.toMatchObject({ option: 'guards', code: 'unknown' });
      await expect(failure).rejects.toThrow('beside "useFactory"');
    });

    it.each([
      ['hmacSecrets', 'what "useFactory" returns'],
      ['guard', 'is not known'],
    ])('forRootAsync with "%s" beside the factory', async (name, words) => {
      const declared = { useFactory: () => options(), [name]: [] } as never;
      const failure = createApp(adapter, { imports: [KindlyAuthModule.forRootAsync(declared)] });
      await expect(failure).rejects.toMatchObject({ option: name, code: 'unknown' });
      await expect(failure).rejects.toThrow(words);
    });

    it.each([[null], [undefined]])('forRoot and forRootAsync with %s', async (nothing) => {
      for (const imported of [
        KindlyAuthModule.forRoot(nothing as never),
        KindlyAuthModule.forRootAsync(nothing as never),
      ]) {
        await expect(createApp(adapter, { imports: [imported] })).rejects.toMatchObject({
          option: 'options',
          code: 'invalid',
        });
      }
    });

    it('the module without options', async () => {
      await expect(createApp(adapter, { imports: [KindlyAuthModule] })).rejects.toMatchObject({
        option: 'issuer',
        code: 'required',
        message: expect.stringContaining('KindlyAuthModule.forRoot('),
      });
    });

    it.each([[null], [undefined], ['options']])(
      'forRootAsync with %j for options',
      async (nothing) => {
        await expect(
          createApp(adapter, {
            imports: [KindlyAuthModule.forRootAsync({ useFactory: () => nothing as never })],
          }),
        ).rejects.toMatchObject({ option: 'options', code: 'invalid' });
      },
    );
  });
});
