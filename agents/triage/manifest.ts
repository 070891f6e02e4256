import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'triage',
  title: 'Triage',
  summary: 'Proposes labels that the repository has, and names similar issues.',
  intents: ['triage'],
  capabilities: ['triage'],
};
