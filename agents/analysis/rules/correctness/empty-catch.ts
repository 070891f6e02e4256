import { defineRule, type Match } from '../define-rule.ts';

export const emptyCatch = defineRule({
  id: 'correctness/empty-catch',
  title: 'The error is swallowed without a word',
  cwe: 'CWE-390',
  severity: 'medium',
  confidence: 0.8,
  inTests: false,
  why: 'Whatever fails here, a typo or a full disk, looks like success: the cause shows up later, somewhere else, without a trace.',
  instead:
    'Handle the failure that is expected and let the rest through, or say in a comment why nothing has to be done.',
  example: 'try { await rm(file); } catch (error) { if (!isNotFound(error)) throw error; }',
  *find(file): Iterable<Match> {
    for (const clause of file.nodes('catch_clause')) {
      const body = clause.field('body');
      if (body !== undefined && /^\{\s*\}$/.test(body.text) && !isExplained(file.text, clause.end)) {
        // Leaving out the error's name says that it was left out on purpose.
        yield clause.field('parameter') === undefined
          ? { node: clause, severity: 'low', confidence: 0.6 }
          : { node: clause };
      }
    }
    for (const call of file.calls()) {
      const [handler] = call.arguments;
      if (call.method !== 'catch' || handler === undefined || call.arguments.length !== 1) continue;
      if (/^(async\s+)?(\(\w*\)|\w+)\s*=>\s*(\{\s*\})$/.test(handler.text) && !isCleanUp(call.node.text)) {
        yield { node: handler, confidence: 0.6, severity: 'low' };
      }
    }
  },
});

/** `try { … } catch {} // best effort` */
function isExplained(text: string, end: number): boolean {
  return /^[^\n]*(\/\/|\/\*)/.test(text.slice(end, end + 200));
}

function isCleanUp(text: string): boolean {
  return /\b(close|end|cancel|abort|unlink|rm|destroy|kill|stop|release|disconnect|rollback|unsubscribe|terminate|cleanup|play)\w*\(/i.test(
    text,
  );
}
