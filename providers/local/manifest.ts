import { z } from 'zod';
import type { ProviderManifest } from '../contract.ts';
import { embeddings, models, served } from './models.ts';

export const settings = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }).meta({
    env: 'LOCAL_BASE_URL',
    label:
      "Base URL of your own server that speaks OpenAI's API, with its /v1: http://127.0.0.1:11434/v1 for Ollama",
  }),
  apiKey: z.string().min(1).optional().meta({
    env: 'LOCAL_API_KEY',
    secret: true,
    label: 'Key of that server, where it asks for one',
  }),
  model: z.string().min(1).optional().meta({
    env: 'LOCAL_MODEL',
    label: 'Model to use instead of the first that the server lists',
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
