import { spawnSync } from 'node:child_process';
import { Controller, Post } from '@nestjs/common';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { KindlyDiagnosticsChannel } from 'nestjs-kindly-auth';
import { subscribeTo } from '../support/diagnostics.js';
import { send } from '../support/http.js';
import { json } from '../support/kindly-module.js';
import { codesIn, page as textOf, tableOf } from '../support/markdown.js';
import { PageApp } from '../support/page-app.js';
import { otherPair, privateKey, start, tokenFrom } from '../support/page-module.js';
import { moduleOf } from '../support/running-app.js';

interface Metrics {
  readonly counts: ReadonlyMap<string, number>;
  readonly countAll: () => () => void;
}

const page = new PageApp('docs/diagnostics.md');
const { KindlyAuthModule, KindlyKeyRing, KindlyWebhook } = await page.package();
afterAll(() => page.remove());

@Controller()
class ShopController {
  @Post('webhook')
  @KindlyWebhook()
  answer(): object {
    return {};
  }
}

/** Does one thing of each kind. */
async function everything(): Promise<void> {
  const { app, url } = await start(
    moduleOf({
      controllers: [ShopController],
      imports: [
        KindlyAuthModule.forRoot({ issuer: 'i', privateKey, resolveUser: () => ({ sub: 'u' }) }),
      ],
    }),
  );
  const token = await tokenFrom(url);
  await send(`${url}/kindly/token`, json({}));
  const { body, headers = [] } = json({ chat_id: 'chat-1' });
  const signedIn = [...headers, 'Authorization', `Bearer ${token}`];
  expect((await send(`${url}/webhook`, { body: body ?? '', headers: signedIn })).status).toBe(200);
  await send(`${url}/webhook`, { body: body ?? '', headers });
  app.get(KindlyKeyRing).accept(otherPair.publicKey);
}

describe('the page on diagnostics', () => {
  it('kindly-metrics.ts: counts, until it is told to stop', async () => {
    const { counts, countAll } = (await page.import('kindly-metrics.ts')) as unknown as Metrics;
    const stop = countAll();
    onTestFinished(stop);
    await everything();
    const once = {
      'issued default': 1,
      'not issued default chat_id_missing': 1,
      'accepted ShopController.answer': 1,
      'refused ShopController.answer token_missing': 1,
      'keys default accepted': 1,
    };
    expect(Object.fromEntries(counts)).toEqual(once);
    stop();
    await everything();
    expect(Object.fromEntries(counts)).toEqual(once);
  });

  it('lists each channel, with what its messages hold', async () => {
    const { heard } = subscribeTo();
    await everything();
    const held = Object.fromEntries(
      heard().map(({ channel, ...message }) => [channel, Object.keys(message).toSorted()]),
    );
    const listed = tableOf(textOf('docs/diagnostics.md'), 'channel').map(
      ([channel, , members]) => [codesIn(channel)[0], codesIn(members).toSorted()] as const,
    );
    expect(listed.map(([channel]) => channel)).toEqual(Object.values(KindlyDiagnosticsChannel));
    expect(held).toEqual(Object.fromEntries(listed));
  });

  it.each([
    ['throws', '() => { throw new Error("from a subscriber"); }'],
    ['rejects', 'async () => { throw new Error("from a subscriber"); }'],
  ])('is right that a subscriber that %s ends the process, behind the call', (_name, listener) => {
    const script = `
      import { channel, subscribe } from 'node:diagnostics_channel';
      subscribe('a', ${listener});
      subscribe('a', () => console.log('the next one'));
      channel('a').publish({});
      console.log('the caller goes on');
      setTimeout(() => console.log('not reached'), 60_000);`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'the next one\nthe caller goes on\n' });
    expect(stderr).toContain('from a subscriber');
  });
});
