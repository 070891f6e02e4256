import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'ask',
  title: 'Ask',
  summary: 'Answers a question about a change, a thread beside it or an issue from what stands there.',
  intents: ['ask'],
  capabilities: ['ask'],
};
