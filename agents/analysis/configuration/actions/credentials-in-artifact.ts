import { entryOf, isFalse, textAt } from '../yaml/yaml-node.ts';
import type { Fault, Guard } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import { firstLine } from './untrusted-checkout.ts';
import type { Step } from './workflow.ts';

export const credentialsInArtifact = defineActionsRule({
  id: 'configuration/actions-credentials-in-artifact',
  title: 'The artifact takes in `.git`, where the checkout left its token',
  guardTitle: 'The change removes `{sink}`: the token stays on disk for every later step',
  cwe: 'CWE-522',
  severity: 'medium',
  why: 'The checkout writes its token to `.git/config`. Whoever can download the artifact, on public repositories everybody, can push with it while the job lasts.',
  instead: 'Set `persist-credentials: false` on the checkout, and upload only the folder that is meant.',
  example: `- uses: actions/checkout@v5
  with:
    persist-credentials: false`,
  *find({ jobs, text }): Iterable<Fault> {
    for (const job of jobs) {
      const checkout = job.steps.find(keepsCredentials);
      if (checkout === undefined) continue;
      for (const step of job.steps.slice(job.steps.indexOf(checkout) + 1)) {
        const path = entryOf(step.node, 'with', 'path');
        const isUpload = step.uses?.startsWith('actions/upload-artifact@') === true;
        if (!isUpload || path?.value.kind !== 'scalar' || !takesAll(path.value.text)) continue;
        yield {
          at: path.at,
          trail: [firstLine(checkout.node, text)],
          identity: `${job.id}/${step.name}`,
        };
      }
    }
  },
  *guards({ jobs }): Iterable<Guard> {
    for (const job of jobs) {
      for (const step of job.steps.filter(isCheckout)) {
        const entry = entryOf(step.node, 'with', 'persist-credentials');
        if (entry === undefined || !isFalse(entry.value)) continue;
        yield {
          at: entry.at,
          identity: `${job.id}/${step.name} persist`,
          subject: `step:${job.id}/${step.name}`,
          sink: 'persist-credentials: false',
          severity: 'low',
        };
      }
    }
  },
});

function isCheckout({ uses }: Step): boolean {
  return uses?.startsWith('actions/checkout@') === true;
}

function keepsCredentials(step: Step): boolean {
  return isCheckout(step) && textAt(step.node, 'with', 'persist-credentials') !== 'false';
}

function takesAll(path: string): boolean {
  return path
    .split('\n')
    .some((line) =>
      /^(\.|\.\/|\*\*?|\.\/\*\*?|\.?\/?\.git(\/.*)?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(line.trim()),
    );
}
