/**
 * Holds a private key that no other process has, and signs what it is sent over a socket. It says its public
 * key on standard output. `SIGUSR1` lets it hang from then on.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let hangs = false;

async function answer(request, response) {
  const data = await buffer(request);
  if (!hangs) response.end(sign('sha256', data, privateKey));
}

createServer((request, response) => void answer(request, response)).listen(process.argv[2], () => {
  process.stdout.write(publicKey.export({ type: 'spki', format: 'pem' }));
});
process.on('SIGUSR1', () => {
  hangs = true;
  process.stdout.write('hangs');
});
