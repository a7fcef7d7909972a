import { Injectable } from '@nestjs/common';
import { and, desc, eq } from 'drizzle-orm';
import { Database } from '../database/database.service.js';
import { type Order, orders } from '../database/schema.js';

@Injectable()
export class OrdersService {
  constructor(private readonly database: Database) {}

  /** All orders of a customer, the latest first. */
  findAll(customerId: number): Promise<Order[]> {
    return this.database.tables
      .select()
      .from(orders)
      .where(eq(orders.customerId, customerId))
      .orderBy(desc(orders.id));
  }

  /** One order, if it is this customer's: another's is not found, just as one that does not exist. */
  async find(customerId: number, id: number): Promise<Order | undefined> {
    const [order] = await this.database.tables
      .select()
      .from(orders)
      .where(and(eq(orders.id, id), eq(orders.customerId, customerId)));
    return order;
  }
}
