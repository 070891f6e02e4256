import { rotatingSecret } from '#monitoring/settings.ts';
import type { CreateProvider } from '../contract.ts';
import { createHttpProvider, type Assembler } from '../http/http-provider.ts';
import { createGoogleEmbedder } from './embedder.ts';
import { classify, readError } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { toGenerateRequest } from './request.ts';
import { readPieces, readWhole, textOf, toAnswer, type Pieces } from './response.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { apiKey: keys, baseUrl } = settings.parse(values);
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const root = baseUrl.replace(/\/$/, '');
  const provider = createHttpProvider(
    {
      id: manifest.id,
      apiKey,
      headers: { 'x-goog-api-key': apiKey },
      checkUrl: `${root}/models?pageSize=1000`,
      toCall: (request, model) => {
        const { body, warnings } = toGenerateRequest(request, model, manifest.models);
        const url = `${root}/models/${encodeURIComponent(model)}`;
        return {
          url: `${url}:generateContent`,
          streamUrl: `${url}:streamGenerateContent?alt=sse`,
          body,
          streamBody: body,
          warnings,
        };
      },
      readAnswer: readWhole,
      createAssembler,
      readError,
      classify,
    },
    host,
  );
  return { ...provider, embed: createGoogleEmbedder({ apiKey, baseUrl: root }, host) };
};

/** Each event is an answer of its own, with the next parts; the usage of the last counts. */
function createAssembler(model: string): Assembler {
  let whole: Pieces = { parts: [], reason: undefined, isBlocked: false, usage: undefined, model };
  return {
    add(event) {
      if ('error' in event) return { error: readError(event) };
      const next = readPieces(event, whole.model);
      whole = {
        parts: [...whole.parts, ...next.parts],
        reason: next.reason ?? whole.reason,
        isBlocked: whole.isBlocked || next.isBlocked,
        usage: next.usage ?? whole.usage,
        model: next.model,
      };
      return { text: textOf(next.parts) };
    },
    end: () => toAnswer(whole),
  };
}
