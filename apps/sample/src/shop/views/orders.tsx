import type { JSX } from 'preact';
import type { Customer, Order } from '../../database/schema.js';

export interface OrdersProps {
  readonly customer: Customer;
  readonly orders: readonly Order[];
}

const MONEY = new Intl.NumberFormat('en', { style: 'currency', currency: 'NOK' });
const DATE = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function OrderCard({ order }: { order: Order }): JSX.Element {
  const isDelivered = order.status === 'delivered';
  return (
    <li class="card order">
      <div>
        <h3>{order.title}</h3>
        <p class="muted">{`Order ${order.id} · ${DATE.format(new Date(order.placedOn))}`}</p>
      </div>
      <div class="facts">
        <span class={`status ${order.status}`}>{order.status}</span>
        <span>{MONEY.format(order.totalCents / 100)}</span>
        <span class="muted">
          {`${isDelivered ? 'Delivered' : 'Expected'} ${DATE.format(new Date(order.expectedOn))}`}
        </span>
      </div>
    </li>
  );
}

export function Orders({ customer, orders }: OrdersProps): JSX.Element {
  return (
    <>
      <div class="heading">
        <div>
          <h1>{`Hello, ${customer.name}`}</h1>
          <p class="muted">
            {customer.email}
            {customer.tier === 'gold' && <span class="badge">Gold member</span>}
          </p>
        </div>
        <form method="post" action="/sign-out">
          <button type="submit" class="secondary">
            Sign out
          </button>
        </form>
      </div>
      <section aria-labelledby="orders">
        <h2 id="orders">Your orders</h2>
        <ul class="orders">
          {orders.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </ul>
      </section>
      <p class="hint">
        Ask the chat “Where is order {orders[0]?.id ?? 1042}?” It knows who asks, from a token that
        this shop signed and Kindly passed on.
      </p>
    </>
  );
}
