import type { CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';

/** Handlers that take the request to stop, and go on in a loop. */
export function* swallowedInterrupts(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const clause of file.nodes('catch_clause')) {
    const head = clause.text.slice(0, clause.text.indexOf('{'));
    const body = clause.field('body');
    if (body === undefined || !/\bInterruptedException\b/.test(head) || /\|/.test(head)) continue;
    const statements = body.children.map(({ text }) => text);
    const isMild = statements.every((text) =>
      /^(\w+\.)?(printStackTrace|debug|info|warn|error|trace|log|println|print)\(|^(System\.(out|err)|log(ger)?|LOG(GER)?)\.|^\w+\.printStackTrace\(/.test(
        text,
      ),
    );
    const isSaid = /\/\/|\/\*/.test(body.text) || /\b(ignored?|unused|expected)\s*\)/.test(head);
    if (isMild && !isSaid) yield { node: clause };
  }
}
