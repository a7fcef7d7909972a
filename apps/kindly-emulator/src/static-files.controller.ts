import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Controller, Get, NotFoundException, Param, Res, StreamableFile } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

const PUBLIC = join(import.meta.dirname, '../public');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The console shows what came from chats and webhooks: as text, and under a policy that runs nothing. */
const CONSOLE_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `connect-src 'self'`,
  `img-src 'self' data: http: https:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** The widget and the console, as Vite has built them. */
@Controller()
export class StaticFilesController {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  @Get()
  console(@Res({ passthrough: true }) response: object): Promise<StreamableFile> {
    const { httpAdapter } = this.adapterHost;
    httpAdapter.setHeader(response, 'Content-Security-Policy', CONSOLE_POLICY);
    httpAdapter.setHeader(response, 'Referrer-Policy', 'no-referrer');
    return this.send('index.html', response);
  }

  @Get('kindly-chat.js')
  widget(@Res({ passthrough: true }) response: object): Promise<StreamableFile> {
    return this.send('kindly-chat.js', response);
  }

  @Get('console/:file')
  asset(
    @Param('file') file: string,
    @Res({ passthrough: true }) response: object,
  ): Promise<StreamableFile> {
    // One plain name: nothing that leads out of the folder.
    if (!/^[\w-]+(?:\.[\w-]+)+$/.test(file)) throw new NotFoundException();
    return this.send(join('console', file), response);
  }

  private async send(file: string, response: object): Promise<StreamableFile> {
    const type = TYPES[extname(file)];
    if (type === undefined) throw new NotFoundException();
    try {
      const bytes = await readFile(join(PUBLIC, file));
      const { httpAdapter } = this.adapterHost;
      httpAdapter.setHeader(response, 'X-Content-Type-Options', 'nosniff');
      httpAdapter.setHeader(response, 'Cache-Control', 'no-cache');
      return new StreamableFile(bytes, { type });
    } catch {
      throw new NotFoundException();
    }
  }
}
