import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { parseEnv } from 'node:util';
import type { Rule, SchematicContext, Tree } from '@angular-devkit/schematics';
import { type App, dependenciesOf, findApp, readJson } from './app.js';
import { addRawBody, mayParseNothing } from './edit-main.js';
import { addToModule } from './edit-module.js';
import { type JestConfig, withKindly } from './jest-config.js';
import { ENV, KEYS, withIgnored, withVariables } from './lines.js';
import { prefixIn } from './main-routes.js';
import { missingPeers, withDependencies, writeJson } from './manifest-edits.js';
import { checkFlags, type KindlySettings, type NestAddFlags } from './nest-add.options.js';
import type { NextSteps } from './next-steps.js';
import { EMULATOR, PRIVATE_KEY, type SecretsOptions } from './secrets.js';
import { eolOf, nodesBelow, parse, type TypeScript } from './source-text.js';
import { FOLDER, OPTIONS_FILE, type Surroundings, templatesFor } from './templates.js';
import { type Format, loadFormat, loadTypeScript } from './tools.js';

/** What all steps need. */
interface Work {
  readonly tree: Tree;
  readonly app: App;
  readonly typescript: TypeScript;
  readonly format: Format;
  /** What is left to do by hand. */
  readonly byHand: string[];
}

const RESOLVER = `${FOLDER}/chat-user.resolver`;

function textOf(tree: Tree, path: string): string {
  return tree.read(path)?.toString('utf8') ?? '';
}

/** Writes a file if that changes anything: otherwise the command line would name it. */
function write(tree: Tree, path: string, text: string): void {
  if (!tree.exists(path)) tree.create(path, text);
  else if (textOf(tree, path) !== text) tree.overwrite(path, text);
}

/** The source file that has to do with the module in its code, which comments are not; if there is one. */
function registrationIn(
  typescript: TypeScript,
  tree: Tree,
  { sourceRoot }: App,
): string | undefined {
  const files: string[] = [];
  tree.getDir(sourceRoot).visit((path) => {
    if (/(?<![.-]spec|\.test|\.d)\.ts$/.test(path)) files.push(path);
  });
  return files.find((path) => hasName(typescript, path, textOf(tree, path)))?.slice(1);
}

function hasName(typescript: TypeScript, path: string, text: string): boolean {
  const name = 'KindlyAuthModule';
  if (!text.includes(name)) return false;
  const nodes = [...nodesBelow(typescript, parse(typescript, path, text))];
  return nodes.some((node) => typescript.isIdentifier(node) && node.text === name);
}

function callsConfigModule(typescript: TypeScript, path: string, text: string): boolean {
  return [...nodesBelow(typescript, parse(typescript, path, text))].some(
    (node) =>
      typescript.isCallExpression(node) && node.expression.getText() === 'ConfigModule.forRoot',
  );
}

/** Changes a source file, and formats it if it was formatted before. */
async function change(
  { tree, format }: Work,
  path: string,
  edit: (text: string) => string,
): Promise<void> {
  const before = textOf(tree, path);
  const after = edit(before);
  if (after === before) return;
  const isFormatted = (await format(path, before)) === before;
  write(tree, path, isFormatted ? await format(path, after) : after);
}

/** Sees to it that Jest can load the library, which is ES modules. */
async function setUpJest(work: Work): Promise<boolean> {
  const { tree, app, byHand } = work;
  const e2e = posix.join(app.sourceRoot, '../test/jest-e2e.json');
  const present = app.manifest['jest'] as JestConfig | undefined;
  const config = app.nest === 11 ? present && withKindly(present) : undefined;
  const e2ePresent = readJson(tree, e2e) as JestConfig | undefined;
  const e2eConfig = e2ePresent && withKindly(e2ePresent);
  if (config) {
    const manifest = { ...app.manifest, jest: config };
    await change(work, 'package.json', (text) => writeJson(manifest, text));
  }
  if (e2eConfig) await change(work, e2e, (text) => writeJson(e2eConfig, text));
  if (!config || (e2ePresent && !e2eConfig)) {
    byHand.push('Let Jest load ES modules: section "Jest" of docs/nest-add.md');
  }
  return config !== undefined;
}

async function runnerOf(work: Work): Promise<Surroundings['runner']> {
  const present = dependenciesOf(work.app.manifest);
  if (!('@nestjs/testing' in present)) return undefined;
  if ('vitest' in present) return 'vitest';
  return 'jest' in present && (await setUpJest(work)) ? 'jest' : undefined;
}

async function createFiles(work: Work, surroundings: Surroundings): Promise<void> {
  const { tree, app, format } = work;
  const eol = eolOf(textOf(tree, app.module));
  for (const { path, text } of templatesFor(surroundings)) {
    const file = posix.join(app.sourceRoot, path);
    if (tree.exists(file)) {
      throw new Error(`${file} is there already, and no module registers KindlyAuthModule.`);
    }
    // oxlint-disable-next-line no-await-in-loop -- nothing is gained by formatting them at once
    tree.create(file, await format(file, text.replaceAll('\n', eol)));
  }
}

/** How the app module imports a file of ours. */
function importOf({ module, sourceRoot, extension }: App, name: string, file: string) {
  const path = posix.relative(posix.dirname(module), posix.join(sourceRoot, file));
  return { name, from: (path.startsWith('.') ? path : `./${path}`) + extension };
}

