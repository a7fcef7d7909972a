import { Controller, Post } from '@nestjs/common';
import { ApiResponse, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { KindlyAuthModule, KindlyWebhook } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { options } from '../support/kindly-module.js';
import { withApp } from '../support/running-app.js';

const SECRET = 'the-dialogue-secret-of-this-test';

@Controller('method')
class OnMethod {
  @Post('webhook')
  @ApiResponse({ status: 401, description: 'Mine' })
  @KindlyWebhook()
  guarded() {
    return {};
  }
  @Post('tickets')
  @KindlyWebhook({ identity: 'none' })
  withoutToken() {
    return {};
  }
  @Post('open')
  open() {
    return {};
  }
}

@Controller('class')
@KindlyWebhook()
class OnClass {
  @Post('webhook')
  guarded() {
    return {};
  }
}

@Controller('mixed')
@KindlyWebhook({ identity: 'none' })
class Mixed {
  @Post('as-the-class')
  asTheClass() {
    return {};
  }
  @Post('signed-by-name')
  @KindlyWebhook({ signature: 'dialogue' })
  signedByName() {
    return {};
  }
  @Post('optional')
  @KindlyWebhook({ identity: 'optional' })
  optional() {
    return {};
  }
}
class Base {
  @Post('inherited')
  inherited() {
    return {};
  }
}
@Controller('strict')
@KindlyWebhook()
class Strict extends Base {
  @Post('twice')
  @KindlyWebhook({ signature: 'dialogue' })
  twice() {
    return {};
  }
}
@Controller('lax')
@KindlyWebhook({ identity: 'none' })
class Lax extends Base {}

describe.each(ADAPTERS)('OpenAPI on $name', (adapter) => {
  it('documents bearer, 200, 401 and 403 of the webhooks, and of nothing else', async () => {
    const { app } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
      controllers: [OnMethod, OnClass],
    });
    const config = new DocumentBuilder().addBearerAuth().build();
    const { paths } = SwaggerModule.createDocument(app, config);
    for (const path of ['/method/webhook', '/class/webhook']) {
      expect(paths[path]?.post).toMatchObject({
        security: [{ bearer: [] }],
        responses: {
          200: expect.anything(),
          401: { description: expect.stringMatching(/Mine|missing/) },
          403: { description: expect.any(String) },
        },
      });
    }
    expect(Object.keys(paths['/method/tickets']?.post?.responses ?? {})).toEqual(['200', '401']);
    expect(paths['/method/tickets']?.post?.security).toBeUndefined();
    expect(paths['/method/open']?.post).toMatchObject({ responses: { 201: expect.anything() } });
    expect(paths['/method/open']?.post?.security).toBeUndefined();
  });

  it('documents what class and method say together', async () => {
    const { app } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
      controllers: [Mixed, Strict, Lax],
    });
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const documented = Object.entries(paths).map(([path, { post }]) => [
      path,
      post?.security,
      Object.keys(post?.responses ?? {}),
    ]);
    const none = [undefined, ['200', '401']];
    const required = [[{ bearer: [] }], ['200', '401', '403']];
    expect(documented.filter(([path]) => path !== '/kindly/token')).toEqual([
      ['/mixed/as-the-class', ...none],
      ['/mixed/signed-by-name', ...none],
      ['/mixed/optional', [{ bearer: [] }, {}], ['200', '401', '403']],
      ['/strict/twice', ...required],
      ['/strict/inherited', ...required],
      ['/lax/inherited', ...none],
    ]);
  });
});
