import { Inject } from '@nestjs/common';

/** Token of the emulator's `EmulatorConfig`. */
export const EMULATOR_CONFIG = Symbol('kindly-emulator:config');

export const InjectConfig = (): ParameterDecorator => Inject(EMULATOR_CONFIG);
