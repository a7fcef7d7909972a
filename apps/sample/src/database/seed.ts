import { hash } from '@node-rs/argon2';
import { type Customer, customers, type Order, orders } from './schema.js';
import type { Tables } from './tables.js';

/** Everybody may know it: it opens invented customers of a shop on your own machine. */
export const DEMO_PASSWORD = 'kindly-demo';

type DemoCustomer = Customer;

export const DEMO_CUSTOMERS: readonly DemoCustomer[] = [
  {
    id: 1,
    email: 'kari@example.com',
    emailVerified: true,
    name: 'Kari Nordmann',
    phone: '+4740000001',
    tier: 'gold',
  },
  {
    id: 2,
    email: 'ola@example.com',
    emailVerified: false,
    name: 'Ola Hansen',
    phone: null,
    tier: 'basic',
  },
];

function daysFromToday(days: number): string {
  const date = new Date();
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function demoOrders(): Order[] {
  return [
    {
      id: 1041,
      customerId: 1,
      title: 'Merino sweater, petrol',
      totalCents: 129_900,
      placedOn: daysFromToday(-9),
      status: 'delivered',
      expectedOn: daysFromToday(-4),
    },
    {
      id: 1042,
      customerId: 1,
      title: 'Trail shoes, size 39',
      totalCents: 159_900,
      placedOn: daysFromToday(-2),
      status: 'shipped',
      expectedOn: daysFromToday(1),
    },
    {
      id: 1043,
      customerId: 2,
      title: 'Camping stove',
      totalCents: 84_900,
      placedOn: daysFromToday(-1),
      status: 'packed',
      expectedOn: daysFromToday(3),
    },
  ];
}

/** Fills an empty database with invented customers and their orders. */
export async function seed(tables: Tables): Promise<void> {
  if ((await tables.$count(customers)) > 0) return;
  const passwordHash = await hash(DEMO_PASSWORD);
  await tables.transaction(async (transaction) => {
    await transaction
      .insert(customers)
      .values(DEMO_CUSTOMERS.map((customer) => ({ ...customer, passwordHash })));
    await transaction.insert(orders).values(demoOrders());
  });
}
