import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { addToModule, type ModuleAdditions } from './edit-module.js';

const ADDITIONS: ModuleAdditions = {
  imports: [
    { name: 'Kindly', from: 'kindly' },
    { name: 'Hook', from: './hook.js' },
  ],
  elements: { imports: 'Kindly.forRoot({\n  a: 1,\n})', controllers: 'Hook' },
};

function added(text: string): string {
  return addToModule(ts, 'app.module.ts', text, ADDITIONS);
}

/** What stands in the decorator of a module, when the additions are made. */
function metadata(text: string): string {
  const changed = added(`@Module(${text})\nexport class AppModule {}\n`);
  return changed.slice(changed.indexOf('@Module(') + 8, changed.indexOf(')\nexport class'));
}

describe('the metadata of a module', () => {
  it.each([
    [
      'is empty',
      '{}',
      `{
  imports: [
    Kindly.forRoot({
      a: 1,
    }),
  ],
  controllers: [Hook],
}`,
    ],
    [
      'has no such lists',
      `{
  providers: [A],
}`,
      `{
  imports: [
    Kindly.forRoot({
      a: 1,
    }),
  ],
  controllers: [Hook],
  providers: [A],
}`,
    ],
    [
      'has empty lists',
      `{
    imports: [],
    controllers: [],
}`,
      `{
    imports: [
        Kindly.forRoot({
            a: 1,
        }),
    ],
    controllers: [Hook],
}`,
    ],
    [
      'has lists on one line',
      `{
  imports: [A, B.forRoot({ a: [1] })],
  controllers: [C],
}`,
      `{
  imports: [
    A,
    B.forRoot({ a: [1] }),
    Kindly.forRoot({
      a: 1,
    }),
  ],
  controllers: [C, Hook],
}`,
    ],
    [
      'has a list on several lines, with a comma and a comment behind it',
      `{
  imports: [
    A,
    B, // the last one
  ],
  controllers: [
    C
  ],
}`,
      `{
  imports: [
    A,
    B,
    Kindly.forRoot({
      a: 1,
    }), // the last one
  ],
  controllers: [
    C,
    Hook
  ],
}`,
    ],
    [
      'is indented with tabs',
      `{
\timports: [],
\tcontrollers: [],
}`,
      `{
\timports: [
\t\tKindly.forRoot({
\t\t\ta: 1,
\t\t}),
\t],
\tcontrollers: [Hook],
}`,
    ],
    [
      'has names in quotes',
      `{ 'imports': [], "controllers": [C] }`,
      `{ 'imports': [
  Kindly.forRoot({
    a: 1,
  }),
], "controllers": [C, Hook] }`,
    ],
    [
      'takes its lists from elsewhere',
      `{
  imports: modules(),
  controllers,
}`,
      `{
  imports: [...modules(), Kindly.forRoot({
    a: 1,
  })],
  controllers: [...controllers, Hook],
}`,
    ],
    [
      'has comments in the place of lists, which stay',
      `{
  // exports: [A],
}`,
      `{
  imports: [
    Kindly.forRoot({
      a: 1,
    }),
  ],
  controllers: [Hook],
  // exports: [A],
}`,
    ],
    [
      'has comments in its lists, which stay',
      `{
  imports: [
    // A,
  ],
  controllers: [
    // B,
  ],
}`,
      `{
  imports: [
    Kindly.forRoot({
      a: 1,
    }),
    // A,
  ],
  controllers: [
    Hook,
    // B,
  ],
}`,
    ],
    [
      'has comments in lists on one line, which stay',
      `{
  imports: [A /* a */, ...b /* b */],
  controllers: [/* C */],
}`,
      `{
  imports: [A /* a */, ...b, Kindly.forRoot({
    a: 1,
  }) /* b */],
  controllers: [Hook/* C */],
}`,
    ],
    [
      'spreads other metadata beside the lists',
      `{
  ...rest,
  imports: [...a],
  controllers: [],
}`,
      `{
  ...rest,
  imports: [
    ...a,
    Kindly.forRoot({
      a: 1,
    }),
  ],
  controllers: [Hook],
}`,
    ],
    [
      'stands on one line',
      '{ providers: [A] }',
      `{ imports: [
  Kindly.forRoot({
    a: 1,
  }),
], controllers: [Hook], providers: [A] }`,
    ],
  ])('%s', (_name, before, after) => {
    expect(metadata(before)).toBe(after);
  });

  it.each([
    ['is a variable', '@Module(metadata) class A {}'],
    ['is of another decorator', '@Injectable({}) class A {}'],
    ['stands in a comment', '// @Module({}) class A {}'],
  ])('that %s is refused', (_name, text) => {
    expect(() => added(text)).toThrow('app.module.ts has no class with @Module({ … }).');
  });
});

