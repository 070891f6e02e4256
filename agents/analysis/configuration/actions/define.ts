import { rulesOf } from '../configuration-rule.ts';
import type { Workflow } from './workflow.ts';

export const defineActionsRule = rulesOf<Workflow>('github-actions');
