import { allEntries, textAt } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { remoteScriptText, tlsOffText } from '../shared-texts.ts';
import { type FoundCommand, normalCommand, remoteScripts, unverifiedFetches } from '../shell/commands.ts';
import { isUnverifiedVariable } from '../shell/unverified-variable.ts';
import { defineActionsRule } from './define.ts';
import type { Workflow } from './workflow.ts';

export const remoteScript = defineActionsRule({
  ...remoteScriptText,
  example: `- run: |
    curl -fsSLo install.sh https://example.com/v1.2.3/install.sh
    echo "\${CHECKSUM}  install.sh" | sha256sum --check
    sh install.sh`,
  find: (workflow) => commandFaults(workflow, remoteScripts),
});

export const tlsOff = defineActionsRule({
  ...tlsOffText,
  example: `- run: curl --fail --cacert company-ca.pem https://example.com/tool.tar.gz -o tool.tar.gz`,
  *find(workflow): Iterable<Fault> {
    yield* commandFaults(workflow, unverifiedFetches);
    for (const entry of allEntries(workflow.root))
      if (isUnverifiedVariable(entry.key, textAt(entry.value)))
        yield { at: entry.at, identity: entry.key, sink: entry.key };
  },
});

function* commandFaults(
  { jobs, text }: Workflow,
  search: (script: string) => readonly FoundCommand[],
): Iterable<Fault> {
  for (const { id, steps } of jobs) {
    for (const { run } of steps) {
      if (run === undefined) continue;
      const from = run.value.start;
      for (const { start, end, text: command } of search(text.slice(from, run.value.end)))
        yield {
          at: { start: from + start, end: from + end },
          identity: `${id}: ${normalCommand(command)}`,
          sink: normalCommand(command),
        };
    }
  }
}
