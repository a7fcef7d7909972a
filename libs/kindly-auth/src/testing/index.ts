export {
  createKindlyTestKit,
  type KindlyTestingModuleBuilder,
  type KindlyTestKeys,
  KindlyTestKit,
  type KindlyTestKitSettings,
  type KindlyTestOptions,
} from './kindly-test-kit.js';
export { KindlyTestToken } from './kindly-test-token.js';
export {
  type KindlyTestAgent,
  type KindlyTestPayload,
  type KindlyTestRequest,
  KindlyTestWebhook,
} from './kindly-test-webhook.js';
export { throwAwayKindlyKeyPair } from './throw-away-key-pair.js';
