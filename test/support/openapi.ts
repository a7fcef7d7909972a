import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv, type ValidateFunction } from 'ajv';
import { addKindlySecurity } from 'nestjs-kindly-auth';
import { expect } from 'vitest';
import type { Answer } from './http.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

/** What a document says of one status of a route. */
export interface DocumentedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly schema: { readonly enum: string[] } }>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface RefusalSchema {
  readonly properties: { readonly errorCode: { readonly enum: readonly string[] } };
}

/** The schemes that an operation refers to, and the document does not have. */
function unknownSchemes({ paths, components }: OpenAPIObject): readonly string[] {
  const known = Object.keys(components?.securitySchemes ?? {});
  return Object.values(paths)
    .flatMap(({ post }) => post?.security ?? [])
    .flatMap((alternative) => Object.keys(alternative))
    .filter((name) => !known.includes(name));
}

/** A document that holds to the specification of OpenAPI, and names no scheme that it does not have. */
export async function expectValid(document: OpenAPIObject): Promise<void> {
  const asSent = JSON.parse(JSON.stringify(document)) as OpenAPIObject & Record<string, unknown>;
  expect(await new Validator().validate(asSent)).toMatchObject({ valid: true });
  expect(unknownSchemes(asSent)).toEqual([]);
}

/** The document of an app, as an app makes it, and valid. */
export async function documentOf(app: INestApplication): Promise<ApiDocument> {
  const config = addKindlySecurity(new DocumentBuilder().setTitle('Shop')).build();
  const document = SwaggerModule.createDocument(app, config);
  await expectValid(document);
  return new ApiDocument(document);
}

/** What a document says of its POST routes. */
export class ApiDocument {
  readonly #ajv = new Ajv({ strict: false });

  constructor(readonly document: OpenAPIObject) {
    this.#ajv.addSchema(document, 'document');
  }

  operation(path: string): Operation {
    const { post } = this.document.paths[path] ?? {};
    if (!post) throw new Error(`there is no POST ${path} in the document`);
    return post;
  }

  responses(path: string): Readonly<Record<string, DocumentedResponse>> {
    return this.operation(path).responses as unknown as Readonly<
      Record<string, DocumentedResponse>
    >;
  }

  /** The codes with which a route refuses, by status. */
  codes(path: string): Readonly<Record<string, readonly string[]>> {
    const refusals = Object.entries(this.responses(path)).filter(([status]) => status >= '400');
    return Object.fromEntries(
      refusals.map(([status, { content }]) => {
        const schema = content?.['application/json']?.schema as RefusalSchema | undefined;
        return [status, schema?.properties.errorCode.enum ?? []];
      }),
    );
  }

  /** @param pointer of a schema in the document: its members, one by one */
  validator(...pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
    return this.#ajv.compile({ $ref: `document#/${escaped.join('/')}` });
  }

  /** What an answer has that the document does not foretell: a status, a header, or in its body. */
  problemsWith(path: string, { status, body, headers }: Answer): readonly unknown[] {
    const documented = this.responses(path)[status];
    if (!documented) return [`${status} of ${path}`];
    // Of a status with several codes, not each has each header.
    const wrong = Object.entries(documented.headers ?? {}).filter(([name, { schema }]) => {
      const sent = headers[name.toLowerCase()];
      return sent !== undefined && !schema.enum.includes(String(sent));
    });
    if (documented.content === undefined) return wrong;
    const validate = this.validator(
      'paths',
      path,
      'post',
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    );
    return validate(body) ? wrong : [...wrong, body, ...(validate.errors ?? [])];
  }
}
