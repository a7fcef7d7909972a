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
    expect(paths['/method/tickets']?.post?.security).toBeUndefined();
    expect(paths['/method/open']?.post).toMatchObject({ responses: { 201: expect.anything() } });
    expect(paths['/method/open']?.post?.security).toBeUndefined();
  });
});
