import type { CompletionRequest, CompletionResult } from '#providers/contract.ts';
import { modelInfoOf } from '#providers/fits.ts';
import type { Candidate } from '#providers/router/candidate.ts';

export interface LiveCall {
  readonly name: string;
  /** What is wrong with the answer, in words; undefined when it holds. */
  readonly run: (signal: AbortSignal) => Promise<string | undefined>;
}

/** Room for models that think before they answer. */
const maxOutputTokens = 1_000;
const greeting: CompletionRequest = {
  messages: [{ role: 'user', content: 'Reply with the single word: pong' }],
  maxOutputTokens,
};
const weather = {
  name: 'weather',
  description: 'The weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};
const person = {
  name: 'person',
  schema: {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'number' } },
    required: ['name', 'age'],
    additionalProperties: false,
  },
};

/** What a provider says that it can, asked of the vendor. */
export function liveCalls({ provider, manifest, model, embeddingModel }: Candidate): LiveCall[] {
  const { info } = modelInfoOf(manifest, model);
  const ask = (request: CompletionRequest, signal: AbortSignal) =>
    provider.complete(request, { model, signal });
  const calls: (LiveCall | false | undefined)[] = [
    provider.check && {
      name: 'the key is proven for free',
      run: async (signal) => void (await provider.check!(signal)),
    },
    { name: 'a text, with usage', run: async (signal) => textProblem(await ask(greeting, signal)) },
    {
      name: 'the same, streamed',
      run: async (signal) => {
        let text = '';
        for await (const part of provider.stream(greeting, { model, signal })) {
          if (part.type === 'text') text += part.text;
          if (part.type !== 'finish') continue;
          return (
            textProblem(part.result) ??
            (text === part.result.text ? undefined : 'the parts are not the whole')
          );
        }
        return 'no end came';
      },
    },
    info.tools && {
      name: 'a call of a tool',
      run: async (signal) => {
        const question = 'What is the weather in Oslo? Use the tool.';
        const request = {
          ...greeting,
          messages: [{ role: 'user', content: question }],
          tools: [weather],
        } as const;
        const { toolCalls } = await ask(request, signal);
        return /oslo/i.test(toolCalls[0]?.arguments ?? '')
          ? undefined
          : `no call of the tool, but ${toolCalls.length}`;
      },
    },
    {
      name: info.schema ? 'JSON of a schema' : 'JSON that is asked for in words',
      run: async (signal) => {
        const messages = [{ role: 'user', content: 'Ada is 36 years old. Answer as JSON.' }] as const;
        const { text } = await ask({ ...greeting, messages, schema: person }, signal);
        return /"age"\s*:\s*36/.test(text) ? undefined : 'not what was asked for';
      },
    },
    provider.embed !== undefined &&
      embeddingModel !== undefined && {
        name: 'vectors of two texts',
        run: async (signal) => {
          const inputs = ['a cat', 'a treatise on tax law'];
          const { vectors } = await provider.embed!({ inputs }, { model: embeddingModel, signal });
          return vectors.length === 2 && vectors[0]!.length > 0 ? undefined : `${vectors.length} vectors`;
        },
      },
  ];
  return calls.filter((call): call is LiveCall => Boolean(call));
}

function textProblem({ text, finish, usage }: CompletionResult): string | undefined {
  if (!/pong/i.test(text)) return `another text than asked for (${finish})`;
  if (finish !== 'stop') return `ended with ${finish}`;
  return usage && usage.output > 0 ? undefined : 'no usage was told';
}
