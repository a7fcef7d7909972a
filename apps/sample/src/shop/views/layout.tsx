import type { ComponentChildren, JSX } from 'preact';

export interface LayoutProps {
  readonly title: string;
  /** HTML of the chat's script tags. */
  readonly chat: string | undefined;
  readonly children: ComponentChildren;
}

/** What stands in the chat's place until there is a bot. */
function ChatNotice(): JSX.Element {
  return (
    <aside class="chat-notice" aria-label="Kindly Chat">
      <strong>Here sits the chat</strong>
      <p>
        Set <code>KINDLY_BOT_KEY</code> in <code>apps/sample/.env</code> to your bot’s key, and
        start the shop again.
      </p>
    </aside>
  );
}

/** The frame of every page. */
export function Layout({ title, chat, children }: LayoutProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – Fjell & Fjord`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/shop.css" />
      </head>
      <body>
        <header class="top">
          <a class="skip" href="#content">
            Skip to content
          </a>
          <a class="brand" href="/">
            <span aria-hidden="true">▲</span> Fjell &amp; Fjord
          </a>
          <span class="tagline">Gear for the outdoors</span>
        </header>
        <main id="content">{children}</main>
        <footer>
          <p>
            A sample shop of <code>nestjs-kindly-auth</code>. Its customers and orders are invented.
          </p>
        </footer>
        {chat === undefined ? <ChatNotice /> : <div dangerouslySetInnerHTML={{ __html: chat }} />}
      </body>
    </html>
  );
}
