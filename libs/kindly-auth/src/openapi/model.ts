import type { OpenApiObject } from './document-route.js';

/** Where the CLI plugin of `@nestjs/swagger` leaves what it has found out of a class. */
const METADATA_FACTORY = '_OPENAPI_METADATA_FACTORY';

/** What is to be said of each member, in the words of `@ApiProperty()`. */
type Properties<Member extends PropertyKey> = () => Readonly<Record<Member, OpenApiObject>>;

/**
 * Describes the members of a class as the CLI plugin would have done, had it seen our sources. Nothing
 * is done until `@nestjs/swagger` asks, and nothing asks in an app without it.
 *
 * @param properties by name; one is optional unless it says `required: true`
 */
export function describeModel(model: object, properties: Properties<string>): void {
  const describe = (): Record<string, OpenApiObject> =>
    Object.fromEntries(
      Object.entries(properties()).map(([name, property]) => [
        name,
        { required: false, ...property },
      ]),
    );
  Object.defineProperty(model, METADATA_FACTORY, { value: describe, configurable: true });
}

/** A class that stands for an interface in documents: an interface is nothing at run time. */
export function createModel<Contract>(
  name: string,
  properties: Properties<keyof Contract & string>,
): object {
  const model = class {
    declare readonly contract: Contract;
  };
  Object.defineProperty(model, 'name', { value: name });
  describeModel(model, properties);
  return model;
}
