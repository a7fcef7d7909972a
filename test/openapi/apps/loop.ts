import { createShop } from './shop.js';

/** Goes the whole loop, and prints what came of it. */
async function main(): Promise<void> {
  const app = await createShop();
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const post = (path: string, headers: object = {}): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: '{"chatId":"chat-1","chat_id":"chat-1"}',
    });
  const { token } = (await (await post('/kindly/token')).json()) as { token: string };
  const known = await post('/webhooks/orders', { Authorization: `Bearer ${token}` });
  const unknown = await post('/webhooks/orders');
  process.stdout.write(JSON.stringify([await known.json(), unknown.status]));
  await app.close();
}

void main();
