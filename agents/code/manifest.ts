import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'code',
  title: 'Code',
  summary:
    'Looks for code that will not do what it means to: wrong results, lost errors, leaks, traps for the next reader.',
  intents: ['review'],
  capabilities: ['correctness', 'maintainability'],
};
