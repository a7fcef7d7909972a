import { timingSafeEqual } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { LocalSecrets } from '../config/local-secrets.js';

interface HandshakeRequest {
  readonly query: Readonly<Record<string, unknown>>;
}

function isEqual(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

/** Lets nobody set up the ticket webhook who does not know the word that was agreed on. */
@Injectable()
export class TicketHandshakeGuard implements CanActivate {
  constructor(private readonly secrets: LocalSecrets) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { query } = context.switchToHttp().getRequest<HandshakeRequest>();
    const word = query['verify_token'];
    if (typeof word === 'string' && isEqual(word, await this.secrets.ticketVerifyToken())) {
      return true;
    }
    throw new UnauthorizedException();
  }
}
