/** Header with the signature of a Kindly request: base64 of HMAC-SHA-256 over the raw body. */
export const KINDLY_HMAC_HEADER = 'Kindly-HMAC';

/** Header that names the algorithm of {@link KINDLY_HMAC_HEADER}. */
export const KINDLY_HMAC_ALGORITHM_HEADER = 'Kindly-HMAC-algorithm';

/** The one value of {@link KINDLY_HMAC_ALGORITHM_HEADER}; Kindly changes it if the algorithm changes. */
export const KINDLY_HMAC_ALGORITHM = 'HMAC-SHA-256 (base64 encoded)';
