import { afterAll, beforeAll, beforeEach } from 'vitest';
import { Fleet } from './cluster/fleet.js';
import { LOAD, REPLICAS } from './proofs/given.js';
import { proveRedisLoss } from './proofs/redis.js';
import { proveRestarts } from './proofs/restarts.js';
import { proveRotation } from './proofs/rotation.js';
import { proveSharing } from './proofs/sharing.js';
import { customersFor } from './traffic/load.js';

let fleet: Fleet;

beforeAll(async () => {
  // A few who belong to no load.
  fleet = await Fleet.start({ replicas: REPLICAS, customers: customersFor(LOAD) + 6 });
});

// A proof may leave replicas that are down, or set otherwise.
beforeEach(async () => {
  fleet.configure({});
  await fleet.whole();
});

afterAll(async () => {
  await fleet?.remove();
});

const given = (): Fleet => fleet;

proveSharing(given);
proveRestarts(given);
proveRotation(given);
proveRedisLoss(given);
