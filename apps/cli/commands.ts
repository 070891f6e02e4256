import type { AddCommand } from './command.ts';
import { addReview } from './commands/review.ts';
import { addStart } from './commands/start.ts';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [addReview, addStart];
