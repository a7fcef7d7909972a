import { Controller, Get } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { QueryErrorFilter } from '../../apps/sample/src/database/query-error.filter.js';
import { ADAPTERS } from '../support/adapters.js';
import { send } from '../support/http.js';
import { recordingLogger, withApp } from '../support/running-app.js';

@Controller()
class Failing {
  @Get()
  fail(): never {
    const cause = Object.assign(new Error('duplicate kari@example.com'), { code: '23505' });
    throw new DrizzleQueryError('insert into customers values ($1)', ['kari@example.com'], cause);
  }
}

describe.each(ADAPTERS)('a query that fails on $name', (adapter) => {
  it('is logged without what it was about, and tells the customer nothing', async () => {
    const { lines, logger } = recordingLogger('error');
    const { url } = await withApp(adapter, {
      controllers: [Failing],
      providers: [{ provide: APP_FILTER, useClass: QueryErrorFilter }],
      options: { logger },
    });
    const answer = await send(url, { method: 'GET' });
    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal Server Error' } });
    const log = lines.join('\n');
    expect(log).toContain('A query failed (23505): insert into customers values ($1)');
    expect(log + answer.text).not.toContain('kari@example.com');
  });
});
