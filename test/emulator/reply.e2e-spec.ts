import type { RequestListener } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../support/axe.js';
import { log, newContext, openChat, say, visit } from '../support/chat-page.js';
import { openRow, ruleOf } from '../support/console-page.js';
import { type EmulatorClient, startEmulator } from '../support/emulator.js';
import { pageWithChat, serve } from '../support/web-server.js';

const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="10"/>')}`;

/** Everything that a webhook may answer with. */
const EVERYTHING = {
  reply: '<b>Hello {first_name}</b>, you have {points} points.',
  new_context: { first_name: 'Kari', points: '42' },
  image_carousel: [
    {
      imageUrl: PICTURE,
      title: 'Trail shoes',
      altText: 'A pair of grey trail shoes',
      linkUrl: 'https://shop.example.com/shoes',
    },
    { imageUrl: PICTURE, altText: 'A petrol sweater' },
  ],
  buttons: [
    { button_type: 'quick_reply', label: 'Thank you', value: 'Many thanks' },
    { button_type: 'link', label: 'To the shop', value: 'https://shop.example.com/sale' },
    { button_type: 'phone', label: 'Call us', value: '+47 22 33 44 55' },
    { button_type: 'email', label: 'Write to us', value: 'help@example.com' },
  ],
  exchange_slug: 'tell-more',
};

/** An app that has never heard of Nest: a server of Node's own that answers each path in its way. */
async function startWithApp(
  app: Readonly<Record<string, RequestListener>>,
  { flags = [], look = {} }: { readonly flags?: readonly string[]; readonly look?: object } = {},
): Promise<{
  readonly client: EmulatorClient;
  readonly page: Page;
  readonly asked: readonly string[];
}> {
  const asked: string[] = [];
  const webhook = await serve((request, response) => {
    asked.push(request.url ?? '');
    app[request.url?.slice(1) ?? '']?.(request, response);
  });
  const dialogues = Object.keys(app).flatMap((slug) => [
    '--dialogue',
    `${slug}=https://shop.example.com/${slug}`,
  ]);
  const { client, botKey } = await startEmulator([
    '--host',
    `shop.example.com=${webhook}`,
    ...dialogues,
    ...flags,
  ]);
  const context = await newContext(look);
  const page = await visit(await pageWithChat({ url: client.url, botKey }), context);
  await openChat(page);
  return { client, page, asked };
}

function answering(body: unknown): RequestListener {
  return (_request, response) => {
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

it('shows all that a webhook may answer, whatever it is written in', async () => {
  const contexts: unknown[] = [];
  const { page } = await startWithApp({
    everything: answering(EVERYTHING),
    'tell-more': (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        contexts.push(
          (JSON.parse(Buffer.concat(chunks).toString()) as { context: unknown }).context,
        );
        response.end(JSON.stringify({ reply: 'There is more, {first_name}.' }));
      });
    },
  });
  await say(page, 'everything');
  await log(page).getByText('There is more, Kari.').waitFor();
  expect(contexts).toEqual([expect.objectContaining(EVERYTHING.new_context)]);
  expect(await log(page).locator('.balloon').allInnerTexts()).toEqual([
    expect.stringContaining('a local stand-in for Kindly'),
    'everything',
    'Hello Kari, you have 42 points.',
    'There is more, Kari.',
  ]);
  expect(await log(page).locator('b').innerText()).toBe('Hello Kari');

  const pictures = log(page).getByRole('group', { name: 'Pictures' });
  await pictures.getByRole('img', { name: 'A pair of grey trail shoes' }).waitFor();
  await pictures.getByText('1 of 2').waitFor();
  await pictures.getByRole('button', { name: 'Next picture' }).click();
  await pictures.getByText('2 of 2').waitFor();
  await pictures.getByRole('img', { name: 'A petrol sweater' }).waitFor();

  const hrefOf = async (name: string): Promise<string | null> =>
    log(page).getByRole('link', { name }).getAttribute('href');
  expect(await hrefOf('Trail shoes')).toBe('https://shop.example.com/shoes');
  expect(await hrefOf('To the shop')).toBe('https://shop.example.com/sale');
  expect(await hrefOf('Call us')).toBe('tel:+4722334455');
  expect(await hrefOf('Write to us')).toBe('mailto:help@example.com');
  await log(page).getByRole('button', { name: 'Thank you' }).click();
  await log(page).getByText('Many thanks', { exact: true }).waitFor();
});

