import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'explain',
  title: 'Explain',
  summary: 'Explains a finding: what goes wrong in this code, and the safe form.',
  intents: ['explain'],
  capabilities: ['explain'],
};
