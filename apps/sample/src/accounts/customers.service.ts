import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database } from '../database/database.service.js';
import { CUSTOMER, type Customer, customers } from '../database/schema.js';

@Injectable()
export class CustomersService {
  /** Verified for an address that nobody has, so that the time of an answer tells nothing. */
  private readonly nobodysHash = hash('nobody');

  constructor(private readonly database: Database) {}

  /** The customer with this address and this password, if there is one. */
  async findByCredentials(email: string, password: string): Promise<Customer | undefined> {
    const [found] = await this.database.tables
      .select({ customer: CUSTOMER, passwordHash: customers.passwordHash })
      .from(customers)
      .where(eq(customers.email, email.trim().toLowerCase()));
    const isRight = await verify(found?.passwordHash ?? (await this.nobodysHash), password);
    return isRight ? found?.customer : undefined;
  }

  async find(id: number): Promise<Customer | undefined> {
    const [found] = await this.database.tables
      .select(CUSTOMER)
      .from(customers)
      .where(eq(customers.id, id));
    return found;
  }
}
