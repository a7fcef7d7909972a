import { Body, Controller, Get, HttpCode, Post, ValidationPipe } from '@nestjs/common';
import {
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  ApiSecurity,
  ApiTags,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import {
  addKindlySecurity,
  KindlyAuthModule,
  KindlyPayload,
  type KindlyReply,
  KindlyWebhook,
  KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { type Adapter, ADAPTERS } from '../support/adapters.js';
import { send } from '../support/http.js';
import { options, type Options } from '../support/kindly-module.js';
import { type ApiDocument, documentOf, expectValid } from '../support/openapi.js';
import { type AppSettings, withApp } from '../support/running-app.js';

const SECRET = 'the-dialogue-secret-of-this-test';
const PAYLOAD = '#/components/schemas/KindlyWebhookPayload';
const REPLY = '#/components/schemas/KindlyReply';

const hmac = { 'kindly-hmac': [] };
const both = { 'kindly-token': [], ...hmac };

async function documented(
  adapter: Adapter,
  settings: AppSettings,
  bent: Partial<Options> = {},
): Promise<ApiDocument> {
  const imports = [KindlyAuthModule.forRoot(options(bent)), ...(settings.imports ?? [])];
  const { app } = await withApp(adapter, { ...settings, imports });
  return documentOf(app);
}

/** A schema as a document refers to it: by the name of a class, or written out. */
function schemaOf(holder: unknown): unknown {
  const { content } = holder as { content?: Record<string, { schema: { $ref?: string } }> };
  const schema = content?.['application/json']?.schema;
  return schema?.$ref ?? schema;
}

class Ticket {
  @ApiProperty()
  declare readonly ticket: string;
}
class Order {
  @ApiProperty()
  declare readonly order: number;
}
class Extended extends KindlyWebhookPayload {
  @ApiProperty()
  declare readonly tenant: string;
}

@Controller('bodies')
class Bodies {
  @Post('payload')
  @KindlyWebhook()
  payload(@KindlyPayload() _payload: KindlyWebhookPayload): KindlyReply {
    return {};
  }
  @Post('ticket-payload')
  @KindlyWebhook({ identity: 'none' })
  ticketPayload(@KindlyPayload() _payload: KindlyWebhookPayload): KindlyReply {
    return {};
  }
  @Post('unread')
  @KindlyWebhook()
  unread(): KindlyReply {
    return {};
  }
  @Post('own')
  @KindlyWebhook({ identity: 'none' })
  own(@Body() _ticket: Ticket): object {
    return {};
  }
  @Post('own-of-a-user')
  @KindlyWebhook()
  ownOfUser(@Body() _payload: Extended): KindlyReply {
    return {};
  }
  @Post('told')
  @KindlyWebhook()
  @ApiBody({ type: Ticket })
  told(): KindlyReply {
    return {};
  }
  @Post('unknown')
  @KindlyWebhook({ identity: 'none' })
  unknown(): object {
    return {};
  }
}

@Controller('told')
@ApiTags('mine')
class Told {
  @Post('below')
  @KindlyWebhook({ identity: 'optional' })
  @ApiSecurity('cookie')
  @ApiOperation({ summary: 'Says where an order is' })
  @ApiHeader({ name: 'Kindly-HMAC-algorithm', description: 'Mine' })
  @ApiResponse({ status: 401, description: 'Mine' })
  @ApiResponse({ status: 404, description: 'No such order' })
  @ApiOkResponse({ type: Order })
  below() {
    return {};
  }
  @Post('above')
  @ApiResponse({ status: 401, description: 'Mine' })
  @ApiResponse({ status: 403, description: 'Theirs', type: Order })
  @KindlyWebhook()
  above() {
    return {};
  }
  @Get('open')
  open() {
    return {};
  }
}

@Controller('statuses')
class Statuses {
  @Post('created')
  @KindlyWebhook()
  // The CLI plugin writes this.
  @ApiResponse({ status: 201, type: Order })
  created() {
    return {};
  }
  @Post('really-created')
  @KindlyWebhook()
  @HttpCode(201)
  @ApiResponse({ status: 201, type: Order })
  reallyCreated() {
    return {};
  }
}

describe.each(ADAPTERS)('in a document on $name, a webhook', (adapter) => {
  it.each([
    ['payload', PAYLOAD, REPLY, ['400', '401', '403', '500']],
    ['ticket-payload', PAYLOAD, REPLY, ['400', '401', '500']],
    ['unread', PAYLOAD, REPLY, ['401', '403', '500']],
    ['own', '#/components/schemas/Ticket', undefined, ['401', '500']],
    ['own-of-a-user', '#/components/schemas/Extended', REPLY, ['401', '403', '500']],
    ['told', '#/components/schemas/Ticket', REPLY, ['401', '403', '500']],
    ['unknown', undefined, undefined, ['401', '500']],
  ])('that reads its body as "%s" says so', async (path, body, reply, refusals) => {
    const document = await documented(adapter, { controllers: [Bodies] }, { hmacSecrets: SECRET });
    const { requestBody = {} } = document.operation(`/bodies/${path}`);
    const { 200: ok, ...others } = document.responses(`/bodies/${path}`);
    expect([schemaOf(requestBody), schemaOf(ok), Object.keys(others)]).toEqual([
      body,
      reply,
      refusals,
    ]);
  });

  it('hands on the fields of the payload to a class that extends it', async () => {
    const { document } = await documented(
      adapter,
      { controllers: [Bodies] },
      { hmacSecrets: SECRET },
    );
    expect(document.components?.schemas?.['Extended']).toMatchObject({
      required: expect.arrayContaining(['chat_id', 'tenant']),
      properties: { message: { type: 'string' }, tenant: { type: 'string' } },
    });
  });

  it('leaves what the app says itself, and adds to it', async () => {
    const { app } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
      controllers: [Told],
    });
    const config = new DocumentBuilder().build();
    const { paths } = SwaggerModule.createDocument(app, config);
    const [below, above] = [paths['/told/below']?.post, paths['/told/above']?.post];
    expect(below).toMatchObject({
      tags: ['mine'],
      summary: 'Says where an order is',
      security: [{ cookie: [] }, both, hmac],
      parameters: [{ name: 'Kindly-HMAC-algorithm', description: 'Mine' }],
      responses: {
        401: { description: 'Mine', headers: { 'WWW-Authenticate': expect.anything() } },
        404: { description: 'No such order' },
      },
    });
    expect(below?.parameters).toHaveLength(1);
    expect(schemaOf(below?.responses[401])).toHaveProperty('properties.errorCode');
    expect(schemaOf(below?.responses[200])).toBe('#/components/schemas/Order');
    expect(above?.responses[401]).toMatchObject({ description: 'Mine' });
    expect(schemaOf(above?.responses[401])).toHaveProperty('properties.errorCode');
    expect(above?.responses[403]).toMatchObject({ description: 'Theirs' });
    expect(schemaOf(above?.responses[403])).toBe('#/components/schemas/Order');
    expect(paths['/told/open']?.get).not.toHaveProperty('security');
  });

  it('answers 200, whatever the CLI plugin takes a POST for', async () => {
    const document = await documented(
      adapter,
      { controllers: [Statuses] },
      { hmacSecrets: SECRET },
    );
    const created = document.responses('/statuses/created');
    expect([Object.keys(created), schemaOf(created[200])]).toEqual([
      ['200', '401', '403', '500'],
      '#/components/schemas/Order',
    ]);
    const really = document.responses('/statuses/really-created');
    expect([Object.keys(really), schemaOf(really[201])]).toEqual([
      ['201', '401', '403', '500'],
      '#/components/schemas/Order',
    ]);
  });

  it('is served by an app with a ValidationPipe', async () => {
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
      controllers: [Bodies],
      configure: (app) => {
        app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }));
        const config = addKindlySecurity(new DocumentBuilder()).build();
        SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
          ui: false,
        });
      },
    });
    const { body } = await send(`${url}/docs-json`, { method: 'GET' });
    await expectValid(body as OpenAPIObject);
    expect(body).toHaveProperty(['paths', '/bodies/payload', 'post', 'responses', '401']);
  });
});
