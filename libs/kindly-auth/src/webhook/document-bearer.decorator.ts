/**
 * Where `@nestjs/swagger` looks for what is known of a route. Written here, they document the routes
 * of an app that has it, and nothing of it has to be loaded for an app that has not.
 */
const SECURITY_METADATA = 'swagger/apiSecurity';
const RESPONSE_METADATA = 'swagger/apiResponse';

/** Security scheme of `DocumentBuilder.addBearerAuth()`. */
const BEARER = { bearer: [] };

const REFUSALS = {
  401: { description: 'The signature or the token is missing or not good' },
  403: { description: 'The token is for another chat or another host' },
};

/** With a response of its own a method loses the one that OpenAPI would have assumed. */
const OF_A_METHOD = { 200: { description: '' }, ...REFUSALS };

/** Documents for OpenAPI that a route, or every route of a controller, wants a token. */
export function DocumentBearer(): ClassDecorator & MethodDecorator {
  return (controller: object, _key?: string | symbol, method?: PropertyDescriptor) => {
    const target = (method?.value as object | undefined) ?? controller;
    const security = Reflect.getMetadata(SECURITY_METADATA, target) as object[] | undefined;
    const responses = Reflect.getMetadata(RESPONSE_METADATA, target) as object | undefined;
    Reflect.defineMetadata(SECURITY_METADATA, [...(security ?? []), BEARER], target);
    const documented = method ? OF_A_METHOD : REFUSALS;
    Reflect.defineMetadata(RESPONSE_METADATA, { ...documented, ...responses }, target);
  };
}
