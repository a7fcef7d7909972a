import { describe, expect, it } from 'vitest';
import { nestAdd, newApp } from '../support/nest-app.js';

const NEST_12 = newApp(12);

describe('an app', () => {
  it('that names the library in a comment, in a text or in a test has not registered it', async () => {
    const { tree } = await nestAdd({
      ...NEST_12,
      'src/chat.ts': "// TODO: KindlyAuthModule\nexport const module = 'KindlyAuthModule';\n",
      'src/chat.e2e-spec.ts': "import { KindlyAuthModule } from 'nestjs-kindly-auth';\n",
    });
    expect(tree.readContent('src/app.module.ts')).toContain('KindlyAuthModule.forRootAsync');
  });

  it('that names ConfigModule in a comment alone reads its settings without it', async () => {
    const { tree } = await nestAdd({
      ...NEST_12,
      'package.json':
        NEST_12['package.json']?.replace(
          '"@nestjs/core"',
          '"@nestjs/config": "^4", "@nestjs/core"',
        ) ?? null,
      'src/app.module.ts':
        NEST_12['src/app.module.ts']?.replace(
          'imports: []',
          'imports: [\n    // ConfigModule.forRoot(),\n  ]',
        ) ?? null,
    });
    expect(tree.readContent('src/kindly/kindly.options.ts')).not.toContain('ConfigService');
    expect(tree.readContent('src/app.module.ts')).not.toContain('[ConfigModule]');
    expect(tree.readContent('src/app.module.ts')).toContain('// ConfigModule.forRoot(),');
  });
});
