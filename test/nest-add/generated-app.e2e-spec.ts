import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { deliver, keyPair, WEBHOOK_BODY } from '../support/kindly.js';
import { ask, tokenOf } from '../support/kindly-module.js';
import { blocksOf, codesIn, page, tableOf } from '../support/markdown.js';
import { type AppFiles, contentOf, nestAdd, newApp } from '../support/nest-app.js';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = 'docs/nest-add.md';
const SECRET = 'the-secret-of-this-test';
const CONTROLLER = `import { Controller } from '@nestjs/common';

@Controller()
export class AppController {}
`;
const RESOLVER = 'src/kindly/chat-user.resolver.ts';

const { privateKey } = keyPair();
Object.assign(process.env, {
  KINDLY_ISSUER: 'https://shop.example.com',
  KINDLY_WEBHOOK_DOMAINS: 'shop.example.com, *.example.org',
  KINDLY_HMAC_SECRET: SECRET,
  KINDLY_PRIVATE_KEY: privateKey.replaceAll('\n', String.raw`\n`),
});

const NEW: AppFiles = { ...newApp(12), 'src/app.controller.ts': CONTROLLER };
const WITH_CONFIG: AppFiles = {
  ...NEW,
  'package.json':
    NEW['package.json']?.replace('"@nestjs/core"', '"@nestjs/config": "*", "@nestjs/core"') ?? null,
  'src/app.module.ts':
    NEW['src/app.module.ts']
      ?.replace("common';", "common';\nimport { ConfigModule } from '@nestjs/config';")
      .replace('imports: []', 'imports: [ConfigModule.forRoot({ ignoreEnvFile: true })]') ?? null,
};

/** The resolver that nest add writes, when its advice is taken. */
function advised(written: string): string {
  const [method = '', declarations = ''] = [...written.matchAll(/(?:^ +\/\/ {3}.*\n)+/gm)].map(
    ([lines]) => lines.replaceAll(/^ +\/\/ {3}/gm, ''),
  );
  return written
    .replace('@Injectable()', `${declarations}\n@Injectable()`)
    .replace(/^ {2}resolve\(\)[^]*?^ {2}\}\n/m, method);
}

function pageResolver(): string {
  const [resolver = ''] = blocksOf('ts', PAGE);
  return resolver;
}

/** Writes an app to where Node finds the built package and the repository's own NestJS. */
function writeApp(folder: string, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  const installed = join(folder, 'node_modules/nestjs-kindly-auth');
  symlinkSync(join(ROOT, 'dist/nestjs-kindly-auth'), installed, 'junction');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** @returns what the compiler has to say, with settings that are stricter than those of a new app */
function compile(folder: string, files: readonly string[]): readonly string[] {
  const program = ts.createProgram(
    files.map((path) => join(folder, path)),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      types: ['node'],
    },
  );
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ file, messageText }) =>
    [file?.fileName, ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
  );
}

describe.each([
  ["a new app, with the page's chat-user.resolver.ts", NEW, 'plain', pageResolver],
  [
    "an app with @nestjs/config, with the page's chat-user.resolver.ts",
    WITH_CONFIG,
    'config',
    pageResolver,
  ],
  ['a new app, with what its own resolver advises', NEW, 'advised', advised],
])('what nest add writes into %s', (_name, files, name, resolverOf) => {
  // In node_modules, so that Vitest leaves the files to Node, as they are in a user's app.
  const folder = join(ROOT, `node_modules/.nest-add-app-${name}`);
  let problems: readonly string[] = [];

  beforeAll(async () => {
    const { tree } = await nestAdd(files);
    const written = { ...contentOf(tree), [RESOLVER]: resolverOf(tree.readContent(RESOLVER)) };
    writeApp(folder, written);
    const sources = Object.keys(written).filter((path) => path.endsWith('.ts'));
    problems = compile(
      folder,
      sources.filter((path) => !path.endsWith('main.ts')),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function start(user?: object): Promise<string> {
    const file = pathToFileURL(join(folder, 'src/app.module.js')).href;
    const { AppModule } = (await import(file)) as { readonly AppModule: Type<unknown> };
    const options = { rawBody: true, logger: false, abortOnError: false } as const;
    const app: INestApplication = await NestFactory.create(AppModule, options);
    onTestFinished(() => app.close());
    app.use((request: { user?: object }, _response: unknown, next: () => void) => {
      if (user) request.user = user;
      next();
    });
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  it('compiles', () => {
    expect(problems).toEqual([]);
  });

  it('goes the whole loop', async () => {
    const url = await start({ id: 7, name: 'Kari' });
    const token = tokenOf(await ask(url));
    const signed = await deliver(`${url}/kindly/webhook`, { token, secret: SECRET });
    expect(signed).toMatchObject({
      status: 200,
      body: { reply: 'Hi Kari, how can I help you?' },
    });
    const unsigned = await deliver(`${url}/kindly/webhook`, { token, body: WEBHOOK_BODY });
    expect(unsigned.status).toBe(401);
  });

  it('gives no token to nobody', async () => {
    expect((await ask(await start())).status).toBe(401);
  });

  it.each(['KINDLY_ISSUER', 'KINDLY_WEBHOOK_DOMAINS', 'KINDLY_HMAC_SECRET', 'KINDLY_PRIVATE_KEY'])(
    'does not start without %s',
    async (variable) => {
      const { [variable]: value } = process.env;
      onTestFinished(() => {
        process.env[variable] = value;
      });
      Reflect.deleteProperty(process.env, variable);
      await expect(start()).rejects.toThrow(variable);
    },
  );
});

describe(`the page ${PAGE}`, () => {
  const text = page(PAGE);

  it('explains every flag', () => {
    const schema = JSON.parse(
      readFileSync(join(ROOT, 'dist/nestjs-kindly-auth/schematics/schema.json'), 'utf8'),
    ) as { readonly properties: Readonly<Record<string, unknown>> };
    const flags = tableOf(text, 'flag').flatMap(([cell]) => codesIn(cell));
    // What nest add gives by itself, and what the runner of schematics reads.
    const unwritten = new Set(['source-root', 's', 'p']);
    const names = Object.keys(schema.properties)
      .map((name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
      .filter((name) => !unwritten.has(name));
    expect(flags.toSorted()).toEqual(
      [...names, 'no-interactive'].map((name) => `--${name}`).toSorted(),
    );
  });

  it('names every file and every variable', async () => {
    const { tree } = await nestAdd(newApp(12));
    const files = tableOf(text, 'file').flatMap(([cell]) => codesIn(cell));
    const changed = tree.actions.map(({ path }) => path.slice(1));
    expect(files).toEqual(
      expect.arrayContaining(changed.filter((path) => path !== 'nest-cli.json')),
    );
    const variables = tableOf(text, 'variable').flatMap(([cell]) => codesIn(cell));
    const written = tree.readContent('.env').match(/^KINDLY_\w+/gm) ?? [];
    expect(variables.toSorted()).toEqual([...written, 'KINDLY_PRIVATE_KEY'].toSorted());
  });

  it('shows what Jest gets', async () => {
    const { tree } = await nestAdd(newApp(11));
    const manifest = JSON.parse(tree.readContent('package.json')) as { readonly jest: object };
    const [block = ''] = blocksOf('json', PAGE);
    expect(manifest.jest).toMatchObject(JSON.parse(block) as object);
  });
});
