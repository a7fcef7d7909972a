import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import type { TokenAnswer, TokenBody } from '../bodies.js';
import type { AdapterName } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

export type Issue = (chatId: string) => string | Promise<string>;

const ISSUE = Symbol('issue');

@Controller()
class TokenController {
  constructor(@Inject(ISSUE) private readonly issue: Issue) {}

  @HttpCode(200)
  @Post('token')
  async answer(@Body() { chatId }: TokenBody): Promise<TokenAnswer> {
    return { token: await this.issue(chatId) };
  }
}

/** A token endpoint around the function of a library that knows no NestJS. */
export function listenWithIssue(issue: Issue, adapter: AdapterName): Promise<number> {
  const providers = [{ provide: ISSUE, useValue: issue }];
  return listenWithNest({ controllers: [TokenController], providers }, adapter);
}
