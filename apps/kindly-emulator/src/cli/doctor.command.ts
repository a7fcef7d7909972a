import { ConfigError } from '../config/config.error.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { defineCommand } from './command.js';
import { DOCTOR_OPTIONS, patientOf } from './doctor.options.js';
import { isFinding, ruleList } from './rule-list.js';
import { out } from './terminal.js';

function summaryOf(rules: readonly RuleResult[]): string {
  const findings = rules.filter(isFinding).length;
  const skipped = rules.filter(({ verdict }) => verdict === 'skipped').length;
  const rest = skipped === 0 ? '' : ` ${skipped} ${skipped === 1 ? 'was' : 'were'} not checked.`;
  if (findings > 0) return `${findings} finding${findings > 1 ? 's' : ''}.${rest}`;
  return `All is well.${rest}`;
}

function print(url: URL, rules: readonly RuleResult[]): void {
  const isWell = !rules.some(isFinding);
  const summary = out.paint(isWell ? 'green' : 'red', summaryOf(rules));
  out.print('', out.paint('bold', url.href), '', ...ruleList(rules, out), '', `  ${summary}`, '');
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  operand: '<url>',
  summary: 'Examines the token endpoint of a running app, its page and its webhooks.',
  description: `Asks a running app from outside what a page and Kindly would ask, and says of each finding what to do:
whether the endpoint is reached, by HTTPS, in all documented ways and by the page's origin; what it
answers to who is not signed in; whether caches keep the token, and clocks agree; whether Kindly would
take it, and forward it; whether the page's Content-Security-Policy lets the chat be; whether webhooks
refuse what Kindly has not sent. It needs no emulator. docs/command-line.md explains each code.`,
  options: DOCTOR_OPTIONS,
  exitCodes: { '0': 'All that was checked is well.', '1': 'There are findings.' },
  examples: [
    'doctor https://shop.example.com/kindly/token --cookie "session=$SESSION" --public-key public.pem',
    'doctor https://api.example.com/kindly/token --header "Authorization: Bearer $TOKEN" --page https://www.example.com/',
    'doctor https://shop.example.com/kindly/token --host shop.example.com=http://localhost:3000 --webhook https://shop.example.com/webhooks/orders',
  ],
  async run({ operand, flags }) {
    if (!operand) throw new ConfigError('Which endpoint? kindly-emulator doctor <url>');
    const patient = patientOf(operand, flags);
    // Making the forged tokens' key takes a while: only for who needs them.
    const { examine } = await import('../doctor/examine.js');
    const rules = await examine(patient);
    const isWell = !rules.some(isFinding);
    if (flags.json) out.printJson({ url: patient.url.href, isWell, rules });
    else print(patient.url, rules);
    return isWell ? 0 : 1;
  },
});
