import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../support/axe.js';
import { log, newContext, openChat, say, visit } from '../support/chat-page.js';
import { ChatClient, expectListener, startEmulator } from '../support/emulator.js';
import { keyPair, mint } from '../support/kindly.js';
import { Line } from '../support/line.js';
import { pageWithChat, serve } from '../support/web-server.js';

describe('when the connection is lost', () => {
  /** A page whose chat is open, and everything of it goes through a line that can be cut. */
  async function chatOnALine() {
    const { client, botKey } = await startEmulator();
    const line = await new Line(client.url).open();
    const page = await visit(await pageWithChat({ url: line.url, botKey }));
    await openChat(page);
    await say(page, 'before');
    await log(page).getByText('I have no dialogue for that').waitFor();
    return { client, botKey, line, page, said: log(page).locator('.balloon') };
  }

  it('shows what was said meanwhile: all of it, once and in order', async () => {
    const { client, botKey, line, page, said } = await chatOnALine();
    const { id = '' } = (await client.state()).chats[0] ?? {};
    const elsewhere = new ChatClient(client.url, botKey, id);
    await elsewhere.connect();

    const { lastEventId } = line;
    line.cut();
    for (const message of ['one', 'two', 'three']) await elsewhere.post('message', { message });
    await page.getByText(`The connection to the emulator at ${line.url} is lost`).waitFor();
    expect(await said.count()).toBe(3);
    await expectAccessible(page);
    line.mend();

    await log(page).getByText('three', { exact: true }).waitFor();
    await page.getByText('is lost').waitFor({ state: 'detached' });
    const messages = (await client.state()).chats[0]?.messages ?? [];
    expect(messages).toHaveLength(9);
    await expect
      .poll(async () => said.allTextContents())
      .toEqual(messages.map(({ message }) => message));
    expect(line.requests('/connect')).toHaveLength(1);
    const [first, ...later] = line.requests('/stream?');
    expect(first).not.toContain('after=');
    expect(later).toEqual([`${first}&after=${lastEventId}`]);
  });

  it('keeps what was not sent, and sends it once when asked to', async () => {
    const { client, line, page, said } = await chatOnALine();
    line.cut();
    await say(page, 'into the void');
    await log(page).getByText('Not sent. The emulator does not answer.').waitFor();
    await expectAccessible(page);
    line.mend();
    await log(page).getByRole('button', { name: 'Try again' }).click();
    await expect.poll(async () => said.count()).toBe(5);
    const messages = (await client.state()).chats[0]?.messages ?? [];
    expect(await said.allTextContents()).toEqual(messages.map(({ message }) => message));
    expect(await log(page).getByText('Not sent').count()).toBe(0);
  });
});

it('asks the page for one token at a time, and all who wait get it', async () => {
  const { publicKey } = keyPair();
  const bearers: (string | undefined)[] = [];
  const webhook = await serve((request, response) => {
    bearers.push(request.headers.authorization);
    response.end(JSON.stringify({ reply: 'I know you.' }));
  });
  const { client, botKey } = await startEmulator([
    `--public-key=${publicKey}`,
    '--host',
    `shop.example.com=${webhook}`,
    '--dialogue',
    'whoami=https://shop.example.com/whoami',
  ]);
  const calls: { readonly chatId: string; readonly answer: (token: string) => void }[] = [];
  const context = await newContext();
  await context.exposeFunction(
    'mint',
    async (chatId: string) =>
      new Promise((answer) => {
        calls.push({ chatId, answer });
      }),
  );
  const html = '<script>window.kindlyOptions = { getAuthToken: (id) => window.mint(id) };</script>';
  const page = await visit(await pageWithChat({ url: client.url, botKey }, html), context);
  await expect.poll(() => calls.length).toBe(1);
  const chatId = calls[0]?.chatId ?? '';
  const elsewhere = new ChatClient(client.url, botKey, chatId);
  await elsewhere.connect();

  /** The console asks, and what follows in the stream is the sign that the page has heard it. */
  async function askForToken(times: number, sign: string): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await client.control('POST', `chats/${chatId}/authenticate`);
    }
    await elsewhere.post('message', { message: sign });
    await log(page).getByText(sign, { exact: true }).waitFor();
  }

  await openChat(page);
  await expectListener(client);
  await askForToken(3, 'three times');
  await say(page, 'whoami');
  expect(calls).toHaveLength(1);
  const chat = { id: chatId, webhook_domains: ['shop.example.com'] };
  const token = mint({ chat });
  calls[0]?.answer(token);
  await page.getByText('Signed in').waitFor();
  await log(page).getByText('I know you.').waitFor();
  expect(bearers).toEqual([`Bearer ${token}`]);
  expect((await client.state()).tokenChecks).toHaveLength(1);

  // It is not one call for good: whoever asks later is served anew.
  await askForToken(2, 'twice more');
  await expect.poll(() => calls.length).toBe(2);
  calls[1]?.answer(mint({ chat, sub: 'user-2' }));
  await expect.poll(async () => (await client.state()).chats[0]?.user?.sub).toBe('user-2');
  expect(calls).toHaveLength(2);
  expect((await client.state()).tokenChecks).toHaveLength(2);
});
