import { Controller, Post, type Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import {
  KindlyAuthModule,
  KindlyPayload,
  type KindlyReply,
  KindlyWebhook,
  KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { expect, it, describe } from 'vitest';
import { PAYLOADS } from '../../apps/kindly-emulator/src/config/emulator-config.js';
import { type Adapter, ADAPTERS } from '../support/adapters.js';
import { ChatClient, startEmulator } from '../support/emulator.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { withApp } from '../support/running-app.js';

const SECRET = 'the-dialogue-secret-of-this-test';
const { privateKey } = keyPair();

/** Every key of a reply that the library has a type for. */
const REPLY: Required<KindlyReply> = {
  reply: 'Hi',
  exchange_slug: 'nowhere',
  new_context: { seen: 'yes' },
  image_carousel: [
    {
      imageUrl: 'https://example.com/a.png',
      title: 'A shoe',
      altText: 'A shoe',
      linkUrl: 'https://example.com',
    },
  ],
  buttons: [
    { button_type: 'quick_reply', label: 'a', value: 'a' },
    { button_type: 'link', label: 'b', value: 'https://example.com' },
    { button_type: 'phone', label: 'c', value: '+4740000001' },
    { button_type: 'email', label: 'd', value: 'a@example.com' },
  ],
  aiReply: { data: {} },
};

/** An emulator whose one dialogue has this webhook, in an app of the library's. */
async function emulatorFor(
  adapter: Adapter,
  webhook: Type<unknown>,
  ...parameters: readonly string[]
): ReturnType<typeof startEmulator> {
  const options = { issuer: ISSUER, privateKey, controller: false as const, hmacSecrets: SECRET };
  const { url } = await withApp(adapter, {
    imports: [KindlyAuthModule.forRoot(options)],
    controllers: [webhook],
  });
  return startEmulator([
    '--hmac',
    SECRET,
    '--host',
    `shop.example.com=${url}`,
    '--dialogue',
    'hello=https://shop.example.com/webhook',
    ...parameters,
  ]);
}

describe.each(ADAPTERS)('library on $name and emulator', (adapter) => {
  it.each(PAYLOADS)('understand each other when bodies are %s', async (variant) => {
    @Controller()
    class Webhook {
      @Post('webhook')
      @KindlyWebhook({ identity: 'none' })
      answer(@KindlyPayload() { message = '' }: KindlyWebhookPayload): KindlyReply {
        return { reply: message };
      }
    }
    const { client } = await emulatorFor(adapter, Webhook, '--payload', variant);
    const delivery = await client.trigger({ dialogue: 'hello', message: 'Hei på deg 👋' });
    expect(delivery).toMatchObject({ succeeded: true, response: { status: 200 } });
    expect(JSON.parse(delivery.response?.body ?? '')).toEqual({ reply: 'Hei på deg 👋' });
  });

  it('understand each other, field by field', async () => {
    const received: KindlyWebhookPayload[] = [];
    @Controller()
    class Webhook {
      @Post('webhook')
      @KindlyWebhook({ identity: 'none' })
      answer(@KindlyPayload() payload: KindlyWebhookPayload): KindlyReply {
        received.push(payload);
        return REPLY;
      }
    }
    const { client, botKey } = await emulatorFor(adapter, Webhook);
    const chat = new ChatClient(client.url, botKey);
    await chat.connect({ web_url: 'https://shop.example.com/p', language_code: 'nb' });
    const delivery = await client.trigger({ dialogue: 'hello', chat: chat.id, message: 'hei' });

    // What the emulator sends, the library takes, and knows every field of.
    const [payload] = received;
    expect(payload).toMatchObject({ chat_id: chat.id, message: 'hei', source: 'web' });
    expect(payload?.exchange?.language_code).toBe('nb');
    expect(Object.keys(payload ?? {}).toSorted()).toEqual(documentedFields());
    // What the library's types let a webhook answer, the emulator knows every key of.
    expect(delivery.succeeded).toBe(true);
    expect(delivery.rules.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    const remarks = delivery.rules.filter(({ verdict }) => verdict === 'warning');
    expect(remarks.map(({ rule }) => rule)).toEqual(['reply:aiReply', 'reply:exchange_slug']);
  });
});

/** The fields that the library checks, but for the one that only older editions of Kindly's docs have. */
function documentedFields(): readonly string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(
    KindlyWebhookPayload,
    '',
    false,
    false,
  );
  const fields = new Set(metadata.map(({ propertyName }) => propertyName));
  fields.delete('chatlog_api_url');
  return [...fields].toSorted();
}
