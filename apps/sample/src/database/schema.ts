import { boolean, date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const customers = pgTable('customers', {
  id: integer().primaryKey(),
  email: text().notNull().unique(),
  emailVerified: boolean('email_verified').notNull(),
  name: text().notNull(),
  phone: text(),
  tier: text({ enum: ['gold', 'basic'] }).notNull(),
  passwordHash: text('password_hash').notNull(),
});

export const orders = pgTable('orders', {
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
});

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
});

export type Customer = typeof customers.$inferSelect;
export type Order = typeof orders.$inferSelect;
