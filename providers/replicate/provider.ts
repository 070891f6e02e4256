import { z } from 'zod';
import { outboundFetch } from '#monitoring/http/outbound-fetch.ts';
import { rotatingSecret } from '#monitoring/settings.ts';
import type { CompletionPart, CompletionResult, CreateProvider, ProviderHost } from '../contract.ts';
import { isConnectionLost, malformed, toFailure } from '../errors.ts';
import { createKeyCheck } from '../http/key-check.ts';
import { postJson } from '../http/post-json.ts';
import { namedEvents, type ServerSentEvent } from '../http/server-sent-events.ts';
import { classify, predictionFailed, readError } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { isUnderWay, prediction, toAnswer, type Prediction } from './prediction.ts';
import { toPredictionRequest } from './request.ts';
import { jsonOf } from '../http/limited-body.ts';

/** How long Replicate may hold the answer to a creation, in seconds; 60 is the most. */
const waitSeconds = 60;
const pollMs = 500;

/** Predictions instead of a chat: they are created, waited for or streamed from an address of their own, and cancelled. */
export const createProvider: CreateProvider = (values, host) => {
  const { apiKey: keys, baseUrl } = settings.parse(values);
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const root = baseUrl.replace(/\/$/, '');
  const calls = openCalls({ apiKey, baseUrl: root, host });
  const failureOf = (thrown: unknown, signal: AbortSignal): Error => {
    if (thrown instanceof z.ZodError) return malformed(manifest.id, thrown.issues[0]?.path.join('.') ?? '');
    return toFailure(thrown, { provider: manifest.id, apiKey, signal, now: host.clock.now(), classify });
  };

  const headers = { authorization: `Bearer ${apiKey}` };
  const check = createKeyCheck(
    { id: manifest.id, apiKey, classify, url: `${root}/account`, headers, readError },
    host,
  );
  return {
    id: manifest.id,
    check,

    async complete(request, { model, signal }) {
      const { input, warnings } = toPredictionRequest(request, model, manifest.models);
      try {
        const created = await calls.create(model, { input }, signal);
        const ended = await calls.untilEnded(created.prediction, signal);
        const limits = { model, maxOutputTokens: Number(input['max_tokens']) };
        return { ...toAnswer(ended, limits), warnings, ...created.requestId };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },

    async *stream(request, { model, signal }) {
      const { input, warnings } = toPredictionRequest(request, model, manifest.models);
      try {
        const created = await calls.create(model, { input, stream: true }, signal);
        const { text, ended } = yield* textParts(calls, created.prediction, signal);
        const limits = { model, maxOutputTokens: Number(input['max_tokens']) };
        const answer = toAnswer({ output: text, metrics: ended?.metrics }, limits);
        const result: CompletionResult = {
          ...answer,
          ...(ended ? {} : { finish: 'truncated' }),
          warnings,
          ...created.requestId,
        };
        yield { type: 'finish', result };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
  };
};

/** The text as it comes. Complete only with `done`, and when the prediction says that it succeeded. */
async function* textParts(
  calls: Calls,
  created: Prediction,
  signal: AbortSignal,
): AsyncGenerator<CompletionPart, { readonly text: string; readonly ended: Prediction | undefined }> {
  let text = '';
  let isDone = false;
  try {
    for await (const { name, data } of calls.events(created, signal)) {
      if (name === 'error') throw predictionFailed('failed');
      if (name === 'done') {
        if (Object.keys(z.looseObject({}).parse(JSON.parse(data))).length > 0) throw predictionFailed(data);
        isDone = true;
        break;
      }
      if (name !== 'output' || data === '') continue;
      text += data;
      yield { type: 'text', text: data };
    }
  } catch (error) {
    if (signal.aborted || !isConnectionLost(error)) throw error;
  } finally {
    if (!isDone) calls.cancel(created);
  }
  return { text, ended: isDone ? await calls.untilEnded(created, signal) : undefined };
}

interface Calls {
  create(
    model: string,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<{ readonly prediction: Prediction; readonly requestId: { requestId?: string } }>;
  /** Rejects with a `ProviderError` when it did not succeed. */
  untilEnded(created: Prediction, signal: AbortSignal): Promise<Prediction>;
  events(created: Prediction, signal: AbortSignal): AsyncGenerator<ServerSentEvent>;
  /** Sent and not waited for: closing a connection ends no prediction. */
  cancel(created: Prediction): void;
}

interface CallsOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly host: ProviderHost;
}

function openCalls({ apiKey, baseUrl, host }: CallsOptions): Calls {
  const authorization = `Bearer ${apiKey}`;
  const send = host.fetch ?? outboundFetch;
  /** Addresses come out of answers: the key goes to the host that the operator named, and to no other. */
  const own = (url: string): string => {
    if (new URL(url).origin === new URL(baseUrl).origin) return url;
    throw malformed(manifest.id, 'an address on another host');
  };
  const cancel = ({ urls }: Prediction) => {
    // A prediction that can't be cancelled ends by itself; nobody waits for it.
    send(own(urls.cancel), { method: 'POST', headers: { authorization }, redirect: 'manual' }).catch(
      () => undefined,
    );
  };

  return {
    async create(model, body, signal) {
      const url = `${baseUrl}/models/${model.split('/').map(encodeURIComponent).join('/')}/predictions`;
      const wait = body['stream'] ? {} : { prefer: `wait=${waitSeconds}` };
      const response = await postJson(
        { url, headers: { authorization, ...wait }, body, signal, readError },
        host,
      );
      const requestId = response.headers.get('x-request-id');
      return {
        prediction: prediction.parse(await jsonOf(response)),
        requestId: requestId === null ? {} : { requestId },
      };
    },
    async untilEnded(created, signal) {
      let current = created;
      try {
        while (isUnderWay(current)) {
          await host.clock.sleep(pollMs, signal);
          const response = await send(own(current.urls.get), {
            headers: { authorization },
            redirect: 'manual',
            signal,
          });
          current = prediction.parse(await jsonOf(response));
        }
      } catch (error) {
        cancel(created);
        throw error;
      }
      if (current.status !== 'succeeded') throw predictionFailed(current.status);
      return current;
    },
    async *events({ urls }, signal) {
      if (urls.stream === undefined) throw malformed(manifest.id, 'no address to stream from');
      // On a host of its own, and with its own right in the address: the key is not for it.
      const response = await send(urls.stream, { headers: { accept: 'text/event-stream' }, signal });
      if (!response.ok || !response.body) throw malformed(manifest.id, 'no stream');
      for await (const together of namedEvents(response.body)) yield* together;
    },
    cancel,
  };
}
