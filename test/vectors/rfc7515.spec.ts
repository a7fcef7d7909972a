import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verdictOf, verifyingBotOf } from '../support/bot.js';

/** RFC 7515, appendix A.2: "Example JWS Using RSASSA-PKCS1-v1_5 SHA-256". Its key, the public half. */
const KEY = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    n:
      'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql' +
      'L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs' +
      'LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoud' +
      'F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
    e: 'AQAB',
  },
});

const HEADER = 'eyJhbGciOiJSUzI1NiJ9';
const PAYLOAD =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const SIGNATURE =
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG' +
  'bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K' +
  '0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6' +
  'LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw';

const bot = await verifyingBotOf({ publicKey: KEY, issuer: 'joe' });

describe('the example of RFC 7515, appendix A.2', () => {
  it('has a signature that holds, and claims that are none of ours', async () => {
    // `claims_invalid` is said of genuine tokens alone: this one has no "sub" and no "chat".
    expect(await verdictOf(bot, `${HEADER}.${PAYLOAD}.${SIGNATURE}`)).toBe('claims_invalid');
  });

  it.each([
    ['another header', `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${PAYLOAD}.${SIGNATURE}`],
    // "joe" becomes "moe".
    ['another payload', `${HEADER}.${PAYLOAD.replace('Jqb2Ui', 'Jtb2Ui')}.${SIGNATURE}`],
    ['another signature', `${HEADER}.${PAYLOAD}.${SIGNATURE.replace('cC4', 'cC5')}`],
  ])('is refused with %s', async (_name, token) => {
    expect(await verdictOf(bot, token)).toBe('token_invalid');
  });
});
