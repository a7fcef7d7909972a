import type { IncomingHttpHeaders } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UnsupportedMediaTypeException,
} from '@nestjs/common';

/** Takes what a form of ours sends, which is flat: JSON from elsewhere could be nested without end. */
@Injectable()
export class FormGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: IncomingHttpHeaders }>();
    const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (type === 'application/x-www-form-urlencoded') return true;
    throw new UnsupportedMediaTypeException();
  }
}
