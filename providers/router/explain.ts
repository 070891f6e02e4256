import type { CompletionRequest, DecidedCandidate } from '../contract.ts';
import type { RouterHost } from './host.ts';
import { choose } from './open-call.ts';

/** A call that is only thought of. */
export interface Explained {
  readonly organizationId: string;
  readonly projectId?: string;
  readonly agent: string;
  readonly want?: string;
  readonly conversationId?: string;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  readonly stream?: boolean;
  readonly tools?: boolean;
}

export interface Explanation {
  readonly policy: { readonly name: string; readonly layer: string; readonly strategy: string };
  readonly candidates: readonly ExplainedCandidate[];
  /** What makes it pointless to ask anybody. */
  readonly problem?: string;
}

export interface ExplainedCandidate extends DecidedCandidate {
  /** Milliseconds until it may be asked: its breaker, or its rates. 0 = now. */
  readonly waitMs: number;
}

export function explain(
  host: Pick<RouterHost, 'pool' | 'policies' | 'outOfUse' | 'order' | 'time'>,
  { inputTokens, maxOutputTokens, stream = false, tools = false, ...asker }: Explained,
): Explanation {
  const request: CompletionRequest = {
    messages: [],
    maxOutputTokens,
    ...(tools ? { tools: [{ name: 'any', description: '', parameters: { type: 'object' } }] } : {}),
  };
  const { chosen, choice, problem } = choose(host, asker, { request, stream, inputTokens });
  const now = host.time.now();
  const waits = new Map(
    choice.members.map((member): [string, number] => [
      `${member.name}${member.candidate.key ?? ''}`,
      Math.max(member.breaker.waitMs(now, true), member.gate.waitMs(inputTokens + maxOutputTokens, now)),
    ]),
  );
  return {
    policy: { name: chosen.name, layer: chosen.layer, strategy: chosen.policy.strategy },
    candidates: choice.decided.map((each) => ({
      ...each,
      waitMs: Math.ceil(waits.get(`${each.provider}/${each.model}${each.key ?? ''}`) ?? 0),
    })),
    ...(problem?.publicMessage === undefined ? {} : { problem: problem.publicMessage }),
  };
}