describe('a file with several modules', () => {
  const text =
    '@Module({ providers: [A] })\nexport class CoreModule {}\n@Module({})\nexport class AppModule {}\n';

  it('has the additions in the one that is named', () => {
    const changed = addToModule(ts, 'app.module.ts', text, {
      ...ADDITIONS,
      className: 'AppModule',
    });
    expect(changed).toContain('@Module({ providers: [A] })\n');
    expect(changed).toMatch(/controllers: \[Hook\],\n\}\)\nexport class AppModule/);
  });

  it.each([
    ['export default class AppModule', 'export default class AppModule {}\n'],
    ['export default AppModule', 'class AppModule {}\nexport default AppModule;\n'],
    ['export default class', 'export default class {}\n'],
  ])('has them in the one that is its default: %s', (_name, ending) => {
    const changed = addToModule(
      ts,
      'app.module.ts',
      text.replace('export class AppModule {}\n', ending),
      { ...ADDITIONS, className: 'default' },
    );
    expect(changed).toContain('@Module({ providers: [A] })\n');
    expect(changed).toContain(`controllers: [Hook],\n})\n${ending}`);
  });

  it.each([undefined, 'Elsewhere.named()'])('has them in the first when it is %s', (className) => {
    const changed = addToModule(ts, 'app.module.ts', text, { ...ADDITIONS, className });
    expect(changed).toMatch(
      /controllers: \[Hook\], providers: \[A\] \}\)\nexport class CoreModule/,
    );
  });
});

it('metadata that spreads what may have the lists is refused', () => {
  expect(() => added('@Module({ ...rest, controllers: [] }) class A {}')).toThrow(
    'app.module.ts spreads other metadata into @Module({ … }): write "imports" there first.',
  );
});

describe('the imports of a module', () => {
  const rest = '\n@Module({})\nexport class AppModule {}\n';

  it.each([
    [
      'stand behind those of their kind',
      `import { Module } from '@nestjs/common';\nimport { A } from './a';\n`,
      `import { Module } from '@nestjs/common';\nimport { Kindly } from 'kindly';\nimport { A } from './a';\nimport { Hook } from './hook.js';\n`,
    ],
    [
      'keep their order where packages come last',
      `import { A } from './a';\nimport { Module } from '@nestjs/common';\n`,
      `import { A } from './a';\nimport { Module } from '@nestjs/common';\nimport { Kindly } from 'kindly';\nimport { Hook } from './hook.js';\n`,
    ],
    [
      'have the quotes and semicolons of the file',
      `import { Module } from "@nestjs/common"\n`,
      `import { Module } from "@nestjs/common"\nimport { Kindly } from "kindly"\nimport { Hook } from "./hook.js"\n`,
    ],
    [
      'span several lines',
      `import {\n  Module,\n} from '@nestjs/common';\n`,
      `import {\n  Module,\n} from '@nestjs/common';\nimport { Kindly } from 'kindly';\nimport { Hook } from './hook.js';\n`,
    ],
  ])('%s', (_name, before, after) => {
    const changed = added(before + rest);
    expect(changed.slice(0, changed.indexOf('\n@Module'))).toBe(after);
  });

  it('end their lines as the file does', () => {
    const text = `import { Module } from '@nestjs/common';\n${rest}`.replaceAll('\n', '\r\n');
    const changed = added(text);
    expect(changed.replaceAll('\r\n', '')).not.toContain('\n');
    expect(changed).toContain("import { Hook } from './hook.js';\r\n");
  });
});
