import { ValidateBy } from 'class-validator';

const WEB_PROTOCOLS = new Set(['http:', 'https:']);

function isHttpUrl(value: unknown): boolean {
  return (
    typeof value === 'string' && URL.canParse(value) && WEB_PROTOCOLS.has(new URL(value).protocol)
  );
}

/**
 * An absolute http(s) URL. Kindly renders `picture` in its Inbox: a `javascript:` or `data:` URL
 * there would be an attack on the agent who looks at it.
 *
 * @internal
 */
export function IsHttpUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isHttpUrl',
    validator: {
      validate: isHttpUrl,
      defaultMessage: () => '$property must be an http(s) URL',
    },
  });
}
