import { fileURLToPath } from 'node:url';

/*
 * An entry point of its own: where Jest has to translate the package for CommonJS, it cannot translate
 * `import.meta`, and the rest of the package must not fall with it.
 */

/**
 * The file of `nestjs-kindly-auth/client`, for apps that serve it to pages without a bundler. It is one
 * ES module that imports nothing; serve it as `text/javascript`, and give its URL to
 * `kindlyChatSnippet()` as `clientUrl`.
 *
 * @returns the path of the file
 */
export function kindlyClientFile(): string {
  return fileURLToPath(new URL('./client/index.js', import.meta.url));
}
