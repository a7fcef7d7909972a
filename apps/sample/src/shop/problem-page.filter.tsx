import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PageService, sendPage } from './page.service.js';
import { Problem } from './views/problem.js';

const SENTENCES: Readonly<Record<number, string>> = {
  400: 'This form cannot be read. Please fill it in once more.',
  403: 'This page was sent from elsewhere. Please try again from here.',
  429: 'That was often. Please wait a minute, then try again.',
  503: 'The shop cannot do that just now. Please try again in a moment.',
};

/** Customers look at pages, so what is refused is said on one. */
@Catch(HttpException)
export class ProblemPageFilter implements ExceptionFilter<HttpException> {
  constructor(
    private readonly pages: PageService,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  catch(exception: HttpException, host: ArgumentsHost): void {
    const status = exception.getStatus();
    const sentence = SENTENCES[status] ?? 'That did not work.';
    const page = this.pages.render('Sorry', <Problem sentence={sentence} />);
    sendPage(this.adapterHost.httpAdapter, host.switchToHttp().getResponse(), page, status);
  }
}
