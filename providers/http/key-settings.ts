import { z } from 'zod';

export interface KeySettings {
  /** Stands before `_API_KEY`, `_BASE_URL` and `_MODEL`. */
  readonly env: string;
  /** The vendor's own name of the key's variable, where it is another. */
  readonly keyEnv?: string;
  /** Where the key comes from. */
  readonly keyLabel: string;
  readonly baseUrl: string;
  readonly baseUrlLabel: string;
  readonly defaultModel: string;
}

/** The settings of a vendor that asks for a key and nothing else. */
export const keySettings = ({ env, keyEnv, keyLabel, baseUrl, baseUrlLabel, defaultModel }: KeySettings) =>
  z.object({
    apiKey: z
      .string()
      .min(1)
      .meta({ env: keyEnv ?? `${env}_API_KEY`, secret: true, label: keyLabel }),
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .default(baseUrl)
      .meta({ env: `${env}_BASE_URL`, label: baseUrlLabel }),
    model: z
      .string()
      .min(1)
      .optional()
      .meta({ env: `${env}_MODEL`, label: `Model to use instead of ${defaultModel}` }),
  });

/** Beside them for a vendor that has embeddings. */
export const embeddingSetting = (env: string, defaultModel: string) => ({
  embeddingModel: z
    .string()
    .min(1)
    .optional()
    .meta({
      env: `${env}_EMBEDDING_MODEL`,
      label: `Embedding model to use instead of ${defaultModel}; vectors of different models can't be compared`,
    }),
});
