import type { Attempt, DecidedCandidate, Decision } from '#providers/contract.ts';
import { dollars } from '../output/dollars.ts';
import { duration } from '../output/times.ts';
import type { CompletionStory } from './story.ts';

/** How a model call was decided, for who wants to know: candidates, refusals, attempts, cache, cost, warnings. */
export function completionNotes({
  tried,
  decision,
  warnings,
  reportedUsd,
  words,
}: CompletionStory): string[] {
  const isPlain = tried.length === 1 && tried[0]?.outcome === 'answered';
  return [
    ...(decision ? decisionNotes(decision) : []),
    ...(isPlain ? [] : tried.map(attemptNote)),
    ...(reportedUsd === null ? [] : [`the vendor says that it costs ${dollars(reportedUsd)}`]),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(words === null ? [] : ['its words are kept: amas show --json']),
  ];
}

function decisionNotes({ policy, candidates, cache, savedUsd, hedged, ...times }: Decision): string[] {
  const asked = candidates.filter(({ refused }) => !refused).map(nameOf);
  const saved = savedUsd === undefined ? '' : `, ${dollars(savedUsd)} saved`;
  return [
    ...(asked.length > 1 ? [`candidates by ${policy.name} (${policy.layer}): ${asked.join(', ')}`] : []),
    ...candidates.flatMap((candidate) =>
      candidate.refused
        ? [`not ${nameOf(candidate)}: ${candidate.refused.reason} (${candidate.refused.code})`]
        : [],
    ),
    ...(cache === 'hit' ? [`answered from the cache${saved}`] : []),
    ...(cache === 'joined' ? [`shared the answer of the same question${saved}`] : []),
    ...(savedUsd !== undefined && cache !== 'hit' && cache !== 'joined'
      ? [`the vendor's prompt cache saved ${dollars(savedUsd)}`]
      : []),
    ...(hedged ? ['a second model was asked meanwhile'] : []),
    ...(times.timeToFirstPartMs === undefined
      ? []
      : [`first part after ${duration(times.timeToFirstPartMs)}`]),
  ];
}

function nameOf({ provider, model, key, score }: DecidedCandidate): string {
  const name = `${provider}/${model}${key === undefined ? '' : ` (key ${key})`}`;
  return score === undefined ? name : `${name} ${Number(score.toPrecision(3))}`;
}

function attemptNote({ provider, model, key, outcome, code, latencyMs, costUsd }: Attempt): string {
  const name = `${provider}/${model}${key === undefined ? '' : ` (key ${key})`}`;
  const why = code === undefined ? '' : ` (${code})`;
  const cost = costUsd === undefined || costUsd === 0 ? '' : `, ${dollars(costUsd)}`;
  return `${name} ${outcome}${why} after ${duration(latencyMs)}${cost}`;
}
