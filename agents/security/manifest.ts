import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'security',
  title: 'Security',
  summary:
    'Looks for what an attacker could use: injection, credentials, dependencies, hidden text, removed guards.',
  intents: ['review'],
  capabilities: ['security', 'secrets', 'dependencies', 'configuration', 'hidden-text'],
};
