import type { Command } from './command.js';
import { doctorCommand } from './doctor.command.js';
import { keysCommand } from './keys.command.js';
import { signInCommand } from './sign-in.command.js';
import { startCommand } from './start.command.js';
import { tokenCommand } from './token.command.js';
import { triggerCommand } from './trigger.command.js';
import { verifyCommand } from './verify.command.js';

/** All that the program can do; the first is done when nothing else is said. */
export const COMMANDS: readonly Command[] = [
  startCommand,
  signInCommand,
  triggerCommand,
  keysCommand,
  tokenCommand,
  verifyCommand,
  doctorCommand,
];
