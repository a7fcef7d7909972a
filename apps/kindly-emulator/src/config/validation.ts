import { ValidateBy, ValidateIf } from 'class-validator';

/** Checked unless it is left out. `null` is not left out, as `@IsOptional()` would have it. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value: unknown) => value !== undefined);
}

function isWebUrl(value: unknown): boolean {
  return (
    typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  );
}

/** An http(s) URL, as the platform reads it. */
export function IsWebUrl(message = '$property must be an http(s) URL'): PropertyDecorator {
  return ValidateBy({ name: 'isWebUrl', validator: { validate: isWebUrl } }, { message });
}
