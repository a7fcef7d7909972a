import { Module } from '@nestjs/common';
import { CustomersService } from './customers.service.js';
import { SessionsService } from './sessions.service.js';

@Module({
  providers: [CustomersService, SessionsService],
  exports: [CustomersService, SessionsService],
})
export class AccountsModule {}
