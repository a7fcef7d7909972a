import { parseEnv } from 'node:util';
import type { UnitTestTree } from '@angular-devkit/schematics/testing';
import { describe, expect, it } from 'vitest';
import { type AppFiles, contentOf, nestAdd, newApp } from '../support/nest-app.js';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly jest?: { readonly transformIgnorePatterns?: readonly string[] };
}

const NEST_11 = newApp(11);
const NEST_12 = newApp(12);
const FILES = [
  'src/kindly/chat-user.resolver.ts',
  'src/kindly/kindly-webhook.controller.spec.ts',
  'src/kindly/kindly-webhook.controller.ts',
  'src/kindly/kindly.options.ts',
];

function crlf(files: AppFiles): AppFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text?.replaceAll('\n', '\r\n') ?? null]),
  );
}

function withoutTesting(files: Readonly<Record<string, string>>): AppFiles {
  return {
    ...files,
    'package.json': files['package.json']?.replace('@nestjs/testing', 'left-out') ?? null,
  };
}

function manifestOf(tree: UnitTestTree): Manifest {
  return JSON.parse(tree.readContent('package.json')) as Manifest;
}

function envOf(tree: UnitTestTree): Readonly<Record<string, string | undefined>> {
  return parseEnv(tree.readContent('.env'));
}

function filesIn(tree: UnitTestTree, folder: string): readonly string[] {
  return tree.files.filter((path) => path.startsWith(folder)).map((path) => path.slice(1));
}

/** An application of a monorepo, beside another one. */
function monorepo(): AppFiles {
  const { 'package.json': manifest = '', '.gitignore': ignored = '', ...rest } = NEST_12;
  const project = (name: string) => ({ sourceRoot: `apps/${name}/src`, entryFile: 'server' });
  const files = Object.entries(rest).map(([path, text]) => [
    `apps/shop/${path.replace('main.ts', 'server.ts')}`,
    text,
  ]);
  return {
    ...(Object.fromEntries(files) as AppFiles),
    'package.json': manifest,
    '.gitignore': ignored,
    'nest-cli.json': JSON.stringify({
      monorepo: true,
      ...project('blog'),
      projects: { blog: project('blog'), shop: project('shop') },
    }),
  };
}

