import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from '../support/axe.js';
import { log, newContext, openChat, say, signIn, visit } from '../support/chat-page.js';
import { openRow, ruleOf } from '../support/console-page.js';
import { type Demo, signedInChat, startDemo, startEmulator } from '../support/emulator.js';

describe('with a webhook domain that is not listed', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo({ KINDLY_WEBHOOK_DOMAINS: 'other.example.com' });
    return demo.remove;
  });

  it('the shop gets no bearer, and the console says why', async () => {
    const shop = await visit(demo.shop);
    await signIn(shop, 'Kari Nordmann');
    await openChat(shop);
    await shop.getByText('Signed in').waitFor();
    await say(shop, 'Where is order 1042?');
    const why = 'no bearer: "other.example.com" does not cover shop.example.com';
    await log(shop).getByText(why).waitFor();

    const debug = await visit(`${demo.emulator.url}/#/debug`);
    const row = await openRow(debug, 'order-status Your webhook refused');
    const rule = await ruleOf(row, 'forwarding').innerText();
    expect(rule).toMatch(/^failed\s/);
    expect(rule).toContain(why);
    expect(rule).toContain('Add "shop.example.com" to chat.webhook_domains.');
    const request = row.getByRole('group', { name: 'Request', exact: true });
    await request.getByText('Kindly-HMAC', { exact: true }).waitFor();
    expect(await request.getByText('Authorization', { exact: true }).count()).toBe(0);
  });

  describe.each(['light', 'dark'])('everybody can use the console, %s:', (colorScheme) => {
    /** A page that can be looked at as it stays: nothing of it moves. */
    async function open(view: string, heading: string): Promise<Page> {
      const context = await newContext({ colorScheme, reducedMotion: 'reduce' });
      const page = await visit(`${demo.emulator.url}/#/${view}`, context);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      return page;
    }

    it('deliveries that are open', async () => {
      const chat = await signedInChat(demo, 'kari@example.com');
      const [fired, fault] = [{ chat: chat.id }, 'hmac-wrong'];
      await demo.emulator.trigger({ ...fired, dialogue: 'order-status' });
      await demo.emulator.trigger({ ...fired, dialogue: 'opening-hours' });
      await demo.emulator.trigger({ ...fired, dialogue: 'opening-hours', fault });
      const debug = await open('debug', 'Debug console');
      await openRow(debug, 'order-status Your webhook refused');
      await openRow(debug, 'with the fault "hmac-wrong"');
      const row = await openRow(debug, 'opening-hours Your webhook answered (200).');
      await row.getByRole('button', { name: 'Show unmasked' }).click();
      await debug.getByText('Tokens and secrets are shown').waitFor();
      await expectAccessible(debug);
    });

    it('tokens that are open', async () => {
      const chat = await signedInChat(demo, 'kari@example.com');
      await chat.authenticate('no.token.at-all');
      const debug = await open('debug', 'Debug console');
      await openRow(debug, 'refused token');
      const row = await openRow(debug, 'accepted token');
      await row.getByRole('button', { name: 'Show unmasked' }).click();
      await debug.getByText('The token is shown').waitFor();
      await expectAccessible(debug);
    });

    it('a chat in the inbox', async () => {
      const chat = await signedInChat(demo, 'kari@example.com', { page: 'cart' });
      await chat.post('message', { message: 'Thank you' });
      const inbox = await open(`inbox/${chat.id}`, 'Kari Nordmann');
      await inbox.getByText('You are welcome!').last().waitFor();
      await expectAccessible(inbox);
    });

    it('settings, with what is assumed', async () => {
      const settings = await open('settings', 'What Kindly does not document');
      await settings.getByText('Wildcards in chat.webhook_domains').waitFor();
      await expectAccessible(settings);
    });

    it('a fault that is armed, and one that was fired', async () => {
      const faults = await open('faults', 'Faults');
      await faults.getByRole('button', { name: 'Keep on: Wrong signature' }).click();
      await faults.getByText('is armed for every delivery until you disarm it').waitFor();
      await faults.getByRole('button', { name: 'Trigger now: Wrong signature' }).click();
      await faults.getByRole('link', { name: 'Open it in the debug console' }).waitFor();
      await expectAccessible(faults);
      await faults.getByRole('button', { name: 'Disarm' }).click();
      await faults.getByText('No fault is armed.').waitFor();
    });

    it('the first steps, and that the emulator was stopped', async () => {
      const { process, client } = await startEmulator();
      const context = await newContext({ colorScheme, reducedMotion: 'reduce' });
      const pages = ['debug', 'inbox', 'settings'].map((view) => `${client.url}/#/${view}`);
      const [debug, inbox, settings] = await Promise.all(
        pages.map(async (url) => visit(url, context)),
      );
      for (const page of [debug, inbox]) {
        await page?.getByRole('heading', { name: 'Waiting for the first chat' }).waitFor();
      }
      await settings?.getByText('no public key yet').waitFor();
      const all = [debug, inbox, settings].filter((page) => page !== undefined);
      for (const page of all) await expectAccessible(page);
      await process.stop();
      for (const page of all) {
        await page.getByText('reconnecting', { exact: true }).waitFor();
        await expectAccessible(page);
      }
    });
  });
});
