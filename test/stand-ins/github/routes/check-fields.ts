import {
  bytes,
  checkBody,
  integer,
  isObject,
  list,
  member,
  object,
  text,
  textOf,
  time,
  timeOf,
  type Body,
  type Field,
} from '../http/fields.ts';
import { validationFailed } from '../http/refusal.ts';
import type { CheckFields } from '../state/checks.ts';
import type { Annotation, CheckAction, CheckStatus } from '../state/model.ts';

const maxTextLength = 65_535;
const maxAnnotations = 50;
const maxActions = 3;
const maxMessageBytes = 64 * 1024;

/** `waiting`, `requested` and `pending` belong to GitHub Actions, `stale` to GitHub itself. */
const statuses: readonly CheckStatus[] = ['queued', 'in_progress', 'completed'];
const conclusions = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'];

const annotation: Field = object({
  required: {
    path: text(),
    start_line: integer,
    end_line: integer,
    annotation_level: member(['notice', 'warning', 'failure']),
    message: bytes(maxMessageBytes),
  },
  optional: {
    start_column: integer,
    end_column: integer,
    title: text(255),
    raw_details: bytes(maxMessageBytes),
  },
});

const action: Field = object({
  required: { label: text(20), description: text(40), identifier: text(20) },
});

const common = {
  details_url: text(),
  external_id: text(),
  status: member(statuses),
  conclusion: member(conclusions),
  started_at: time,
  completed_at: time,
  actions: list(action, maxActions),
};

const outputFields = {
  summary: text(maxTextLength),
  text: text(maxTextLength),
  annotations: list(annotation, maxAnnotations),
};

/** The fields of a new run: name, head_sha, and a titled output. */
export function parseNewCheckRun(
  body: Body,
): CheckFields & { readonly name: string; readonly headSha: string } {
  const { summary, ...optionalOutput } = outputFields;
  const output = object({ required: { title: text(), summary }, optional: optionalOutput });
  checkBody(body, {
    required: { name: text(), head_sha: text() },
    optional: { ...common, output },
  });
  return { ...toFields(body), name: textOf(body, 'name') ?? '', headSha: textOf(body, 'head_sha') ?? '' };
}

export function parseCheckRunUpdate(body: Body): CheckFields {
  const { summary, ...optionalOutput } = outputFields;
  const output = object({ required: { summary }, optional: { title: text(), ...optionalOutput } });
  checkBody(body, { optional: { name: text(), ...common, output } });
  return toFields(body);
}

function toFields(body: Body): CheckFields {
  const output = isObject(body['output']) ? body['output'] : undefined;
  const annotations = (output?.['annotations'] ?? []) as readonly Annotation[];
  const conclusion = textOf(body, 'conclusion');
  if (!annotations.every(hasSoundColumns)) {
    throw validationFailed({ resource: 'CheckRun', field: 'annotations', code: 'invalid' });
  }
  const mustConclude = body['status'] === 'completed' || body['completed_at'] !== undefined;
  if (mustConclude && conclusion === undefined) {
    throw validationFailed({ resource: 'CheckRun', field: 'conclusion', code: 'missing_field' });
  }
  return {
    name: textOf(body, 'name'),
    status: statuses.find((status) => status === body['status']),
    conclusion,
    startedAt: timeOf(body, 'started_at'),
    completedAt: timeOf(body, 'completed_at'),
    detailsUrl: textOf(body, 'details_url'),
    externalId: textOf(body, 'external_id'),
    output: output && {
      title: textOf(output, 'title'),
      summary: textOf(output, 'summary') ?? '',
      text: textOf(output, 'text'),
    },
    annotations,
    actions: body['actions'] as readonly CheckAction[] | undefined,
  };
}

/** Columns come in pairs, and only on an annotation of one line. */
function hasSoundColumns({ start_line, end_line, start_column, end_column }: Annotation): boolean {
  if (end_line < start_line || start_line < 1) return false;
  if (start_column === undefined && end_column === undefined) return true;
  return start_column !== undefined && end_column !== undefined && start_line === end_line;
}
