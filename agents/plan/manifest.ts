import type { AgentManifest } from '../contract.ts';

export const manifest: AgentManifest = {
  id: 'plan',
  title: 'Plan',
  summary: 'Makes a checklist of what an issue asks for, and with a model a plan of the work.',
  intents: ['plan'],
  capabilities: ['plan'],
};
