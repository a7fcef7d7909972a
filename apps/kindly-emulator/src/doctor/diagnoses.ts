/**
 * What the doctor looks at, by the stable code of each, with what a finding means. Where the emulator has
 * a rule for it, the code is the name of that rule.
 */
export const DIAGNOSES = {
  'endpoint:https': 'The token endpoint is not reached by HTTPS.',
  'endpoint:reachable': 'The token endpoint does not answer.',
  'signed-out': 'Who is not signed in gets something else than 401: a redirect, a page, a null.',
  'signed-out:token': 'Who is not signed in gets a token.',
  'endpoint:status': 'The token endpoint refuses the signed-in user, however it is asked.',
  'endpoint:token': 'The token endpoint answers 200 without a token.',
  'endpoint:text': "It does not read JSON as text/plain, as the specification's own page sends it.",
  'endpoint:json': "It does not read JSON with further keys, as Kindly's demo sends it.",
  'endpoint:chat_id': "It does not read the key chat_id, which the specification's servers read.",
  'endpoint:cache': 'The answer with the token has no Cache-Control: no-store.',
  'cors:preflight': "The browser of the page's origin would not send the request.",
  'cors:answer': "The browser would hide the answer from the page's origin.",
  'cors:cookies': 'Never a finding: what cookies need on another origin.',
  'cors:foreign': 'A page of any origin can read the answer, with the cookies of its visitor.',
  clock: "The app's clock is not this machine's.",
  format: 'What the endpoint gives is no signed JWT.',
  algorithm: 'The token is not RS256.',
  signature: 'The public key does not fit the token.',
  size: 'The token is too long for a header.',
  'claim:iss': 'The issuer is missing, or not the one of --issuer.',
  'claim:sub': "The user's id is missing, or no string.",
  'claim:iat': 'The time of issue is missing, or no whole number.',
  'claim:exp': 'The time of expiry is missing, or no whole number.',
  lifetime: 'The token lives longer than 900 seconds, less than 30, or not at all.',
  'claim:chat': 'The token is not for the chat that the page named.',
  'claim:webhook_domains': 'An entry of chat.webhook_domains is no host.',
  'claim:<name>':
    'A claim of the profile is of a wrong type, or has a name that Kindly does not read.',
  forwarding: 'Kindly would not forward the token to the webhook.',
  'webhook:https': 'The webhook is not reached by HTTPS.',
  'webhook:reachable': 'The webhook does not answer, or there is none at this URL.',
  'webhook:unsigned': 'The webhook does not refuse a request without signature and token.',
  'webhook:forged': 'The webhook does not refuse a wrong signature and forged tokens.',
  'webhook:garbage': 'The webhook takes garbage, or breaks down over it.',
  'page:reachable': 'The page cannot be fetched.',
  'csp:script': "The page's Content-Security-Policy forbids the chat's script.",
  'csp:inline': "The page's Content-Security-Policy forbids the script with window.kindlyOptions.",
  'csp:connect': "The page's Content-Security-Policy forbids the request for a token.",
  'csp:kindly': "The page's Content-Security-Policy forbids the chat's own connections.",
} as const satisfies Readonly<Record<string, string>>;

export type DiagnosisCode = keyof typeof DIAGNOSES;

/** The entry of a rule: claims of the profile share one. */
export function diagnosisOf(rule: string): DiagnosisCode | undefined {
  if (rule in DIAGNOSES) return rule as DiagnosisCode;
  return rule.startsWith('claim:') ? 'claim:<name>' : undefined;
}
