import { FAULTS } from '../webhook/faults/faults.js';
import { PAYLOADS } from '../config/emulator-config.js';

const faults = FAULTS.map(({ name }) => name).join('\n                                ');

export const HELP = `
kindly-emulator: a local stand-in for Kindly Chat. It is not Kindly.

  kindly-emulator [start] [flags]        starts it, with a console at http://localhost:4000
  kindly-emulator trigger <dialogue>     fires one webhook of an emulator that runs

Flags of start
  -c, --config <file>           JSON with the same settings (see docs/emulator.md)
  -p, --port <number>           default: 4000, or KINDLY_EMULATOR_PORT
      --listen <address>        default: 127.0.0.1, this machine alone
      --bot-key <key>           default: KINDLY_BOT_KEY, or one that is made up
      --bot-name <name>
      --public-key <file|PEM>   what tokens are checked with; can be pasted in the console, too
      --private-key <file|PEM>  development key, only for the faults that need a genuine token
      --hmac <[kind=]secret>    secret of Kindly-HMAC; the kind is "dialogue" unless it is given
      --host <name=url>         where a public host really is: the only way to localhost
      --dialogue <slug=url>     a dialogue with a webhook; the slug is its phrase
      --rules strict|lenient    default: strict
      --wildcard one-label|any-depth
      --payload <variant>       how bodies are written: ${PAYLOADS.join(', ')}
      --timeout <milliseconds>  that a webhook has to answer; default: 10000

Flags of trigger
      --url <url>               of the emulator; default: http://localhost:4000
      --chat <id>               default: the chat that was active last
  -m, --message <text>          what the user says
      --fault <name>            one of: ${faults}
      --json                    prints the whole delivery for scripts

Examples
  kindly-emulator --public-key public.pem --hmac "$KINDLY_HMAC_SECRET" \\
    --host shop.example.com=http://localhost:3000 \\
    --dialogue order-status=https://shop.example.com/webhooks/orders
  kindly-emulator trigger order-status -m "Where is order 42?"
  kindly-emulator trigger order-status --fault hmac-wrong
`;
