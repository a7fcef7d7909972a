import type { ChatMessage } from '../../../src/protocol/chat-protocol.js';
import type { PendingMessage } from './chat-store.js';
import { NO_ANSWER } from './problem.js';

/** The messages that are not on the screen yet. */
export function unknownOf(
  shown: readonly ChatMessage[],
  came: readonly ChatMessage[],
): readonly ChatMessage[] {
  const known = new Set(shown.map((message) => message.id));
  return came.filter((message) => !known.has(message.id));
}

/** An emulator that was restarted greets again, under another id: once is enough. */
export function withoutSecondGreeting(
  shown: readonly ChatMessage[],
  came: readonly ChatMessage[],
): readonly ChatMessage[] {
  const restarted = unknownOf(shown, came).length === came.length;
  const again = restarted && came.at(0)?.message === shown.at(0)?.message;
  return again ? came.slice(1) : came;
}

/** One that is on its way, or else one whose answer alone was lost. */
function echoedBy(message: ChatMessage, pending: readonly PendingMessage[]): number {
  const isSame = ({ text }: PendingMessage): boolean => text === message.message;
  const onItsWay = pending.findIndex((one) => one.problem === '' && isSame(one));
  if (onItsWay >= 0) return onItsWay;
  return pending.findIndex((one) => one.problem === NO_ANSWER && isSame(one));
}

/** What is on its way still, when the emulator has repeated these messages. */
export function stillPending(
  pending: readonly PendingMessage[],
  came: readonly ChatMessage[],
): readonly PendingMessage[] {
  const left = [...pending];
  for (const message of came) {
    if (message.sender === 'bot') continue;
    const at = echoedBy(message, left);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
