import { z } from 'zod';
import type { ProviderManifest } from '../contract.ts';
import { embeddings, models, served } from './models.ts';

const areUrls = (text: string): boolean =>
  text.split(',').every((url) => z.url({ protocol: /^https?$/ }).safeParse(url.trim()).success);

export const settings = z.object({
  baseUrl: z.string().refine(areUrls, 'must be a URL, or several separated by commas').meta({
    env: 'LOCAL_BASE_URL',
    label:
      "Base URL of your own server that speaks OpenAI's API, with its /v1: http://127.0.0.1:11434/v1 for Ollama; several separated by commas",
  }),
  apiKey: z.string().min(1).optional().meta({
    env: 'LOCAL_API_KEY',
    secret: true,
    label: 'Key of that server, where it asks for one; of several servers in their order',
  }),
  model: z.string().min(1).optional().meta({
    env: 'LOCAL_MODEL',
    label: 'Model to use instead of the first that the server lists',
  }),
  allowPrivate: z.enum(['true', 'false']).optional().meta({
    env: 'LOCAL_ALLOW_PRIVATE',
    label: 'true: it may be in the private network although AMAS_MULTI_TENANT is set',
  }),
  embeddingModel: z.string().min(1).optional().meta({
    env: 'LOCAL_EMBEDDING_MODEL',
    label: 'Model of that server that embeds; none is used unless named',
  }),
});

export const manifest = {
  id: 'local',
  title: 'Own server',
  settings,
  models,
  unlisted: served,
  embeddings,
  residency: { region: 'own', note: 'Nothing leaves the machine that you name.' },
} as const satisfies ProviderManifest;
