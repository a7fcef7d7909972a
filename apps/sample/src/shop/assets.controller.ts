import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';

@Controller('assets')
@SkipThrottle()
export class AssetsController {
  private readonly styles = readFileSync(join(import.meta.dirname, 'shop.css'), 'utf8');

  @Get('shop.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=300')
  css(): string {
    return this.styles;
  }
}
