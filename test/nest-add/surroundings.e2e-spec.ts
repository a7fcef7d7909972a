import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HostTree } from '@angular-devkit/schematics';
import { SchematicTestRunner } from '@angular-devkit/schematics/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keyPair } from '../support/kindly.js';
import { type AppFiles, contentOf, nestAdd, newApp, treeOf } from '../support/nest-app.js';

const COLLECTION = join(
  import.meta.dirname,
  '../../dist/nestjs-kindly-auth/schematics/collection.json',
);
const NEST_12 = newApp(12);
const SECTION = 'section "main.ts" of docs/nest-add.md';
const PARSER = `Keep the raw body in spite of bodyParser in src/main.ts: ${SECTION}`;
const ROUTES = `Mind the prefix or version that src/main.ts gives to routes: ${SECTION}`;

/** A new app whose main.ts has these options, and these lines when the app is made. */
function appWith(options: string, lines = ''): AppFiles {
  const main = NEST_12['src/main.ts']
    ?.replace('(AppModule)', `(AppModule${options})`)
    .replace('  await', `${lines}\n  await`);
  return { ...NEST_12, 'src/main.ts': main ?? null };
}

/** Runs both schematics, as `nest add` does: the second one in a folder with what the first one wrote. */
async function nestAddAll(files: AppFiles): Promise<{
  /** What the second one said. */
  readonly said: string;
  /** What it made. */
  readonly made: readonly string[];
  readonly read: (path: string) => string;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'kindly-nest-add-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const runner = new SchematicTestRunner('nestjs-kindly-auth', COLLECTION);
  const tree = await runner.runSchematic('nest-add', { sourceRoot: 'src' }, treeOf(files));
  for (const [path, text] of Object.entries(contentOf(tree))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const task = runner.tasks.find(({ name }) => name === 'run-schematic')?.options as {
    readonly options: object;
  };
  const said: string[] = [];
  runner.logger.subscribe(({ message }) => said.push(message));
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder);
  await runner.runSchematic('secrets', task.options, new HostTree());
  cwd.mockRestore();
  return {
    said: said.join('\n'),
    made: readdirSync(folder).includes('.kindly') ? readdirSync(join(folder, '.kindly')) : [],
    read: (path) => readFileSync(join(folder, path), 'utf8'),
  };
}

describe('an app', () => {
  it.each([
    [', { bodyParser: false }', '', [PARSER]],
    [', { rawBody: true, bodyParser: false }', '', [PARSER]],
    [', { bodyParser: true }', '', []],
    ['', "  app.setGlobalPrefix('api');", []],
    ['', '  app.setGlobalPrefix(process.env.PREFIX);', [ROUTES]],
    ['', "  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });", [ROUTES]],
    ['', '  app.enableVersioning({ type: VersioningType.URI });', []],
  ])('with "create(AppModule%s)" and "%s" is told %j', async (options, lines, expected) => {
    const { tree, byHand } = await nestAdd(appWith(options, lines));
    expect(tree.readContent('src/main.ts')).toContain('rawBody: true');
    expect(byHand).toEqual(expected);
  });

  it('is told of its routes until it has a configuration of the emulator', async () => {
    const { tree } = await nestAdd(appWith('', '  app.setGlobalPrefix(process.env.PREFIX);'));
    expect((await nestAdd(tree)).byHand).toEqual([ROUTES]);
    tree.create('.kindly/emulator.json', '{}');
    expect((await nestAdd(tree)).byHand).toEqual([]);
  });

  it('with a prefix has it in every URL', async () => {
    const { said, read } = await nestAddAll(appWith('', "  app.setGlobalPrefix('api');"));
    expect(said).toContain('http://localhost:3000/api/kindly/token');
    expect(said).toContain('https://my-shop.example.com/api/kindly/webhook');
    expect(JSON.parse(read('.kindly/emulator.json'))).toMatchObject({
      dialogues: [{ webhook: 'https://my-shop.example.com/api/kindly/webhook' }],
    });
  });

  it('without one has none', async () => {
    const { said, made } = await nestAddAll(NEST_12);
    expect(made.toSorted()).toEqual(['emulator.json', 'private.pem', 'public.pem']);
    expect(said).toContain('http://localhost:3000/kindly/token');
    expect(said).toContain('--config .kindly/emulator.json');
    expect(said).toContain('paste .kindly/public.pem');
  });

  it.each(['', 'export ', '  '])(
    'with a key of its own gets no second one, and is told of no file of it: "%sKINDLY_PRIVATE_KEY="',
    async (start) => {
      const key = keyPair().privateKey.replaceAll('\n', String.raw`\n`);
      const env = `${start}KINDLY_PRIVATE_KEY="${key}"\n`;
      const { said, made, read } = await nestAddAll({ ...NEST_12, '.env': env });
      expect(read('.env')).not.toContain('KINDLY_PRIVATE_KEY_FILE');
      expect(made).toEqual([]);
      expect(said).toContain('By hand:');
      expect(said).not.toMatch(/\.kindly\/[a-z]/);
    },
  );

  it('whose variable for a key is empty gets one', async () => {
    const { made } = await nestAddAll({ ...NEST_12, '.env': 'KINDLY_PRIVATE_KEY=\n' });
    expect(made).toContain('private.pem');
  });

  it.each([
    ["import { AppModule as Root } from './modules.js'", 'export class AppModule {}'],
    ["import Root from './modules.js'", 'export default class AppModule {}'],
    ["import { default as Root } from './modules.js'", 'export default class AppModule {}'],
    ["import { Root } from './modules.js'", 'export class Root {}'],
  ])('that gives NestFactory one of several modules of a file: %s', async (line, declaration) => {
    const modules = `import { Module } from '@nestjs/common';

@Module({ imports: [] })
export class CoreModule {}

@Module({ controllers: [] })
${declaration}
`;
    const { tree } = await nestAdd({
      ...NEST_12,
      'src/app.module.ts': null,
      'src/modules.ts': modules,
      'src/main.ts': `import { NestFactory } from '@nestjs/core';\n${line};\n\nconst app = await NestFactory.create(Root);\nawait app.listen(3000);\n`,
    });
    const [, core, root] = tree.readContent('src/modules.ts').split('@Module(');
    expect(core).toBe('{ imports: [] })\nexport class CoreModule {}\n\n');
    expect(root).toContain('KindlyAuthModule.forRootAsync');
    expect(root).toContain('controllers: [KindlyWebhookController]');
  });

  it('whose .gitignore takes .env back has it ignored again, and is told', async () => {
    const ignored = '.env\n!.env\n';
    const { tree, byHand } = await nestAdd({
      ...NEST_12,
      '.gitignore': ignored,
      '.env': 'KINDLY_HMAC_SECRET=own\n',
    });
    expect(tree.readContent('.gitignore')).toBe(`${ignored}\n# Keys and secrets\n.kindly/\n.env\n`);
    expect(byHand).toEqual([expect.stringContaining('git rm --cached .env')]);
  });
});