it.each(['light', 'dark'])('shows it so that everybody can use it: %s', async (colorScheme) => {
  const look = { colorScheme, reducedMotion: 'reduce' };
  const { page } = await startWithApp({ everything: answering(EVERYTHING) }, { look });
  await say(page, 'everything');
  await log(page).getByRole('link', { name: 'Write to us' }).waitFor();
  await expectAccessible(page);
  await log(page).getByRole('button', { name: 'Next picture' }).click();
  await log(page).getByText('2 of 2').waitFor();
  await page.getByRole('button', { name: 'Chat menu' }).click();
  await page.getByRole('button', { name: 'New chat' }).waitFor();
  await expectAccessible(page);
});

describe('the console names what is wrong with an answer:', () => {
  async function readRule(row: Locator, rule: string): Promise<string> {
    return (await ruleOf(row, rule).innerText()).replaceAll(/\s+/g, ' ');
  }

  it('keys that Kindly does not read, while the rest of it takes effect', async () => {
    const { client, page } = await startWithApp({
      misspelt: answering({
        reply: 'Look!',
        text: 'Who reads this?',
        newContext: { seen: 'yes' },
        image_carousel: [{ imageURL: PICTURE, altText: 'A shoe' }],
        buttons: [{ buttonType: 'link', label: 'Shop', value: 'https://shop.example.com' }],
      }),
    });
    await say(page, 'misspelt');
    await log(page).getByText('Look!').waitFor();
    const row = await openRow(await visit(`${client.url}/#/debug`), 'Your webhook answered (200)');
    expect(await readRule(row, 'reply:text')).toMatch(
      /^warning .*Kindly reads no key of this name It reads: reply, exchange_slug, new_context/,
    );
    expect(await readRule(row, 'reply:newContext')).toContain('Write it "new_context".');
    expect(await readRule(row, '.imageURL')).toContain('Write it "imageUrl".');
    expect(await readRule(row, '.buttonType')).toContain('Write it "button_type".');
    expect(await readRule(row, '.button_type')).toMatch(/it is missing Known are quick_reply/);
  });

  it.each<[string, RequestListener, string, RegExp]>([
    [
      'text that is no JSON',
      answering('Hello!'),
      'Your webhook answered, but the body is no JSON (200).',
      /^failed reply:json .*Answer with a JSON object/,
    ],
    [
      'an error of the app',
      (_request, response) => {
        response.writeHead(500).end('{"message":"boom"}');
      },
      'Your webhook failed: see the log of your app (500).',
      /^failed reply:status 500 Answer 200 with JSON/,
    ],
    [
      'a redirect',
      (_request, response) => {
        response.writeHead(302, { Location: '/elsewhere' }).end();
      },
      'Your webhook redirected, which is not followed (302).',
      /^failed reply:status 302, to \/elsewhere .*give the final URL/,
    ],
  ])('%s', async (_name, listener, summary, rule) => {
    const { client, page, asked } = await startWithApp({ odd: listener });
    const debug = await visit(`${client.url}/#/debug`);
    await say(page, 'odd');
    await log(page).getByText(`(${summary} The console says more.)`).waitFor();
    const row = await openRow(debug, summary);
    expect(
      await readRule(row, rule.source.includes('json') ? 'reply:json' : 'reply:status'),
    ).toMatch(rule);
    expect(asked).toEqual(['/odd']);
  });

  it('no answer in time, and how long it waited', async () => {
    const { client, page } = await startWithApp(
      { silent: () => undefined },
      { flags: ['--timeout', '300'] },
    );
    const debug = await visit(`${client.url}/#/debug`);
    await say(page, 'silent');
    const summary = 'Not delivered: no answer within 300 ms.';
    await log(page).getByText(`(${summary} The console says more.)`).waitFor();
    const row = await openRow(debug, summary);
    expect(await readRule(row, 'reply:status')).toMatch(/^failed .*no answer within 300 ms/);
    await row.getByText(/no answer after \d{3,} ms/).waitFor();
  });
});