/** Writes the code: resolver, options, webhook, and where they are registered. */
async function register(work: Work): Promise<void> {
  const { tree, app, typescript, byHand } = work;
  const hasConfigModule =
    '@nestjs/config' in dependenciesOf(app.manifest) &&
    callsConfigModule(typescript, app.module, textOf(tree, app.module));
  const runner = await runnerOf(work);
  await createFiles(work, { extension: app.extension, hasConfigModule, runner });
  const options = hasConfigModule ? '  imports: [ConfigModule],\n' : '';
  await change(work, app.module, (text) =>
    addToModule(typescript, app.module, text, {
      imports: [
        { name: 'KindlyAuthModule', from: 'nestjs-kindly-auth' },
        importOf(app, 'ChatUserResolver', RESOLVER),
        importOf(app, 'KindlyOptions', OPTIONS_FILE.replace(/\.ts$/, '')),
        importOf(app, 'KindlyWebhookController', `${FOLDER}/kindly-webhook.controller`),
      ],
      className: app.moduleClass,
      elements: {
        imports: `KindlyAuthModule.forRootAsync({\n${options}  useClass: KindlyOptions,\n  userResolver: ChatUserResolver,\n})`,
        controllers: 'KindlyWebhookController',
      },
    }),
  );
  await change(work, app.main, (text) => {
    const changed = addRawBody(typescript, app.main, text);
    if (changed === undefined) {
      byHand.push(`Create the app with rawBody: true, in ${app.main}`);
    }
    return changed ?? text;
  });
  if (mayParseNothing(typescript, app.main, textOf(tree, app.main))) {
    byHand.push(
      `Keep the raw body in spite of bodyParser in ${app.main}: section "main.ts" of docs/nest-add.md`,
    );
  }
}

/** What stands in front of the paths of the app's routes, as far as it can be told. */
function prefixOf({ tree, app, typescript, byHand }: Work): string {
  const prefix = prefixIn(typescript, app.main, textOf(tree, app.main));
  // Whoever has a configuration of the emulator has been told, and has put it right.
  if (prefix === undefined && !tree.exists(EMULATOR)) {
    byHand.push(
      `Mind the prefix or version that ${app.main} gives to routes: section "main.ts" of docs/nest-add.md`,
    );
  }
  return prefix ?? '';
}

/** Writes `.env`, and keeps what is secret out of version control and images. */
function addSettings({ tree, byHand }: Work, { issuer, webhookDomains }: KindlySettings): void {
  const env = textOf(tree, '.env');
  const present = parseEnv(env);
  const ignored = textOf(tree, '.gitignore');
  const isIgnored = withIgnored(ignored, [ENV]) === ignored;
  // A line of .gitignore does nothing about a file that git has already.
  if (tree.exists('.env') && !(isIgnored && 'KINDLY_HMAC_SECRET' in present)) {
    byHand.push('.env holds a secret. If it is in version control: git rm --cached .env');
  }
  const variables = {
    KINDLY_ISSUER: issuer,
    KINDLY_WEBHOOK_DOMAINS: webhookDomains.join(','),
    // One of our own making, until that of Kindly takes its place: without any, nothing would be signed.
    KINDLY_HMAC_SECRET: randomBytes(24).toString('base64url'),
    ...(!present['KINDLY_PRIVATE_KEY'] && { KINDLY_PRIVATE_KEY_FILE: PRIVATE_KEY }),
  };
  write(tree, '.gitignore', withIgnored(ignored, [KEYS, ENV]));
  if (tree.exists('.dockerignore')) {
    write(tree, '.dockerignore', withIgnored(textOf(tree, '.dockerignore'), [KEYS, ENV]));
  }
  write(tree, '.env', withVariables(env, variables));
}

/** @returns whether there is anything to install */
function addPeers(tree: Tree, app: App): boolean {
  const peers = missingPeers(app);
  const text = textOf(tree, 'package.json');
  const manifest = JSON.parse(text) as App['manifest'];
  if (Object.keys(peers).length === 0) return false;
  write(tree, 'package.json', writeJson(withDependencies(manifest, peers), text));
  return true;
}

/** Tasks by their names, since the app's own schematics package cannot always be imported from here. */
function addTasks(
  context: SchematicContext,
  steps: NextSteps & SecretsOptions,
  install: boolean,
): void {
  const makeSecrets = context.addTask({
    toConfiguration: () => ({
      name: 'run-schematic',
      options: { collection: null, name: 'secrets', options: steps },
    }),
  });
  if (!install) return;
  const options = { command: 'install', quiet: true, hideOutput: false, workingDirectory: '' };
  context.addTask({ toConfiguration: () => ({ name: 'node-package', options }) }, [makeSecrets]);
}

/**
 * The schematic that `nest add nestjs-kindly-auth` runs. Everything that can fail is done before
 * anything is written; keys are made afterwards, by the schematic `secrets`.
 */
export function nestAdd(flags: NestAddFlags): Rule {
  return async (tree, context) => {
    const folder = process.cwd();
    const typescript = loadTypeScript(folder);
    const app = findApp(typescript, tree, flags.sourceRoot);
    const settings = await checkFlags(flags, app.manifest.name ?? '');
    const registration = registrationIn(typescript, tree, app);
    if (registration && !tree.exists(posix.join(app.sourceRoot, OPTIONS_FILE))) {
      context.logger.info(
        `${registration} registers KindlyAuthModule already: nothing is changed.`,
      );
      return;
    }
    const work: Work = { tree, app, typescript, format: loadFormat(folder), byHand: [] };
    if (!registration) await register(work);
    const isEnvNew = !tree.exists('.env');
    addSettings(work, settings);
    const hasPeers = addPeers(tree, app);
    const steps: NextSteps & SecretsOptions = {
      resolver: posix.join(app.sourceRoot, `${RESOLVER}.ts`),
      host: settings.webhookDomains[0]?.replace('*', 'www') ?? '',
      prefix: prefixOf(work),
      byHand: work.byHand,
      isEnvNew,
    };
    addTasks(context, steps, hasPeers && !flags.skipInstall);
  };
}
