import type { OpenApiObject } from '../openapi/document-route.js';
import { KINDLY_HMAC_HEADER } from './kindly-headers.js';

/** Names of the security schemes: an app's own `bearer` is another token. */
export const TOKEN_SCHEME = 'kindly-token';
export const SIGNATURE_SCHEME = 'kindly-hmac';

/**
 * A security scheme of OpenAPI, as far as Kindly's webhooks need one. No interface: only a type fits where
 * extensions (`x-…`) are allowed.
 */
export type KindlySecurityScheme = {
  readonly type: 'http' | 'apiKey';
  readonly description: string;
  readonly scheme?: 'bearer';
  readonly bearerFormat?: 'JWT';
  readonly in?: 'header';
  readonly name?: string;
};

/** What {@link addKindlySecurity} needs of the `DocumentBuilder` of `@nestjs/swagger`. */
export interface KindlyDocumentBuilder {
  addSecurity(name: string, scheme: KindlySecurityScheme): unknown;
}

/**
 * Tells a `DocumentBuilder` of `@nestjs/swagger` how Kindly proves itself to webhooks: by the user's
 * token (`kindly-token`) and by `Kindly-HMAC` (`kindly-hmac`). The webhooks refer to these names.
 *
 * ```ts
 * const config = addKindlySecurity(new DocumentBuilder().setTitle('Shop')).build();
 * ```
 *
 * @returns the builder
 */
export function addKindlySecurity<Builder extends KindlyDocumentBuilder>(
  builder: Builder,
): Builder {
  builder.addSecurity(TOKEN_SCHEME, {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "The signed-in user's token, as Kindly got it from the token endpoint.",
  });
  builder.addSecurity(SIGNATURE_SCHEME, {
    type: 'apiKey',
    in: 'header',
    name: KINDLY_HMAC_HEADER,
    description: 'Base64 of HMAC-SHA-256 over the bytes of the body, by the secret of its kind.',
  });
  return builder;
}

/** What a request needs: each of the alternatives is enough, and all schemes of one together. */
export function alternativesOf(schemes: readonly (readonly string[])[]): readonly OpenApiObject[] {
  return schemes.map((names) => Object.fromEntries(names.map((name) => [name, []])));
}
