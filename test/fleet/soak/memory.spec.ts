import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { childrenOf, MemoryWatch } from './memory.js';

it.runIf(process.platform === 'linux')(
  'counts a process with those that it has started',
  async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(); setInterval(() => {}, 1000)']);
    await once(child.stdout, 'data');
    const { pid } = process;
    expect(await childrenOf(pid)).toContain(child.pid);
    const watch = new MemoryWatch([{ name: 'all', pid, isMany: true }]);
    await watch.look();
    child.kill('SIGKILL');
    await once(child, 'close');
    await watch.look();
    const [together = 0, alone = 0] =
      watch.series[0]?.samples.map(({ mebibytes }) => mebibytes) ?? [];
    expect(alone).toBeGreaterThan(0);
    // The least that a Node has for itself.
    expect(together - alone).toBeGreaterThan(2);
  },
);
