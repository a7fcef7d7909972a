import type { Chat } from '../state/chat.js';
import type { DialogueConfig } from '../config/emulator-config.js';
import {
  bendBody,
  bendSignature,
  bendSignedBody,
  bendToken,
  type FaultTools,
} from './faults/fault-application.js';
import type { FaultName } from './faults/faults.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { passed, skipped, warned } from '../token/rule.js';
import { ALGORITHM, ALGORITHM_HEADER, HMAC_HEADER, hmacOf } from './signature.js';

/** A webhook request before it is sent. */
export interface Draft {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly rules: readonly RuleResult[];
}

export interface DraftInput {
  readonly chat: Chat;
  readonly dialogue: DialogueConfig;
  /** Text of the body. */
  readonly payload: string;
  readonly secret: string | undefined;
  /** Whether the chat's token goes to this host, and why. */
  readonly forwarding: RuleResult;
  readonly fault: FaultName | undefined;
  readonly tools: FaultTools;
}

function signingRule(kind: string, secret: string | undefined): RuleResult {
  return secret === undefined
    ? warned(
        'signing',
        `there is no secret of the kind "${kind}", so nothing is signed`,
        `Kindly signs its webhooks. Give the emulator the secret too: --hmac ${kind}=….`,
      )
    : passed('signing', `signed with the secret of the kind "${kind}"`);
}

/** The chat's own token, when it is forwarded. */
function ownToken({ chat, forwarding }: DraftInput): string | undefined {
  return forwarding.verdict === 'ok' ? chat.authentication?.token : undefined;
}

function present(
  headers: readonly (readonly [string, string | undefined])[],
): (readonly [string, string])[] {
  return headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** Writes a webhook request as Kindly does, but for the fault that it is to have. */
export async function draftDelivery(input: DraftInput): Promise<Draft> {
  const { dialogue, payload, secret, forwarding, fault, tools } = input;
  const signedBody = bendBody(fault, Buffer.from(payload));
  const signature = bendSignature(
    fault,
    {
      hmac: secret === undefined ? undefined : hmacOf(signedBody, secret),
      algorithm: secret === undefined ? undefined : ALGORITHM,
    },
    signedBody,
    tools,
  );
  const token = await bendToken(fault, ownToken(input), tools);
  const headers = present([
    ['Content-Type', 'application/json'],
    ['User-Agent', 'kindly-emulator'],
    [HMAC_HEADER, signature.hmac],
    [ALGORITHM_HEADER, signature.algorithm],
    ['Authorization', token === undefined ? undefined : `Bearer ${token}`],
  ]);
  return {
    headers,
    body: bendSignedBody(fault, signedBody),
    rules: [
      fault !== undefined && /^(?:hmac-|body-altered)/.test(fault)
        ? skipped('signing', 'the fault decides how it is signed')
        : signingRule(dialogue.kind, secret),
      fault?.startsWith('token-')
        ? skipped('forwarding', `${token === undefined ? 'no bearer' : 'a bearer'}, by the fault`)
        : forwarding,
    ],
  };
}
