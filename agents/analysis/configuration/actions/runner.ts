import { allEntries, entryOf, isTrue, scalarsOf, textAt, valueOf } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import { conditionOf, keepsStrangersOut } from './workflow.ts';

export const unsecureCommands = defineActionsRule({
  id: 'configuration/actions-unsecure-commands',
  title: 'Anything that a step prints can set variables again',
  cwe: 'CWE-77',
  severity: 'medium',
  confidence: 0.95,
  why: 'With this switch a printed line `::set-env` or `::add-path` changes the environment of later steps: whoever gets text into a log, by a title or a file name, runs code.',
  instead: 'Delete the variable, and write to `GITHUB_ENV` on purpose.',
  example: `- run: echo "MODE=ci" >> "$GITHUB_ENV"`,
  *find({ root }): Iterable<Fault> {
    for (const entry of allEntries(root)) {
      const isOn = isTrue(entry.value) || /^(true|1)$/i.test(textAt(entry.value) ?? '');
      if (entry.key === 'ACTIONS_ALLOW_UNSECURE_COMMANDS' && isOn)
        yield { at: entry.at, identity: 'unsecure-commands' };
    }
  },
});

export const selfHostedRunner = defineActionsRule({
  id: 'configuration/actions-self-hosted',
  title: 'Pull requests run on a machine of your own',
  cwe: 'CWE-829',
  severity: 'medium',
  confidence: 0.6,
  why: 'Where the repository is public, anybody can open a pull request whose code runs on this machine, stays there for later jobs and reaches your network.',
  instead:
    'Run pull requests on hosted runners, or on runners that live for one job only and see nothing else.',
  example: `runs-on: ubuntu-24.04`,
  *find({ jobs, triggers }): Iterable<Fault> {
    const on = [...triggers].find((name) => /^(pull_request(_target)?|issue_comment)$/.test(name));
    if (on === undefined) return;
    for (const { id, node } of jobs) {
      const entry = entryOf(node, 'runs-on');
      if (entry === undefined) continue;
      const labels = [...scalarsOf(entry.value), ...scalarsOf(valueOf(entry.value, 'labels'))];
      const isOwn = labels.some(({ text }) => /^self-hosted$/i.test(text));
      const condition = conditionOf(node);
      if (
        !isOwn ||
        keepsStrangersOut(condition) ||
        /event_name\s*(!=\s*'pull_request'|==\s*'push')/.test(condition)
      )
        continue;
      yield { at: entry.at, identity: id };
    }
  },
});
