/** An EventSource whose server is the test: Node has none. */
export class EventSourceInHand extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  /** Every one that was made, in order. */
  static made: EventSourceInHand[] = [];

  readonly url: string;
  readyState = EventSourceInHand.CONNECTING;

  constructor(url: string) {
    super();
    this.url = url;
    EventSourceInHand.made.push(this);
  }

  static get latest(): EventSourceInHand {
    const latest = EventSourceInHand.made.at(-1);
    if (latest === undefined) throw new Error('no EventSource was made');
    return latest;
  }

  close(): void {
    this.readyState = EventSourceInHand.CLOSED;
  }

  /** The server answers with a stream. */
  accept(): void {
    this.readyState = EventSourceInHand.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  say(name: string, data: unknown, lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }

  /** The connection breaks; a browser would try again. */
  drop(): void {
    this.readyState = EventSourceInHand.CONNECTING;
    this.dispatchEvent(new Event('error'));
  }

  /** The server answers with something else than a stream; a browser gives up. */
  refuse(): void {
    this.readyState = EventSourceInHand.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}
