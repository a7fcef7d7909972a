import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const isWindows = process.platform === 'win32';

/** What npm writes to standard output. */
function npm(...args: readonly string[]): string {
  return execFileSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: isWindows,
  }).trim();
}

/** A registry on this machine, as npm is told of it. */
export interface LoopbackRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Has the built package, as if it were published already, and sends whoever asks for another one to the
 * registry that npm is set to.
 */
export async function startRegistry(): Promise<LoopbackRegistry> {
  const others = npm('config', 'get', 'registry').replace(/\/$/, '');
  const folder = mkdtempSync(join(tmpdir(), 'kindly-registry-'));
  npm('pack', './dist/nestjs-kindly-auth', '--pack-destination', folder);
  const [filename = ''] = readdirSync(folder);
  const tarball = readFileSync(join(folder, filename));
  rmSync(folder, { recursive: true });
  const manifest = JSON.parse(
    readFileSync(join(ROOT, 'dist/nestjs-kindly-auth/package.json'), 'utf8'),
  ) as { readonly name: string; readonly version: string };
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

  const answer: RequestListener = ({ url = '', headers }, response) => {
    if (url === `/${filename}`) return response.end(tarball);
    if (url !== `/${name}`) return response.writeHead(302, { Location: others + url }).end();
    const dist = { tarball: `http://${headers.host}/${filename}`, integrity };
    const versions = { [version]: { ...manifest, dist } };
    return response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
