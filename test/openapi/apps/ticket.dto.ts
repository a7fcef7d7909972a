/** A ticket of the app's own. */
export class Ticket {
  /** Number of the ticket. */
  readonly ticket!: string;
}

/** What is said of a ticket. */
export class Receipt {
  readonly received!: boolean;
}
