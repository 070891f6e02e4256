import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'describe',
  title: 'Describe',
  summary: 'Proposes title, description and labels of a change, maps it, and checks acceptance criteria.',
  intents: ['describe'],
  capabilities: ['describe'],
};