describe.each([
  ['NestJS 11', NEST_11, '', { jwt: '^11.0.0', passport: '^11.0.2' }],
  ['NestJS 12', NEST_12, '.js', { jwt: '^12.0.0', passport: '^12.0.0' }],
])('a new app of %s', (_name, files, extension, { jwt, passport }) => {
  it('gets resolver, options, webhook and a test of it, registered', async () => {
    const { tree, byHand } = await nestAdd(files);
    expect(filesIn(tree, '/src/kindly').toSorted()).toEqual(FILES);
    expect(tree.readContent('src/app.module.ts')).toBe(`import { Module } from '@nestjs/common';
import { KindlyAuthModule } from 'nestjs-kindly-auth';
import { AppController } from './app.controller${extension}';
import { ChatUserResolver } from './kindly/chat-user.resolver${extension}';
import { KindlyOptions } from './kindly/kindly.options${extension}';
import { KindlyWebhookController } from './kindly/kindly-webhook.controller${extension}';

@Module({
  imports: [
    KindlyAuthModule.forRootAsync({
      useClass: KindlyOptions,
      userResolver: ChatUserResolver,
    }),
  ],
  controllers: [AppController, KindlyWebhookController],
})
export class AppModule {}
`);
    expect(tree.readContent('src/main.ts')).toContain(
      'NestFactory.create(AppModule, { rawBody: true })',
    );
    expect(byHand).toEqual([]);
  });

  it('has a resolver that knows nobody', async () => {
    const { tree } = await nestAdd(files);
    const [resolver = ''] = FILES;
    expect(tree.readContent(resolver)).toMatch(/TODO[^;]*(\/\/[^\n]*\n\s*)*return null;/);
  });

  it('asks for the peer dependencies of its NestJS, and installs them', async () => {
    const { tree, tasks } = await nestAdd(files);
    expect(manifestOf(tree).dependencies).toMatchObject({
      '@nestjs/jwt': jwt,
      '@nestjs/passport': passport,
      'class-transformer': '^0.5.1',
      'class-validator': '^0.14.0 || ^0.15.0',
      passport: '^0.7.0',
    });
    expect(tasks).toEqual(['run-schematic', 'node-package']);
  });

  it('has its settings in .env, and no secret anywhere else', async () => {
    const { tree, log, isEnvNew } = await nestAdd(files, {
      issuer: 'https://shop.example.com',
      webhookDomains: 'shop.example.com,*.example.org',
    });
    const { KINDLY_HMAC_SECRET: secret = '', ...settings } = envOf(tree);
    expect(settings).toEqual({
      KINDLY_ISSUER: 'https://shop.example.com',
      KINDLY_WEBHOOK_DOMAINS: 'shop.example.com,*.example.org',
      KINDLY_PRIVATE_KEY_FILE: '.kindly/private.pem',
    });
    expect(Buffer.from(secret, 'base64url')).toHaveLength(24);
    expect(isEnvNew).toBe(true);
    const { '.env': _env, ...others } = contentOf(tree);
    expect(JSON.stringify([others, log])).not.toContain(secret);
    expect(JSON.stringify(contentOf(tree))).not.toContain('PRIVATE KEY-----');
    expect(tree.readContent('.gitignore')).toBe(
      `${files['.gitignore']}\n# Keys and secrets\n.kindly/\n`,
    );
  });

  it('is not changed by a second run', async () => {
    const first = await nestAdd(files);
    const before = contentOf(first.tree);
    const second = await nestAdd(first.tree, { issuer: 'https://another.example.com' });
    expect(contentOf(second.tree)).toEqual(before);
    // Whoever clones the app has no keys: they are made, and nothing else is done.
    expect(second.tasks).toEqual(['run-schematic']);
  });

  it('keeps the line ends of Windows', async () => {
    const { tree } = await nestAdd(crlf(files));
    const texts = Object.values(contentOf(tree)).filter((text) => text.includes('\r\n'));
    expect(texts.length).toBeGreaterThan(FILES.length);
    for (const text of texts) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    for (const path of [...FILES, 'src/app.module.ts', 'src/main.ts', 'package.json']) {
      expect(tree.readContent(path)).toContain('\r\n');
    }
    const again = await nestAdd(tree);
    expect(contentOf(again.tree)).toEqual(contentOf(tree));
  });
});

