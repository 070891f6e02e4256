import { entryOf, textAt, type YamlNode } from '../yaml/yaml-node.ts';
import { expressionsIn, type Taint, taintOf, worse } from './expressions.ts';
import { environmentOf, type Job, type Workflow } from './workflow.ts';

/** Inputs of these types hold nothing but what the workflow lists. */
const closedTypes = /^(boolean|choice|number|environment)$/;

/** What the names that a step can use hold of strangers' text: its environment, inputs and outputs of other steps. */
export function knownTaint(
  workflow: Workflow,
  job: Job,
  step: YamlNode,
): (path: string) => Taint | undefined {
  return (path) => {
    const [context = '', name = ''] = path.split('.');
    if (context === 'env') return environmentTaint(workflow, job, step).get(name);
    if (/^(github\.event\.)?inputs\./.test(path))
      return inputTaint(workflow, path.replace(/^.*inputs\./, ''));
    if (context === 'steps' && /\.outputs\./.test(path)) return outputTaint(job, name, path);
    return undefined;
  };
}

/** Variables of a step's environment that hold strangers' text, by their lower-case names. */
export function environmentTaint(workflow: Workflow, job: Job, step: YamlNode): ReadonlyMap<string, Taint> {
  const tainted = new Map<string, Taint>();
  for (const [name, { value }] of environmentOf(workflow, job, step)) {
    if (value.kind !== 'scalar') continue;
    let worst: Taint | undefined;
    for (const { body } of expressionsIn(workflow.text, value)) worst = worse(worst, taintOf(body));
    if (worst !== undefined) tainted.set(name.toLowerCase(), worst);
  }
  return tainted;
}

/**
 * An input of a workflow that is dispatched comes from someone with write access; one of an action or of a called
 * workflow from whoever wires it up, titles and branch names included.
 */
function inputTaint({ root, triggers, isAction }: Workflow, name: string): Taint | undefined {
  const source = `inputs.${name}`;
  if (isAction) return { source, severity: 'medium' };
  const levels = ['workflow_call', 'workflow_dispatch'].flatMap((trigger) => {
    const on = entryOf(root, 'on')?.value;
    const declared = entryOf(on, trigger, 'inputs')?.value;
    if (declared?.kind !== 'map') return [];
    const input = declared.entries.find(({ key }) => key.toLowerCase() === name)?.value;
    return input === undefined || closedTypes.test(textAt(input, 'type') ?? 'string') ? [] : [trigger];
  });
  if (levels.length === 0 && triggers.size > 0) return none;
  return { source, severity: levels.includes('workflow_call') ? 'medium' : 'low' };
}

/** Known and harmless: keeps the general rule about inputs from having its say. */
const none: Taint = { source: '', severity: 'info' };

/** Actions whose outputs are names of files, branches or texts that the author of a pull request chose. */
const namingActions =
  /^(tj-actions\/(changed-files|branch-names)|dorny\/paths-filter|jitterbit\/get-changed-files|trilom\/file-changes-action|xt0rted\/pull-request-comment-branch|eficode\/resolve-pr-refs|potiuk\/get-workflow-origin|rlespinasse\/github-slug-action)(\/|@)/;
const textOutput = /(files|_file|branch|ref|title|label|body|message)s?$/;

function outputTaint(job: Job, id: string, path: string): Taint | undefined {
  const step = job.steps.find(({ node }) => textAt(node, 'id')?.toLowerCase() === id);
  if (step?.uses === undefined || !namingActions.test(step.uses) || !textOutput.test(path)) return undefined;
  return { source: path, severity: 'medium' };
}
