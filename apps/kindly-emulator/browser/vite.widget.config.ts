import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

const BANNER = "/*! Chat widget of kindly-emulator: a local stand-in, not Kindly's own. */";

/** One classic script, so that a page embeds it with the same tag as the real one. */
export default defineConfig({
  root: here,
  publicDir: false,
  build: {
    outDir: resolve(here, '../../../dist/apps/kindly-emulator/public'),
    // The console is built into the same folder.
    emptyOutDir: false,
    target: 'es2022',
    sourcemap: false,
    minify: true,
    // Licences of what is bundled ask that their notices stay.
    rolldownOptions: { output: { comments: { legal: true }, postBanner: BANNER } },
    lib: {
      entry: resolve(here, 'widget/main.ts'),
      formats: ['iife'],
      name: 'kindlyEmulatorWidget',
      fileName: () => 'kindly-chat.js',
    },
  },
});
