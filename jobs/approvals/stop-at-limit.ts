import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';
import type { Model, RoutedPart } from '#providers/contract.ts';
import type { ApprovalRefusal } from '#prisma/repositories/budget-approvals.ts';

/** The details of a refusal by a limit whose declared choice is to ask a person. */
const refusal = z.object({
  limit: z.string(),
  limitUsd: z.string(),
  leftUsd: z.string(),
  resetsAt: z.string().optional(),
  onReached: z.literal('ask'),
});

/** A model that tells when a person has to be asked before it may go on: whoever uses it sees an error like any other. */
export function stopAtLimit(model: Model, onAsk: (refusal: ApprovalRefusal) => void): Model {
  const tell = (error: unknown) => {
    if (!(error instanceof AmasError) || error.code !== 'providers.budget_exceeded') return;
    const asked = refusal.safeParse(error.details);
    if (asked.success) onAsk(withoutUndefined(asked.data));
  };
  return {
    ...model,
    async complete(request, signal) {
      try {
        return await model.complete(request, signal);
      } catch (error) {
        tell(error);
        throw error;
      }
    },
    async *stream(request, signal): AsyncGenerator<RoutedPart> {
      try {
        yield* model.stream(request, signal);
      } catch (error) {
        tell(error);
        throw error;
      }
    },
  };
}

const withoutUndefined = ({ resetsAt, ...rest }: z.infer<typeof refusal>): ApprovalRefusal =>
  resetsAt === undefined ? rest : { ...rest, resetsAt };
