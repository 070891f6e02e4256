import { manifests } from '#providers/manifests.ts';

/** What to do where no provider has a key. Three well-known ones, instead of a line with all of their names. */
export const keyRemedy =
  'Set ANTHROPIC_API_KEY, GROQ_API_KEY, OPENAI_API_KEY or the key of another provider: ' +
  `docs/PROVIDERS.md has all ${Object.keys(manifests).length}.`;
