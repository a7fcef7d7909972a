import { getTableColumns } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const customers = pgTable('customers', {
  id: integer().primaryKey(),
  email: text().notNull().unique(),
  emailVerified: boolean('email_verified').notNull(),
  name: text().notNull(),
  phone: text(),
  tier: text({ enum: ['gold', 'basic'] }).notNull(),
  passwordHash: text('password_hash').notNull(),
});

export const orders = pgTable(
  'orders',
  {
    /** The order number that customers know. */
    id: integer().primaryKey(),
    customerId: integer('customer_id')
      .notNull()
      .references(() => customers.id),
    title: text().notNull(),
    totalCents: integer('total_cents').notNull(),
    placedOn: date('placed_on').notNull(),
    status: text({ enum: ['packed', 'shipped', 'delivered'] }).notNull(),
    expectedOn: date('expected_on').notNull(),
  },
  ({ customerId }) => [index('orders_of_customer').on(customerId)],
);

export const sessions = pgTable('sessions', {
  /** SHA-256 of the cookie's value: whoever reads the table cannot sign in with it. */
  tokenHash: text('token_hash').primaryKey(),
  customerId: integer('customer_id')
    .notNull()
    .references(() => customers.id),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});

export const tickets = pgTable('tickets', {
  id: text().primaryKey(),
  status: text().notNull(),
  chatId: text('chat_id').notNull(),
  /** When Kindly changed it, so that a delivery that comes late undoes nothing. */
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

const { passwordHash: _, ...customerColumns } = getTableColumns(customers);

/** The columns of a {@link Customer}. */
export const CUSTOMER = customerColumns;

/** A customer, for everybody but those who check passwords. */
export type Customer = Omit<typeof customers.$inferSelect, 'passwordHash'>;
export type Order = typeof orders.$inferSelect;
