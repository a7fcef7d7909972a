import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { LocalSecrets } from '../config/local-secrets.js';
import { isSameSecret } from '../config/same-secret.js';

interface HandshakeRequest {
  readonly query: Readonly<Record<string, unknown>>;
}

/** Lets nobody set up the ticket webhook who does not know the word that was agreed on. */
@Injectable()
export class TicketHandshakeGuard implements CanActivate {
  constructor(private readonly secrets: LocalSecrets) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { query } = context.switchToHttp().getRequest<HandshakeRequest>();
    const word = query['verify_token'];
    if (typeof word === 'string' && isSameSecret(word, await this.secrets.ticketVerifyToken())) {
      return true;
    }
    throw new UnauthorizedException();
  }
}
