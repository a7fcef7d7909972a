import { createRequire } from 'node:module';

/** The part of `@nestjs/swagger` that is used, so that its types are not needed either. */
interface Swagger {
  ApiBearerAuth(): ClassDecorator & MethodDecorator;
  ApiUnauthorizedResponse(options: { description: string }): ClassDecorator & MethodDecorator;
  ApiForbiddenResponse(options: { description: string }): ClassDecorator & MethodDecorator;
}

const requireFromHere = createRequire(import.meta.url);

function load(): Swagger | undefined {
  try {
    return requireFromHere('@nestjs/swagger') as Swagger;
  } catch {
    return undefined;
  }
}

let swagger: { readonly module: Swagger | undefined } | undefined;

/** Documents a webhook route for OpenAPI, if the app has `@nestjs/swagger`. */
export function swaggerDecorators(): (ClassDecorator & MethodDecorator)[] {
  swagger ??= { module: load() };
  const { module } = swagger;
  if (!module) return [];
  return [
    module.ApiBearerAuth(),
    module.ApiUnauthorizedResponse({ description: 'The signature or the token is not good.' }),
    module.ApiForbiddenResponse({ description: 'The token is for another chat or host.' }),
  ];
}
