import type { AddCommand } from './command.ts';
import { addApprove } from './commands/approve.ts';
import { addAsk } from './commands/ask.ts';
import { addBudget } from './commands/budget.ts';
import { addConfig } from './commands/config.ts';
import { addConnect } from './commands/connect.ts';
import { addDeliveries } from './commands/deliveries.ts';
import { addDoctor } from './commands/doctor.ts';
import { addKey } from './commands/key.ts';
import { addMigrate } from './commands/migrate.ts';
import { addModels } from './commands/models.ts';
import { addReplay } from './commands/replay.ts';
import { addReview } from './commands/review.ts';
import { addRoute } from './commands/route.ts';
import { addSend } from './commands/send.ts';
import { addShow } from './commands/show.ts';
import { addStart } from './commands/start.ts';
import { addTasks } from './commands/tasks.ts';
import { addWhy } from './commands/why.ts';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addReview,
  addAsk,
  addStart,
  addDoctor,
  addModels,
  addConfig,
  addConnect,
  addKey,
  addMigrate,
  addSend,
  addDeliveries,
  addReplay,
  addWhy,
  addTasks,
  addShow,
  addRoute,
  addBudget,
  addApprove,
];
