import { Body, Controller, HttpCode, Injectable, Post } from '@nestjs/common';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { ISSUER, ownClaims } from '../../workload/workload.js';
import type { TokenAnswer, TokenBody } from '../bodies.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

@Injectable()
class AuthService {
  constructor(private readonly jwtService: JwtService) {}

  async signIn(chatId: string): Promise<TokenAnswer> {
    return { token: await this.jwtService.signAsync(ownClaims(chatId)) };
  }
}

@Controller()
class AuthController {
  constructor(private readonly authService: AuthService) {}

  @HttpCode(200)
  @Post('token')
  signIn(@Body() { chatId }: TokenBody): Promise<TokenAnswer> {
    return this.authService.signIn(chatId);
  }
}

/** As NestJS's documentation does (Security, Authentication): `@nestjs/jwt`, the key as PEM text. */
export function listen({ adapter, keys }: ContenderSettings): Promise<number> {
  const jwtModule = JwtModule.register({
    privateKey: keys.privateKey,
    signOptions: { algorithm: 'RS256', expiresIn: '5m', issuer: ISSUER },
  });
  const metadata = {
    imports: [jwtModule],
    controllers: [AuthController],
    providers: [AuthService],
  };
  return listenWithNest(metadata, adapter);
}
