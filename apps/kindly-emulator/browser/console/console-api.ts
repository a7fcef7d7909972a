import type {
  ConsoleRefusal,
  ConsoleState,
  Delivery,
  Settings,
  SettingsChange,
  TriggerCommand,
} from '../../src/protocol/console-protocol.js';

async function reasonOf(response: Response): Promise<string> {
  const fallback = `The emulator answered ${response.status} ${response.statusText}`.trim();
  try {
    const refusal = (await response.json()) as {
      readonly message?: ConsoleRefusal['message'] | readonly string[];
    };
    // The checks of a body name each thing that is wrong with it.
    const reasons: unknown[] = [refusal.message].flat();
    const words = reasons.filter((reason) => typeof reason === 'string').join(' ');
    return words === '' ? fallback : words;
  } catch {
    return fallback;
  }
}

/** A refusal throws an Error whose message can be shown as it is. */
async function call(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`api/${path}`, {
    method,
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new Error('The emulator cannot be reached. Is it still running?');
  });
  if (!response.ok) throw new Error(await reasonOf(response));
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

const within = (list: string, id: string, what: string): string =>
  `${list}/${encodeURIComponent(id)}/${what}`;

export const getState = async (): Promise<ConsoleState> =>
  (await call('GET', 'state')) as ConsoleState;

export const changeSettings = async (change: SettingsChange): Promise<Settings> =>
  (await call('PATCH', 'settings', change)) as Settings;

export const armFault = async (fault: string | null, sticky = false): Promise<void> => {
  await call('PUT', 'fault', { fault, sticky });
};

export const trigger = async (command: TriggerCommand): Promise<Delivery> =>
  (await call('POST', 'trigger', command)) as Delivery;

export const replay = async (id: string): Promise<Delivery> =>
  (await call('POST', within('deliveries', id, 'replay'))) as Delivery;

export const unmaskedDelivery = async (id: string): Promise<Delivery> =>
  (await call('GET', within('deliveries', id, 'unmasked'))) as Delivery;

export const curlOf = async (id: string): Promise<string> =>
  ((await call('GET', within('deliveries', id, 'curl'))) as { curl: string }).curl;

export const unmaskedToken = async (id: string): Promise<string> =>
  ((await call('GET', within('token-checks', id, 'unmasked'))) as { token: string }).token;

export const askForToken = async (chatId: string): Promise<void> => {
  await call('POST', within('chats', chatId, 'authenticate'));
};
