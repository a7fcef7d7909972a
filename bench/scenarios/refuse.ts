import { ask, expectStatus } from '../load/ask.js';
import { type Measurement, measureServer } from '../load/measure-server.js';
import {
  type ForgedToken,
  forge,
  forgeWithoutSignature,
  forgeWithPublicKey,
} from '../workload/forge.js';
import { makePair } from '../workload/keys.js';
import { forgeMany } from '../workload/token-stock.js';
import { HTTP_METRICS } from './metrics.js';
import { type Guarding, guarding } from './guard.js';
import type { Context, Entry, Scenario } from './scenario.js';

/** Bad tokens of each kind; who refuses them has no reason to remember them. */
const COUNT = 2048;
const ADAPTER = 'Fastify';

type Garbage = (context: Context) => Promise<readonly ForgedToken[]>;

/** Each gets the bytes of another one's signature: well-formed, and wrong. */
function swapSignatures(tokens: readonly ForgedToken[]): readonly ForgedToken[] {
  return tokens.map(({ token, chatId }, index) => {
    const other = tokens.at(index - 1)?.token ?? '';
    const signature = other.slice(other.lastIndexOf('.'));
    return { token: token.slice(0, token.lastIndexOf('.')) + signature, chatId };
  });
}

async function wronglySigned({ stock }: Context): Promise<readonly ForgedToken[]> {
  return swapSignatures((await stock.distinct()).slice(0, COUNT));
}

/** Any of the keys may have signed it. */
async function wronglySignedWithoutKeyId({ keys }: Context): Promise<readonly ForgedToken[]> {
  const { privateKey } = keys;
  const header = { kid: undefined };
  return swapSignatures(await forgeMany((number) => forge({ privateKey, number, header }), COUNT));
}

/** Its header is no JSON any more. */
async function malformed({ stock }: Context): Promise<readonly ForgedToken[]> {
  const tokens = (await stock.distinct()).slice(0, COUNT);
  return tokens.map(({ token, chatId }) => ({ token: `x${token.slice(1)}`, chatId }));
}

async function ofUnknownKey(): Promise<readonly ForgedToken[]> {
  const { privateKey } = await makePair();
  return forgeMany((number) => forge({ privateKey, number, header: { kid: 'unknown' } }), COUNT);
}

export const ACCEPTED = 'accepted';

const KINDS: Readonly<Record<string, Garbage>> = {
  [ACCEPTED]: ({ stock }) => stock.distinct(),
  malformed,
  'unknown kid': ofUnknownKey,
  'alg HS256': ({ keys }) =>
    forgeMany((number) => forgeWithPublicKey(keys.publicKey, number), COUNT),
  'alg none': () => forgeMany(forgeWithoutSignature, COUNT),
  'bad signature': wronglySigned,
  'bad signature, no kid': wronglySignedWithoutKeyId,
};

/** With a key that rotates: of one key alone, nobody looks at the `kid`. */
async function refusing(
  name: Guarding,
  context: Context,
  tokens: readonly ForgedToken[],
  status: number,
): Promise<Measurement> {
  const measurement = guarding(name, ADAPTER, context, tokens);
  const { publicKey } = await makePair();
  return {
    ...measurement,
    status,
    server: { ...measurement.server, previousPublicKeys: [publicKey] },
    check: async (url) => {
      await measurement.check(url);
      const [request] = measurement.requests;
      if (request) expectStatus(`${name}: the first request`, await ask(url, request), status);
    },
  };
}

const ENTRIES: readonly Entry[] = (['nest-docs', 'kindly'] as const).flatMap((name) =>
  Object.entries(KINDS).map(([kind, make]) => ({
    group: name,
    name: kind,
    measure: async (context) => {
      const status = kind === ACCEPTED ? 200 : 401;
      return measureServer(context, await refusing(name, context, await make(context), status));
    },
  })),
);

export const REFUSE: Scenario = {
  name: 'refuse',
  title: 'Refusing garbage',
  about: `What a flood of bad tokens costs on ${ADAPTER}, beside good ones that are all different.`,
  metrics: HTTP_METRICS,
  baselines: [ACCEPTED],
  entries: ENTRIES,
};
