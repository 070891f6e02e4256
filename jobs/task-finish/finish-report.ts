import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { isSwitchedOff } from '#agents/configuration/choose-findings.ts';
import type { Finding, Report } from '#agents/contract.ts';
import { aggregate } from '#agents/orchestrator/aggregate.ts';
import type { AgentOutcome } from '#agents/orchestrator/file-outcomes.ts';
import { dependencyNotes } from '#agents/orchestrator/dependency-notes.ts';
import { packagesText } from '#agents/orchestrator/packages-text.ts';
import { revertReport } from '#agents/orchestrator/revert-report.ts';
import { saidByOthers } from '#agents/orchestrator/said-by-others.ts';
import { trackFindings, type Tracked } from '#agents/orchestrator/track-findings.ts';
import type { KnownFinding } from '#agents/review-history.ts';
import type { Voice } from '#bots/contract.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { ReviewFindingRow, SeenFinding } from '#prisma/repositories/review-findings.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { readConfiguration, readEvent, type Snapshot } from '../rows.ts';

export interface FinishInput {
  readonly task: TaskRow;
  readonly snapshot: Snapshot;
  readonly outcomes: readonly AgentOutcome[];
  readonly records: readonly CompletionRecord[];
  readonly known: readonly ReviewFindingRow[];
  /** Undefined when they could not be read. */
  readonly voices: readonly Voice[] | undefined;
  readonly finishedAt: number;
}

export interface FinishedReport {
  readonly report: Report;
  /** What to remember of its findings. */
  readonly seen: readonly SeenFinding[];
}

/** The report of all runs, told apart from what earlier reviews and other people said. */
export function finishReport(input: FinishInput): FinishedReport {
  const { revertOf } = input.snapshot;
  return revertOf === undefined ? finishWhole(input) : finishRevert(input, revertOf);
}

function finishWhole(input: FinishInput): FinishedReport {
  const { task, snapshot, voices } = input;
  const { settings, problems } = readConfiguration(task.configuration);
  const { changes, left = [], looked, rehearsal, dependencies } = snapshot;
  const whole = aggregate({
    changeSet: buildChangeSet(changes),
    outcomes: input.outcomes,
    records: input.records,
    left,
    ...(looked ? { kept: looked.kept } : {}),
    isOff: (finding) => isSwitchedOff(settings, finding),
    notes: [
      ...(snapshot.notes ?? []),
      ...dependencyNotes(dependencies),
      ...problems,
      ...(voices === undefined ? [unheard] : []),
    ],
    startedAt: (task.startedAt ?? task.createdAt).getTime(),
    finishedAt: input.finishedAt,
  });
  const own = new Map(
    (voices ?? []).flatMap((voice) => (voice.isOwn && voice.fingerprint ? [[voice.fingerprint, voice]] : [])),
  );
  const tracked = trackFindings({
    findings: whole.findings,
    known: input.known.map((row) => toKnown(row, own)),
    files: whole.files,
    again: new Set(changes.map(({ path }) => path)),
    renames: looked?.renames ?? [],
    hasModelAnswered: whole.models.length > 0,
  });
  const said = saidByOthers(
    tracked.findings.filter(({ fingerprint }) => !own.has(fingerprint)),
    othersOf(voices ?? [], readEvent(task.event).occurredAt),
  );
  const report: Report = {
    ...whole,
    findings: tracked.findings,
    ...(looked ? { scope: looked.scope, basis: looked.basis } : {}),
    open: tracked.open.map(({ fingerprint, url }) => ({
      fingerprint,
      ...(url === undefined ? {} : { url }),
    })),
    fixed: tracked.fixed,
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...packagesOf(snapshot, tracked),
    said,
  };
  const repeated = new Set(said.map(({ fingerprint }) => fingerprint));
  return {
    report,
    seen: tracked.findings.map((finding) => toSeen(finding, { tracked, own, repeated })),
  };
}

function finishRevert({ task, snapshot, finishedAt }: FinishInput, commit: string): FinishedReport {
  const { problems } = readConfiguration(task.configuration);
  const { changes, left = [], notes = [], rehearsal } = snapshot;
  const report = revertReport({
    commit,
    paths: changes.map(({ path }) => path),
    left,
    notes: [...notes, ...problems],
    durationMs: finishedAt - (task.startedAt ?? task.createdAt).getTime(),
  });
  return { report: { ...report, ...(rehearsal === undefined ? {} : { rehearsal }) }, seen: [] };
}

function packagesOf({ dependencies }: Snapshot, { findings }: Tracked): Pick<Report, 'packages'> {
  return dependencies ? { packages: packagesText(dependencies.packages, findings) } : {};
}

const unheard = 'What others wrote beside the code could not be read: something they said may be said again.';

/** Who changes their words after a review was asked for does not decide about it. */
function othersOf(voices: readonly Voice[], askedAt: string): Voice[] {
  const asked = Date.parse(askedAt);
  return voices.filter(
    ({ isOwn, editedAt }) => !isOwn && (editedAt === undefined || Date.parse(editedAt) <= asked),
  );
}

type Own = ReadonlyMap<string, Voice>;

function toKnown(row: ReviewFindingRow, own: Own): KnownFinding {
  const { fingerprint, alias, rule, title, path, line } = row;
  const url = own.get(fingerprint)?.url ?? row.url;
  return {
    fingerprint,
    ...(alias === null ? {} : { alias }),
    rule,
    title,
    ...(path === null ? {} : { path }),
    ...(line === null ? {} : { line }),
    state: row.state as KnownFinding['state'],
    ...(url === null ? {} : { url }),
  };
}

interface Context {
  readonly tracked: Tracked;
  readonly own: Own;
  readonly repeated: ReadonlySet<string>;
}

function toSeen(finding: Finding, { tracked, own, repeated }: Context): SeenFinding {
  const { fingerprint, rule, severity, title, location } = finding;
  const voice = own.get(fingerprint);
  return {
    fingerprint,
    alias: tracked.aliases.get(fingerprint),
    rule,
    severity,
    title,
    ...placeOf(location),
    state: repeated.has(fingerprint) ? 'repeated' : 'open',
    commentId: voice?.id,
    url: voice?.url,
  };
}

function placeOf(location: Finding['location']): Pick<SeenFinding, 'path' | 'line' | 'endLine' | 'side'> {
  const { path, line, endLine, side } = location ?? {};
  return { path, line, endLine, side };
}
