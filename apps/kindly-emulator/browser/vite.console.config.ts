import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The console: one page and its assets, beside the widget in the folder that the emulator serves. */
export default defineConfig({
  root: `${here}/console`,
  // The page may be served below any path.
  base: './',
  publicDir: false,
  build: {
    outDir: `${here}/../../../dist/apps/kindly-emulator/public`,
    // The widget is built into the same folder.
    emptyOutDir: false,
    assetsDir: 'console',
    // The policy of the page allows no data: URL but for pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Licences of what is bundled ask that their notices stay.
        comments: { legal: true },
        // Without a hash: the folder is not emptied, and old files would pile up in it.
        entryFileNames: 'console/console.js',
        assetFileNames: 'console/[name][extname]',
      },
    },
    target: 'es2022',
  },
});
