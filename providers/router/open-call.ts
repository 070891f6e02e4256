import type { CompletionRequest } from '../contract.ts';
import { createAccount } from './account.ts';
import type { Binding } from './binding.ts';
import type { Call } from './call.ts';
import { estimateInputTokens } from '../fits.ts';
import { createCover } from './cover.ts';
import { scopeOf, type RouterHost } from './host.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { ChosenPolicy } from './policy/policies.ts';
import { select } from './select.ts';
import { wantedMembers } from './wanted-members.ts';

export interface Bound {
  readonly binding: Binding;
  readonly ledger: Ledger;
  /** Of the steady clock. */
  readonly deadline: number;
}

export interface Ask {
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly stream: boolean;
}

/** The money and the time of a binding, from now on. */
export function limitsOf({ time }: Pick<RouterHost, 'time'>, binding: Binding): Omit<Bound, 'binding'> {
  return {
    ledger: createLedger(binding.maxCostUsd, binding.spentUsd),
    deadline: time.now() + binding.deadline - time.wallNow(),
  };
}

/** A call with its choice made and nobody asked yet. */
export function openCall(host: RouterHost, bound: Bound, ask: Ask): Call {
  const startedAt = host.time.now();
  const inputTokens = estimateInputTokens(ask.request);
  const chosen = choose(host, bound.binding, { ...ask, inputTokens });
  return { ...openCallWith(host, bound, { ...ask, ...chosen, inputTokens }), startedAt };
}

type Chosen = Pick<Call, 'chosen' | 'choice' | 'problem'>;

export function openCallWith(
  { time, budget, outOfUse, hedges, sharedRates }: RouterHost,
  { binding, ledger, deadline }: Bound,
  { inputTokens: known, ...ask }: Ask & Chosen & { readonly inputTokens?: number },
): Call {
  const inputTokens = known ?? estimateInputTokens(ask.request);
  return {
    ...ask,
    inputTokens,
    tokens: inputTokens + ask.request.maxOutputTokens,
    deadline,
    startedAt: time.now(),
    time,
    account: createAccount({ ledger, budget, scope: scopeOf(binding) }),
    outOfUse,
    hedges,
    sharedRates,
    turn: { organizationId: binding.organizationId, priority: binding.priority ?? 'background' },
    others: createCover(time),
    notes: { hedged: false, cache: 'off', unaffordable: [] },
  };
}

type Asking = Pick<Ask, 'request' | 'stream'> & { readonly inputTokens: number };
type Asker = Pick<Binding, 'organizationId' | 'projectId' | 'agent' | 'want' | 'conversationId'>;

/** Who would be asked, and why the others not: what `explain` tells too. */
export function choose(
  {
    pool,
    policies,
    outOfUse,
    order,
    time,
  }: Pick<RouterHost, 'pool' | 'policies' | 'outOfUse' | 'order' | 'time'>,
  asker: Asker,
  { request, stream, inputTokens }: Asking,
): Chosen {
  const chosen: ChosenPolicy = policies.for(asker);
  const { members, problem } =
    asker.want === undefined
      ? { members: pool.members, problem: undefined }
      : wantedMembers(pool, asker.want, policies);
  const asked = {
    request,
    inputTokens,
    stream,
    agent: asker.agent,
    wallNow: time.wallNow(),
    now: time.now(),
    conversationId: asker.conversationId,
  };
  return {
    chosen,
    choice: select(members, chosen, { asked, outOfUse, order }),
    problem,
  };
}
