import { describe, expect, it } from 'vitest';
import { KindlyAuthException } from './kindly-auth.exception.js';
import { KindlyErrorCode, PUBLIC_FACES } from './kindly-error-code.js';
import { suspendStackTraces } from './stack-traces.js';

function framesOf(error: unknown): number {
  return String((error as Error).stack).match(/\n\s+at /g)?.length ?? 0;
}

describe('suspendStackTraces', () => {
  it('keeps errors from having frames, until it is over', () => {
    const { stackTraceLimit } = Error;
    const resume = suspendStackTraces();
    const error = new Error('refused');
    resume();
    expect(error.message).toBe('refused');
    expect(framesOf(error)).toBe(0);
    expect(framesOf(new Error('outside'))).toBeGreaterThan(0);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it('does no harm where the limit cannot be changed', () => {
    const { stackTraceLimit } = Error;
    Object.defineProperty(Error, 'stackTraceLimit', { value: 5, writable: false });
    try {
      const resume = suspendStackTraces();
      expect(framesOf(new Error('refused'))).toBe(5);
      resume();
      expect(framesOf(new Error('outside'))).toBe(5);
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', { value: stackTraceLimit, writable: true });
    }
  });
});

describe('the stack trace of a KindlyAuthException', () => {
  it.each(Object.values(KindlyErrorCode))('%s', (errorCode) => {
    const exception = new KindlyAuthException(errorCode, { reason: 'a reason' });
    const isUntraced = [401, 403, 503].includes(PUBLIC_FACES[errorCode].status);
    expect(framesOf(exception) === 0).toBe(isUntraced);
    expect(framesOf(exception.cause) === 0).toBe(isUntraced);
    expect(exception.reason).toBe('a reason');
  });
});
