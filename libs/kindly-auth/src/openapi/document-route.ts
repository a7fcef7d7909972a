/**
 * Where `@nestjs/swagger` 11 and 12 look for what is known of a route. Written here, it documents the
 * routes of an app that has it, and nothing of it has to be loaded for an app that has not.
 */
const METADATA = {
  operation: 'swagger/apiOperation',
  responses: 'swagger/apiResponse',
  security: 'swagger/apiSecurity',
  parameters: 'swagger/apiParameters',
  models: 'swagger/apiExtraModels',
} as const;

/** Where `@HttpCode()` leaves its argument. Nest exports no name for it. */
const HTTP_CODE_METADATA = '__httpCode__';

/** An object of the OpenAPI specification, 3.0 and 3.1 alike. */
export type OpenApiObject = Readonly<Record<string, unknown>>;

/** What is to be said of a route, in the words of `@ApiOperation()`, `@ApiResponse()` and so on. */
export interface RouteDocumentation {
  readonly operation?: OpenApiObject;
  /** By status. */
  readonly responses: OpenApiObject;
  /** Each of them is enough. */
  readonly security?: readonly OpenApiObject[];
  readonly parameters?: readonly OpenApiObject[];
  /** Classes that the document has under their names, whoever refers to them. */
  readonly models?: readonly object[];
}

/** What the app itself says of a route. */
interface Said {
  readonly operation: OpenApiObject;
  readonly responses: OpenApiObject;
  readonly security: readonly OpenApiObject[];
  readonly parameters: readonly OpenApiObject[];
  readonly models: readonly object[];
}

/** As it was before we added to it: an app can start twice in a process, with other options. */
const SAID_BY_APP = new WeakMap<object, Said>();

function saidByApp(handler: object): Said {
  const read = <T>(metadata: string, otherwise: T): T =>
    (Reflect.getMetadata(metadata, handler) as T | undefined) ?? otherwise;
  const said = SAID_BY_APP.get(handler) ?? {
    operation: read(METADATA.operation, {}),
    responses: read(METADATA.responses, {}),
    security: read(METADATA.security, []),
    parameters: read(METADATA.parameters, []),
    models: read(METADATA.models, []),
  };
  SAID_BY_APP.set(handler, said);
  return said;
}

/** `@ApiResponse()` fills in what it was not told; the CLI plugin takes `Object` for an interface. */
function meantBy(response: object): OpenApiObject {
  const members = Object.entries(response);
  return Object.fromEntries(
    members.filter(([, value]) => value !== undefined && value !== '' && value !== Object),
  );
}

/** A body that the app describes itself stands in place of ours. */
function responseOf(ours: unknown, theirs: OpenApiObject): OpenApiObject {
  const hasBody = ['type', 'schema', 'content'].some((name) => name in theirs);
  const base = { description: '', ...(ours as OpenApiObject | undefined) };
  if (!hasBody) return { ...base, ...theirs };
  const { schema: _schema, examples: _examples, type: _type, ...others } = base as OpenApiObject;
  return { ...others, ...theirs };
}

/** The status with which a handler answers when all went well. */
export function successStatusOf(handler: object): number {
  const status = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined;
  return status ?? 200;
}

/**
 * The CLI plugin takes a POST for one that answers 201, because it sees no `@HttpCode()`: what it says
 * of 201 is meant for the status that the route has.
 */
function withTrueStatus(responses: OpenApiObject, handler: object): OpenApiObject {
  const status = successStatusOf(handler);
  if (status === 201 || !('201' in responses)) return responses;
  const { 201: created, ...others } = responses;
  return { [status]: created, ...others };
}

function responsesOf(said: OpenApiObject, ours: OpenApiObject, handler: object): OpenApiObject {
  const theirs = Object.entries(withTrueStatus(said, handler)).map(([status, response]) => [
    status,
    responseOf(ours[status], meantBy(response as object)),
  ]);
  return { ...ours, ...(Object.fromEntries(theirs) as OpenApiObject) };
}

function isSame(one: OpenApiObject, other: OpenApiObject): boolean {
  return one['in'] === other['in'] && (one['in'] === 'body' || one['name'] === other['name']);
}

function write(handler: object, metadata: string, value: readonly unknown[]): void {
  if (value.length > 0) Reflect.defineMetadata(metadata, value, handler);
  else Reflect.deleteMetadata(metadata, handler);
}

/**
 * Documents a route for OpenAPI. What the app says of it itself, by `@nestjs/swagger`'s decorators or
 * its CLI plugin, stays and comes first; said again, it replaces what was said here before.
 */
export function documentRoute(handler: object, documentation: RouteDocumentation): void {
  const said = saidByApp(handler);
  const { operation, responses, security = [], parameters = [], models = [] } = documentation;
  if (operation) {
    Reflect.defineMetadata(METADATA.operation, { ...operation, ...said.operation }, handler);
  }
  Reflect.defineMetadata(
    METADATA.responses,
    responsesOf(said.responses, responses, handler),
    handler,
  );
  write(handler, METADATA.security, [...said.security, ...security]);
  write(handler, METADATA.parameters, [
    ...said.parameters,
    ...parameters.filter((ours) => !said.parameters.some((theirs) => isSame(ours, theirs))),
  ]);
  write(handler, METADATA.models, [...new Set([...said.models, ...models])]);
}

/** Whether the app itself says what the body of a request is, by `@ApiBody()`. */
export function describesBody(handler: object): boolean {
  return saidByApp(handler).parameters.some((parameter) => parameter['in'] === 'body');
}
