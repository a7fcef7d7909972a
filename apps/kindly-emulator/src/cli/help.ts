import { FAULTS } from '../webhook/faults/faults.js';
import { PAYLOADS } from '../config/emulator-config.js';

const faults = FAULTS.map(({ name }) => name).join('\n                                ');

export const HELP = `
kindly-emulator: a local stand-in for Kindly Chat. It is not Kindly.

  kindly-emulator [start] [flags]        starts it, with a console at http://localhost:4000
  kindly-emulator token <url>            asks a token endpoint as the pages of the documentation do
  kindly-emulator trigger <dialogue>     fires one webhook

The last two need an emulator that runs.

Flags of start
  -c, --config <file>           JSON with the same settings (see docs/emulator.md)
  -p, --port <number>           default: 4000
      --listen <address>        default: 127.0.0.1, this machine alone
      --url <url>               where browsers reach it; default: http://localhost:<port>
      --open-console            others than this machine may use the console, and see every token
      --bot-key <key>           default: one that is made up
      --bot-name <name>
      --public-key <file|PEM>   what tokens are checked with; can be pasted in the console, too;
                                PEM text as --public-key="$PEM", for it begins with dashes
      --private-key <file|PEM>  development key, only for the faults that need a genuine token
      --hmac <[kind=]secret>    secret of Kindly-HMAC; the kind is "dialogue" unless it is given
      --host <name=url>         where a public host really is: the only way to localhost
      --dialogue <slug=url>     a dialogue with a webhook; the slug is its phrase
      --rules strict|lenient    default: strict
      --wildcard one-label|any-depth
      --token-calls <number>    calls of getAuthToken at the same time, 1 to 10; default: 1
      --payload <variant>       how bodies are written: ${PAYLOADS.join(', ')}
      --slow <milliseconds>     from which on an answer is slow; default: 3000
      --timeout <milliseconds>  that a webhook has to answer; default: 10000

Each of these can be a variable of the environment, too: KINDLY_BOT_KEY, KINDLY_PUBLIC_KEY,
KINDLY_HMAC_SECRET, KINDLY_EMULATOR_PORT and so on (see docs/emulator.md).

Flags of token
      --variant <name>          text, json or chat_id; default: one after the other
      --cookie <value>          who is signed in: the header that a browser would send
      --authorization <value>   the same for endpoints that know users by this header
      --origin <url>            of the page; default: that of the endpoint. Another one needs CORS

Flags of trigger
  -m, --message <text>          what the user says
      --fault <name>            one of: ${faults}

Flags of both
      --url <url>               of the emulator; default: http://localhost, on KINDLY_EMULATOR_PORT or 4000
      --chat <id>               default: a new one (token), the one that was active last (trigger)
      --json                    prints everything for scripts

Examples
  kindly-emulator --public-key public.pem --hmac "$KINDLY_HMAC_SECRET" \\
    --host shop.example.com=http://localhost:3000 \\
    --dialogue order-status=https://shop.example.com/webhooks/orders
  kindly-emulator token http://localhost:3000/kindly/token --cookie "session=$SESSION"
  kindly-emulator trigger order-status -m "Where is order 42?"
  kindly-emulator trigger order-status --fault hmac-wrong
`;
