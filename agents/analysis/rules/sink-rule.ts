import { type Severity, severities } from '#agents/contract.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { type Purpose, taintedHole, type Value } from '../flow/value.ts';
import { defineRule, type Match, type Rule, type RuleDraft } from './define-rule.ts';
import type { SourceFile } from './source-file.ts';

/** A place where text turns into something that acts. */
export interface Sink {
  /** The call or assignment that the finding points at. */
  readonly node: SyntaxNode;
  readonly argument: SyntaxNode;
  /** As the reader knows it: `child_process.exec`. */
  readonly name: string;
  /** Refines the rule's own judgement for this sink. */
  readonly accepts?: (value: Value) => boolean;
  readonly severity?: Severity;
}

export interface SinkRuleDraft extends Omit<RuleDraft, 'find'> {
  readonly purpose: Purpose;
  readonly sinks: (file: SourceFile) => Iterable<Sink>;
  /** Whether a value in reach of an outsider is dangerous here; asked for tainted values and parameters. */
  readonly accepts: (value: Value) => boolean;
}

/** A rule whose fault is a value from outside that reaches a sink. */
export function defineSinkRule({ purpose, sinks, accepts, ...draft }: SinkRuleDraft): Rule {
  return defineRule({
    ...draft,
    *find(file): Iterable<Match> {
      for (const sink of sinks(file)) {
        const value = file.flow.valueOf(sink.argument, purpose);
        if (!(sink.accepts ?? accepts)(value)) continue;
        const severity = severityOf(value, sink.severity ?? draft.severity);
        yield {
          node: sink.node,
          trail: [sink.argument, ...value.trail],
          sink: sink.name,
          source: value.origin?.label ?? shortText(sink.argument),
          severity,
          confidence: value.grade === 'tainted' ? 0.9 : 0.6,
        };
      }
    },
  });
}

/** What a stranger decides weighs full; a caller's value one less; the command line of one's own program least. */
export function severityOf(value: Value, severity: Severity): Severity {
  if (value.origin?.kind === 'arguments') return 'low';
  return value.grade === 'tainted' ? severity : lowered(severity);
}

export function lowered(severity: Severity): Severity {
  return severities[Math.min(severities.indexOf(severity) + 1, severities.indexOf('low'))] ?? severity;
}

export function shortText(node: SyntaxNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Decided by a stranger. */
export function fromOutside(value: Value): boolean {
  return value.grade === 'tainted';
}

/** Whether a tainted part can still name the host of a URL. */
export function decidesHost(value: Value): boolean {
  const before = value.shape.split(taintedHole, 1)[0] ?? '';
  return value.shape.includes(taintedHole) && (before === '' || /^[a-z]*:?\/\/[^/?#]*$/i.test(before));
}
