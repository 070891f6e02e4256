import { failureWords } from '#agents/orchestrator/completion-totals.ts';
import type { Attempt, DecidedCandidate, Decision } from '#providers/contract.ts';
import { dollars } from '../output/dollars.ts';
import { duration } from '../output/times.ts';
import type { CompletionStory } from './story.ts';

/**
 * What happened in a model call, and then how it was decided, for who wants to know: attempts, cost, warnings, cache,
 * candidates and refusals.
 * @param told choices of models that stand above already; what is the same is not said twice
 */
export function completionNotes(
  { tried, decision, warnings, reportedUsd, words }: CompletionStory,
  told: Set<string>,
): string[] {
  const isPlain = tried.length === 1 && tried[0]?.outcome === 'answered';
  return [
    ...(isPlain ? [] : tried.map((attempt, index) => attemptNote(attempt, tried.length > 1 ? index + 1 : 0))),
    ...(reportedUsd === null ? [] : [`the vendor says that it costs ${dollars(reportedUsd)}`]),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(decision ? [...courseNotes(decision), ...choiceNotes(decision, told)] : []),
    ...(words === null ? [] : ['its words are kept: amas show --json']),
  ];
}

function courseNotes({ cache, savedUsd, hedged, timeToFirstPartMs }: Decision): string[] {
  const saved = savedUsd === undefined ? '' : `, ${dollars(savedUsd)} saved`;
  return [
    ...(cache === 'hit' ? [`answered from the cache${saved}`] : []),
    ...(cache === 'joined' ? [`shared the answer of the same question${saved}`] : []),
    ...(savedUsd !== undefined && cache !== 'hit' && cache !== 'joined'
      ? [`the vendor's prompt cache saved ${dollars(savedUsd)}`]
      : []),
    ...(hedged ? ['a second model was asked meanwhile'] : []),
    ...(timeToFirstPartMs === undefined ? [] : [`first part after ${duration(timeToFirstPartMs)}`]),
  ];
}

function choiceNotes({ policy, candidates }: Decision, told: Set<string>): string[] {
  const asked = candidates.filter(({ refused }) => !refused).map(nameOf);
  const notes = [
    ...(asked.length > 1 ? [`order of policy ${policy.name} (${policy.layer}): ${asked.join(', ')}`] : []),
    ...candidates.flatMap((candidate) =>
      candidate.refused
        ? [`not ${nameOf(candidate)}: ${candidate.refused.reason} (${candidate.refused.code})`]
        : [],
    ),
  ];
  const choice = notes.join('\n');
  if (choice !== '' && told.has(choice)) return ['the same choice of models as above'];
  told.add(choice);
  return notes;
}

function nameOf({ provider, model, key, score }: DecidedCandidate): string {
  const name = `${provider}/${model}${key === undefined ? '' : ` (key ${key})`}`;
  return score === undefined ? name : `${name} ${Number(score.toPrecision(3))}`;
}

/** `2. groq/llama (key #1) was overloaded after 120 ms (providers.overloaded)` */
function attemptNote({ provider, model, key, outcome, code, latencyMs, costUsd }: Attempt, place: number) {
  const name = `${provider}/${model}${key === undefined ? '' : ` (key ${key})`}`;
  const what = outcome === 'failed' ? failureWords(code ?? '') : outcome;
  const why = code === undefined ? '' : ` (${code})`;
  const cost = costUsd === undefined || costUsd === 0 ? '' : `, ${dollars(costUsd)}`;
  return `${place === 0 ? '' : `${place}. `}${name} ${what} after ${duration(latencyMs)}${cost}${why}`;
}
