import type { RuleInfo } from '../rules/rule-info.ts';
import { actionsTechnology } from './actions/technology.ts';
import { applicationTechnology } from './application/technology.ts';
import { composeTechnology } from './compose/technology.ts';
import { dockerTechnology } from './docker/technology.ts';
import { gitlabTechnology } from './gitlab/technology.ts';
import { helmTechnology } from './helm/technology.ts';
import { kubernetesTechnology } from './kubernetes/technology.ts';
import { nginxTechnology } from './nginx/technology.ts';
import type { Technology } from './technology.ts';
import { terraformTechnology } from './terraform/technology.ts';

/** Asked in this order; a file may be of several. */
export const technologies: readonly Technology[] = [
  actionsTechnology,
  dockerTechnology,
  composeTechnology,
  kubernetesTechnology,
  terraformTechnology,
  nginxTechnology,
  gitlabTechnology,
  helmTechnology,
  applicationTechnology,
];

/** Every rule about configuration. One id may stand here for several technologies. */
export const configurationRules: readonly RuleInfo[] = technologies.flatMap(({ rules }) => rules);
