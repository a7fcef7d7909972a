import { ChatDetail } from './chat-detail.js';
import { ChatList } from './chat-list.js';
import { CodeBlock } from './code-block.js';
import { DebugRow } from './debug-row.js';
import { DebugView } from './debug-view.js';
import { DeliveryDetail } from './delivery-detail.js';
import { FaultsView } from './faults-view.js';
import { FirstSteps } from './first-steps.js';
import { InboxView } from './inbox-view.js';
import { KindlyConsole } from './kindly-console.js';
import { PublicKeyForm } from './public-key-form.js';
import { SettingsView } from './settings-view.js';
import { TokenDetail } from './token-detail.js';
import { TriggerForm } from './trigger-form.js';
import { UserAvatar } from './user-avatar.js';
import { UserCard } from './user-card.js';

/** Here, not in the modules of the elements: an import has no effect but to name things. */
const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  'kindly-avatar': UserAvatar,
  'kindly-chat-detail': ChatDetail,
  'kindly-chats': ChatList,
  'kindly-code': CodeBlock,
  'kindly-debug': DebugView,
  'kindly-delivery': DeliveryDetail,
  'kindly-faults': FaultsView,
  'kindly-first-steps': FirstSteps,
  'kindly-inbox': InboxView,
  'kindly-public-key': PublicKeyForm,
  'kindly-row': DebugRow,
  'kindly-settings': SettingsView,
  'kindly-token': TokenDetail,
  'kindly-trigger': TriggerForm,
  'kindly-user': UserCard,
  'kindly-console': KindlyConsole,
};

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
