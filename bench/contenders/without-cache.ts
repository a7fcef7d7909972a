import type { KindlyAuthModuleOptions } from 'nestjs-kindly-auth';

/** Every token is verified from scratch. */
export const WITHOUT_CACHE: Partial<KindlyAuthModuleOptions> = { verifiedTokenCache: false };