describe('an app', () => {
  it.each<[string, AppFiles, Readonly<Record<string, unknown>>]>([
    ['that is installed by somebody else gets no task for it', NEST_12, { skipInstall: true }],
    [
      'that has all packages gets no task for them',
      {
        ...NEST_12,
        'package.json': JSON.stringify({
          dependencies: Object.fromEntries(
            ['core', 'jwt', 'passport'].map((name) => [`@nestjs/${name}`, '^12.0.0']),
          ),
          devDependencies: { passport: '*', 'class-transformer': '*', 'class-validator': '*' },
        }),
      },
      {},
    ],
  ])('%s', async (_name, files, flags) => {
    const { tasks } = await nestAdd(files, flags);
    expect(tasks).toEqual(['run-schematic']);
  });

  it('in a monorepo is the one that is named', async () => {
    const { tree } = await nestAdd(monorepo(), { sourceRoot: 'apps/shop/src', project: 'shop' });
    expect(filesIn(tree, '/apps/shop/src/kindly')).toHaveLength(FILES.length);
    expect(tree.readContent('apps/shop/src/app.module.ts')).toContain('KindlyAuthModule');
    expect(tree.readContent('apps/shop/src/server.ts')).toContain('rawBody: true');
    expect(envOf(tree)).toHaveProperty('KINDLY_ISSUER');
  });

  it('whose module has another name and another place', async () => {
    const { tree } = await nestAdd({
      ...NEST_12,
      'src/app.module.ts': null,
      'src/shop/root.module.ts':
        "import { Module } from '@nestjs/common';\n\n@Module({})\nexport class Root {}\n",
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core';\nimport { Root } from './shop/root.module.js';\n\nconst app = await NestFactory.create(Root);\nawait app.listen(3000);\n",
    });
    expect(tree.readContent('src/shop/root.module.ts')).toContain(
      "from '../kindly/kindly.options.js'",
    );
  });

  it('with @nestjs/config takes its settings from there', async () => {
    const { tree } = await nestAdd({
      ...NEST_12,
      'package.json':
        NEST_12['package.json']?.replace(
          '"@nestjs/core"',
          '"@nestjs/config": "^4", "@nestjs/core"',
        ) ?? null,
      'src/app.module.ts':
        NEST_12['src/app.module.ts']
          ?.replace("common';", "common';\nimport { ConfigModule } from '@nestjs/config';")
          .replace('imports: []', 'imports: [ConfigModule.forRoot()]') ?? null,
    });
    expect(tree.readContent('src/kindly/kindly.options.ts')).toContain('config: ConfigService');
    expect(tree.readContent('src/app.module.ts')).toContain(`  imports: [
    ConfigModule.forRoot(),
    KindlyAuthModule.forRootAsync({
      imports: [ConfigModule],
      useClass: KindlyOptions,
      userResolver: ChatUserResolver,
    }),
  ],`);
  });

  it('keeps the variables that it has, and is told when they may be committed', async () => {
    const { tree, byHand } = await nestAdd({
      ...NEST_12,
      '.env': 'PORT=1\nKINDLY_PRIVATE_KEY=own\nKINDLY_HMAC_SECRET=own\n',
      '.gitignore': null,
      '.dockerignore': 'dist\n',
    });
    expect(envOf(tree)).toEqual({
      PORT: '1',
      KINDLY_PRIVATE_KEY: 'own',
      KINDLY_HMAC_SECRET: 'own',
      KINDLY_ISSUER: 'https://my-shop.example.com',
      KINDLY_WEBHOOK_DOMAINS: 'my-shop.example.com',
    });
    expect(tree.readContent('.gitignore')).toBe('# Keys and secrets\n.kindly/\n.env\n');
    expect(tree.readContent('.dockerignore')).toBe('dist\n\n# Keys and secrets\n.kindly/\n.env\n');
    expect(byHand).toEqual([expect.stringContaining('git rm --cached .env')]);
  });

  it.each(['', 'PORT=1\n'])(
    'whose ignored .env gets a secret is told that git may have it all the same: %j',
    async (env) => {
      const { byHand, isEnvNew } = await nestAdd({ ...NEST_12, '.env': env });
      expect(byHand).toEqual([expect.stringContaining('git rm --cached .env')]);
      expect(isEnvNew).toBe(false);
    },
  );

  it('that makes its options elsewhere is told what to do by hand', async () => {
    const { tree, byHand } = await nestAdd({
      ...NEST_12,
      'src/main.ts':
        NEST_12['src/main.ts']?.replace('(AppModule)', '(AppModule, options())') ?? null,
    });
    expect(tree.readContent('src/main.ts')).not.toContain('rawBody');
    expect(byHand).toEqual(['Create the app with rawBody: true, in src/main.ts']);
  });

  it.each<[string, AppFiles, readonly string[]]>([
    ['that tests with nothing', withoutTesting(NEST_12), []],
    [
      'whose Jest is set up by a file',
      {
        ...NEST_11,
        'package.json': NEST_11['package.json']?.replace('"jest": {', '"other": {') ?? null,
      },
      [expect.stringContaining('"Jest"')],
    ],
  ])('%s gets no test', async (_name, files, hints) => {
    const { tree, byHand } = await nestAdd(files);
    expect(filesIn(tree, '/src/kindly').filter((path) => path.includes('.spec.'))).toEqual([]);
    expect(byHand).toEqual(hints);
  });

  it('with Jest can load the library in all its tests', async () => {
    const { tree } = await nestAdd(NEST_11);
    const expected = [expect.stringContaining('nestjs-kindly-auth')];
    expect(manifestOf(tree).jest?.transformIgnorePatterns).toEqual(expected);
    const e2e = JSON.parse(tree.readContent('test/jest-e2e.json')) as Manifest['jest'];
    expect(e2e?.transformIgnorePatterns).toEqual(expected);
  });

  it('that registers the module itself is left alone', async () => {
    const files = {
      ...NEST_12,
      'src/shop.module.ts': "import { KindlyAuthModule } from 'nestjs-kindly-auth';\n",
    };
    const { tree, tasks, log } = await nestAdd(files);
    expect(contentOf(tree)).toEqual(files);
    expect(tasks).toEqual([]);
    expect(log).toEqual([
      'src/shop.module.ts registers KindlyAuthModule already: nothing is changed.',
    ]);
  });
});
