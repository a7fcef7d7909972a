import { hash } from '@node-rs/argon2';
import { Client } from 'pg';

/** Away from the numbers of the shop's own demonstration. */
const FIRST_CUSTOMER = 10_001;
const ORDERS_EACH = 3;

/** An order, as far as answers tell of it. */
export interface Order {
  readonly number: number;
  readonly title: string;
}

/** Somebody with an account and orders of his own, which no other customer has. */
export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly orders: readonly Order[];
}

function orderOf(customer: number, index: number): Order {
  const number = customer * 10 + index;
  return { number, title: `Rucksack no. ${number}` };
}

function customerOf(id: number): Customer {
  return {
    id,
    email: `customer-${id}@example.com`,
    name: `Customer ${id}`,
    orders: Array.from({ length: ORDERS_EACH }, (_, index) => orderOf(id, index)),
  };
}

async function withDatabase<T>(url: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

/** Puts customers into the tables of the shop; one password opens all of them. */
export async function createCustomers(
  databaseUrl: string,
  { count, password }: { readonly count: number; readonly password: string },
): Promise<readonly Customer[]> {
  const created = Array.from({ length: count }, (_, index) => customerOf(FIRST_CUSTOMER + index));
  const rows = created.flatMap(({ id, orders }) => orders.map((order) => ({ ...order, id })));
  const passwordHash = await hash(password);
  await withDatabase(databaseUrl, async (client) => {
    await client.query(
      `insert into customers (id, email, email_verified, name, tier, password_hash)
       select id, email, true, name, 'gold', $4
       from unnest($1::int[], $2::text[], $3::text[]) as given (id, email, name)`,
      [
        created.map(({ id }) => id),
        created.map(({ email }) => email),
        created.map(({ name }) => name),
        passwordHash,
      ],
    );
    await client.query(
      `insert into orders (id, customer_id, title, total_cents, placed_on, status, expected_on)
       select id, customer_id, title, 129900, current_date - 2, 'shipped', current_date + 1
       from unnest($1::int[], $2::int[], $3::text[]) as given (id, customer_id, title)`,
      [rows.map(({ number }) => number), rows.map(({ id }) => id), rows.map(({ title }) => title)],
    );
  });
  return created;
}

/** Ids and statuses of all tickets that the shop has kept. */
export async function keptTickets(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ readonly id: string; readonly status: string }>(
      'select id, status from tickets',
    );
    return new Map(rows.map(({ id, status }) => [id, status]));
  });
}
