import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { FAULTS } from '../../apps/kindly-emulator/src/webhook/faults/faults.js';
import { expectAccessible } from '../support/axe.js';
import { log, newContext, openChat, say, signIn, visit } from '../support/chat-page.js';
import { type Demo, expectListener, startDemo } from '../support/emulator.js';

describe.each(['express', 'fastify'])('in Chromium, shop and emulator on %s', (ADAPTER) => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo({ ADAPTER });
    return demo.remove;
  });

  it('goes the whole loop: signed in, asked, answered, a button pressed, signed out', async () => {
    const context = await newContext();
    const shop = await visit(demo.shop, context);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await shop.getByText('Signed in').waitFor();
    await say(shop, 'Where is order 1042?');
    await log(shop).getByText('is on its way to you').waitFor();
    await say(shop, 'Where is my order?');
    await log(shop).getByRole('button', { name: '1041: Merino sweater, petrol' }).click();
    await log(shop).getByText('has been delivered').waitFor();
    await say(shop, 'What did I ask last?');
    await log(shop).getByText('You asked about order 1041.').waitFor();
    expect(await context.cookies()).toHaveLength(1);

    const inbox = await visit(`${demo.emulator.url}/#/inbox`, context);
    await inbox.getByRole('heading', { name: 'Kari Nordmann' }).waitFor();
    await inbox.getByText('kari@example.com').waitFor();
    await inbox.getByText('stored', { exact: true }).first().waitFor();
    const picture = inbox.locator('img').first();
    await expect
      .poll(() =>
        picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      )
      .toBeGreaterThan(0);

    await shop.getByRole('button', { name: 'Close the chat' }).first().click();
    await shop.getByRole('button', { name: 'Sign out' }).click();
    await shop.getByRole('heading', { name: 'Sign in' }).waitFor();
    await openChat(shop);
    await shop.getByText('Anonymous').waitFor();
    await say(shop, 'When are you open?');
    await log(shop).getByText('Hello! We are open').waitFor();
  });

  it('says in the console why a broken delivery was refused', async () => {
    const context = await newContext();
    const shop = await visit(demo.shop, context);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    const faults = await visit(`${demo.emulator.url}/#/faults`, context);
    const fault = faults.getByRole('listitem').filter({ hasText: 'Wrong signature' });
    const armed = faults.waitForResponse((response) => response.url().endsWith('/api/fault'));
    await fault.getByRole('button', { name: 'Arm once' }).click();
    expect(await (await armed).json()).toEqual({ fault: 'hmac-wrong', sticky: false });
    await say(shop, 'Where is order 1042?');
    await log(shop).getByText('Your webhook refused').waitFor();
    const debug = await visit(`${demo.emulator.url}/#/debug`, context);
    await debug.getByText('with the fault "hmac-wrong"').first().waitFor();
  });

  it('explains every fault in the console', async () => {
    for (const { name } of FAULTS) {
      await demo.emulator.trigger({ dialogue: 'order-status', fault: name });
    }
    const debug = await visit(`${demo.emulator.url}/#/debug`);
    for (const { name } of FAULTS) {
      await debug.getByText(`fault: ${name}`).first().waitFor();
    }
    await debug.getByText('with the fault "token-rs512"').first().click();
    await debug.getByText('Only RS256 counts').first().waitFor();
    await expect.poll(async () => debug.getByText('as expected').count()).toBeGreaterThan(0);
  });

  it('gives the console a new token when it asks for one', async () => {
    const shop = await visit(demo.shop);
    await signIn(shop, 'Ola Hansen');
    await openChat(shop);
    await shop.getByText('Signed in').waitFor();
    await expectListener(demo.emulator, 'Ola Hansen');
    const before = (await demo.emulator.state()).tokenChecks.length;
    const inbox = await visit(`${demo.emulator.url}/#/inbox`);
    await inbox.getByText('Ola Hansen').first().click();
    await inbox.getByRole('button', { name: 'Ask for a new token' }).click();
    await expect
      .poll(async () => (await demo.emulator.state()).tokenChecks.length)
      .toBeGreaterThan(before);
  });

  it('shows two tabs of one browser the same chat', async () => {
    const context = await newContext();
    const first = await visit(demo.shop, context);
    await signIn(first, 'Kari Nordmann');
    await openChat(first);
    const second = await visit(demo.shop, context);
    await say(first, 'order 1041');
    await log(first).getByText('has been delivered').waitFor();
    await second.getByRole('log').getByText('has been delivered').waitFor({ state: 'attached' });
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['shop_session']);
  });

  it('fits a phone', async () => {
    const context = await newContext({
      viewport: { width: 390, height: 780 },
      reducedMotion: 'reduce',
    });
    const shop = await visit(demo.shop, context);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await say(shop, 'Where is my order?');
    await log(shop).getByText('Which order do you mean?').waitFor();
    const pages = [shop];
    for (const view of ['debug', 'inbox', 'faults', 'settings']) {
      const page = await visit(`${demo.emulator.url}/#/${view}`, context);
      await page.getByText('live', { exact: true }).waitFor();
      pages.push(page);
    }
    for (const page of pages) {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });

  it('keeps two users in two browsers apart', async () => {
    const [kari, ola] = [await visit(demo.shop), await visit(demo.shop)];
    await signIn(kari, 'Kari Nordmann');
    await signIn(ola, 'Ola Hansen');
    for (const page of [kari, ola]) await openChat(page);
    await Promise.all([say(kari, 'order 1042'), say(ola, 'order 1042')]);
    await log(kari).getByText('is on its way to you').waitFor();
    await log(ola).getByText('There is no order 1042 among yours.').waitFor();
    expect(await log(ola).getByText('Trail shoes').count()).toBe(0);
  });

  it('shows the same chat after a reload', async () => {
    const shop = await visit(demo.shop);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await say(shop, 'order 1042');
    await log(shop).getByText('is on its way to you').waitFor();
    await shop.reload();
    await log(shop).getByText('is on its way to you').waitFor();
    await say(shop, 'order 1041');
    await log(shop).getByText('has been delivered').waitFor();
    expect(await log(shop).getByText('order 1042', { exact: true }).count()).toBe(1);
  });

  it('can be used by everybody: pages, panel and console', async () => {
    const context = await newContext({ colorScheme: ADAPTER === 'fastify' ? 'dark' : 'light' });
    const shop = await visit(demo.shop, context);
    await expectAccessible(shop);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await say(shop, 'Where is my order?');
    await log(shop).getByText('Which order do you mean?').waitFor();
    await expectAccessible(shop);
    for (const view of ['debug', 'inbox', 'faults', 'settings']) {
      const page = await visit(`${demo.emulator.url}/#/${view}`, context);
      await page.getByText('live', { exact: true }).waitFor();
      await expectAccessible(page);
      await page.close();
    }
  });
});

it('renews a token that expires during the chat, unnoticed', async () => {
  const demo = await startDemo({ KINDLY_TOKEN_LIFETIME: '2' });
  onTestFinished(demo.remove);
  const shop = await visit(demo.shop);
  await signIn(shop, 'Kari Nordmann');
  await openChat(shop);
  const goodTokens = async (): Promise<number> =>
    (await demo.emulator.state()).tokenChecks.filter(({ accepted }) => accepted).length;
  await expect.poll(goodTokens).toBeGreaterThan(2);
  await say(shop, 'order 1042');
  await log(shop).getByText('is on its way to you').waitFor();
});
