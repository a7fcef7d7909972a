import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header, Param, ParseIntPipe } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';
import { kindlyClientFile } from 'nestjs-kindly-auth/client/file';

@Controller('assets')
@SkipThrottle()
export class AssetsController {
  private readonly styles = readFileSync(join(import.meta.dirname, 'shop.css'), 'utf8');
  private readonly client = readFileSync(kindlyClientFile(), 'utf8');

  /** Kindly shows it beside the customer's name, so it is public, and shows nothing of the customer. */
  @Get('avatars/:id.svg')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  @Header('Cache-Control', 'public, max-age=300')
  avatar(@Param('id', ParseIntPipe) id: number): string {
    const hue = (id * 137) % 360;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 40%)"/><circle cx="20" cy="15" r="7" fill="#fff"/><path d="M6 38a14 13 0 0 1 28 0z" fill="#fff"/></svg>`;
  }

  /** Gives the chat its token, in the browser. */
  @Get('kindly-client.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=300')
  kindlyClient(): string {
    return this.client;
  }

  @Get('shop.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=300')
  css(): string {
    return this.styles;
  }
}
