import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { expect, it } from 'vitest';
import { kindlyClientFile } from './client-file.js';

it('the file of the client stands in the entry point of its own, beside ours', () => {
  const path = kindlyClientFile();
  expect(isAbsolute(path)).toBe(true);
  expect(path).toMatch(/[\\/]client[\\/]index\.js$/);
  // Here it is still TypeScript.
  expect(existsSync(path.replace(/\.js$/, '.ts'))).toBe(true);
});
