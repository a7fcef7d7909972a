import { EventEmitter, once } from 'node:events';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { log, newContext, openChat, say, visit } from '../support/chat-page.js';
import { openRow } from '../support/console-page.js';
import { type EmulatorClient, expectListener, startEmulator } from '../support/emulator.js';
import { pageWithChat, serve } from '../support/web-server.js';

const CHOICES = JSON.stringify({
  reply: 'Which one?',
  buttons: [
    { button_type: 'quick_reply', label: 'The first', value: 'first' },
    { button_type: 'quick_reply', label: 'The last', value: 'last' },
  ],
});

interface Started {
  readonly client: EmulatorClient;
  readonly botKey: string;
  /** Lets the webhook answer what it was asked, or will be. */
  readonly answer: () => void;
}

/** An emulator whose dialogue `ask` offers choices, at once or when the test wants it. */
async function startWithChoices(atOnce = true): Promise<Started> {
  const gate = new EventEmitter();
  const opened = atOnce ? Promise.resolve() : once(gate, 'open');
  const webhook = await serve((_request, response) => {
    void opened.then(() => response.end(CHOICES));
  });
  const { client, botKey } = await startEmulator([
    '--host',
    `shop.example.com=${webhook}`,
    '--dialogue',
    'ask=https://shop.example.com/ask',
  ]);
  return { client, botKey, answer: () => void gate.emit('open') };
}

/** What has the focus, by its name. */
async function focused(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent.trim();
  })()`);
}

describe('by the keyboard alone, the chat', () => {
  /** Where a key leads to. */
  async function expectFocus(page: Page, key: string, focus: string): Promise<void> {
    await page.keyboard.press(key);
    await expect.poll(async () => focused(page)).toBe(focus);
  }

  async function newPage(html = '<button>Of the page</button>'): Promise<Page> {
    const { client, botKey } = await startWithChoices();
    const page = await visit(await pageWithChat({ url: client.url, botKey }, html));
    await page.getByRole('button', { name: 'Open the chat' }).waitFor();
    return page;
  }

  it('is opened, written in, answered with a button, and closed', async () => {
    const page = await newPage();
    await expectFocus(page, 'Tab', 'Of the page');
    await expectFocus(page, 'Tab', 'Open the chat');
    await expectFocus(page, 'Enter', 'Message');
    await page.keyboard.type('Please ask');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('me');
    await expectFocus(page, 'Enter', 'Message');
    await log(page).getByText('Which one?').waitFor();
    expect(await log(page).getByText('Please ask').innerText()).toBe('Please ask\nme');
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');

    await expectFocus(page, 'Shift+Tab', 'The last');
    await expectFocus(page, 'Shift+Tab', 'The first');
    await expectFocus(page, 'Enter', 'The first');
    await log(page).getByText('first', { exact: true }).waitFor();
    await expectFocus(page, 'Escape', 'Open the chat');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await expectFocus(page, 'Space', 'Message');
  });

  it('has a menu that Escape closes before the chat', async () => {
    const page = await newPage();
    await openChat(page);
    const menu = page.getByRole('button', { name: 'Chat menu' });
    await menu.focus();
    await expectFocus(page, 'Enter', 'Chat menu');
    await expectFocus(page, 'Tab', 'New chat');
    await expectFocus(page, 'Escape', 'Chat menu');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    await expectFocus(page, 'Enter', 'Chat menu');
    await expectFocus(page, 'Tab', 'New chat');
    await expectFocus(page, 'Enter', 'Message');
    await menu.focus();
    await expectFocus(page, 'Escape', 'Open the chat');
  });

  it('gives the focus back to the page when there is no bubble', async () => {
    const page = await newPage(
      '<button onclick="window.kindlyChat.hideBubble(); window.kindlyChat.openChat()">Help</button>',
    );
    await expectFocus(page, 'Tab', 'Help');
    await expectFocus(page, 'Enter', 'Message');
    await expectFocus(page, 'Escape', 'Help');
  });
});

describe('motion', () => {
  /** What moves now, and what would on a hover, a click or a message; all shadow trees included. */
  async function moving(page: Page): Promise<readonly string[]> {
    return page.evaluate(`(() => {
      const roots = [document];
      const found = [];
      const isInMotion = (style) =>
        style.animationName !== 'none' || /[1-9]/.test(style.transitionDuration);
      for (const root of roots) {
        found.push(...root.getAnimations().map((animation) => animation.effect.target.outerHTML));
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot !== null) roots.push(element.shadowRoot);
          if (isInMotion(getComputedStyle(element))) found.push(element.outerHTML);
        }
      }
      return found;
    })()`);
  }

  async function pagesInMotion(reducedMotion: string): Promise<readonly (readonly string[])[]> {
    const { client, botKey, answer } = await startWithChoices(false);
    const context = await newContext({ reducedMotion });
    const debug = await visit(`${client.url}/#/debug`, context);
    const page = await visit(await pageWithChat({ url: client.url, botKey }), context);
    await openChat(page);
    await expectListener(client);
    await say(page, 'ask');
    await page.getByText('is typing').waitFor({ state: 'attached' });
    const typing = await moving(page);
    answer();
    await openRow(debug, 'Your webhook answered');
    return [typing, await moving(debug)];
  }

  it('is there by default', async () => {
    const [chat, debug] = await pagesInMotion('no-preference');
    expect(chat).toEqual(expect.arrayContaining([expect.stringMatching(/^<i>/)]));
    expect(debug).not.toEqual([]);
  });

  it('is none for those who want none', async () => {
    expect(await pagesInMotion('reduce')).toEqual([[], []]);
  });
});
