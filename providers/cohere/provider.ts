import { rotatingSecret } from '#monitoring/settings.ts';
import type { CreateProvider } from '../contract.ts';
import { createHttpProvider } from '../http/http-provider.ts';
import { createCohereEmbedder } from './embedder.ts';
import { classify, readError } from './errors.ts';
import { manifest, settings } from './manifest.ts';
import { toCohereRequest } from './request.ts';
import { createAssembler, readAnswer } from './response.ts';

export const createProvider: CreateProvider = (values, host) => {
  const { apiKey: keys, baseUrl } = settings.parse(values);
  const apiKey = rotatingSecret(keys)[0] ?? keys;
  const root = baseUrl.replace(/\/$/, '');
  const url = `${root}/v2/chat`;
  const provider = createHttpProvider(
    {
      id: manifest.id,
      apiKey,
      headers: { authorization: `Bearer ${apiKey}` },
      checkUrl: `${root}/v1/models?page_size=1000`,
      toCall: (request, model) => {
        const { body, warnings } = toCohereRequest(request, model, manifest.models);
        return { url, streamUrl: url, body, streamBody: { ...body, stream: true }, warnings };
      },
      readAnswer,
      createAssembler,
      readError,
      classify,
    },
    host,
  );
  return { ...provider, embed: createCohereEmbedder({ apiKey, baseUrl: root }, host) };
};
