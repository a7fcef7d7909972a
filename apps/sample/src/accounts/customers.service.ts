import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { type Database, InjectDatabase } from '../database/database.js';
import { type Customer, customers } from '../database/schema.js';

@Injectable()
export class CustomersService {
  /** Verified for an address that nobody has, so that the time of an answer tells nothing. */
  private readonly nobodysHash = hash('nobody');

  constructor(@InjectDatabase() private readonly database: Database) {}

  /** The customer with this address and this password, if there is one. */
  async findByCredentials(email: string, password: string): Promise<Customer | undefined> {
    const [customer] = await this.database
      .select()
      .from(customers)
      .where(eq(customers.email, email.trim().toLowerCase()));
    const isRight = await verify(customer?.passwordHash ?? (await this.nobodysHash), password);
    return isRight ? customer : undefined;
  }
}
