import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { blocksOf } from './markdown.js';
import { PageApp, PREACT } from './page-app.js';

const PAGE = 'docs/browser.md';

/** The page's HTML: of a plain page, and of a tag manager's tag. */
export function recipeHtml(): readonly string[] {
  return blocksOf('html', PAGE);
}

/** The page's files, which run in browsers. */
export class PageRecipes extends PageApp {
  constructor() {
    super(PAGE);
  }

  /** Bundles a script that uses the files, as an app does. */
  async bundle(script: string): Promise<string> {
    const entry = join(this.folder, 'entry.tsx');
    writeFileSync(entry, script);
    const built = await build({
      configFile: false,
      root: this.folder,
      logLevel: 'error',
      resolve: {
        alias: {
          react: join(PREACT, 'compat'),
          'react/jsx-runtime': join(PREACT, 'jsx-runtime'),
        },
      },
      build: { write: false, lib: { entry, formats: ['es'], fileName: 'entry' } },
    });
    const [bundle] = Array.isArray(built) ? built : [built];
    const [chunk] = bundle && 'output' in bundle ? bundle.output : [];
    return chunk?.type === 'chunk' ? chunk.code : '';
  }
}
