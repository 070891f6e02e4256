import { severities, type Severity } from '#agents/contract.ts';

/** How far a value is in a stranger's hand: `high` for text that anybody writes, `medium` for what few can. */
export interface Taint {
  readonly source: string;
  readonly severity: Severity;
}

const anybody =
  /^github\.(head_ref$|event$|event\.(issue|pull_request|discussion)\.(title|body)$|event\.(comment|review|review_comment)\.body$|event\.pages\.[^.]*\.?page_name|event\.(commits\.[^.]+|head_commit)\.(message|(author|committer)\.(email|name))$|event\.pull_request\.head\.(ref|label)$|event\.pull_request\.head\.repo\.(default_branch|description|homepage)$|event\.workflow_run\.(head_branch|display_title|head_commit\.(message|(author|committer)\.(email|name))|head_repository\.(description|homepage)|pull_requests\.[^.]+\.head\.ref)$|event\.(issue|pull_request|comment|review|discussion|commits|head_commit|workflow_run)$)|^github$/;
const few =
  /^github\.event\.(release\.(name|body|tag_name)$|client_payload(\.|$)|(issue|pull_request)\.(labels|milestone\.(title|description))|label\.(name|description)$|inputs(\.|$)|changes\.)|^inputs(\.|$)/;

/** What an expression between `${{` and `}}` lets a stranger put in its place; undefined for what nobody else decides. */
export function taintOf(
  expression: string,
  known: (path: string) => Taint | undefined = () => undefined,
): Taint | undefined {
  const tokens = expression.slice(0, maxExpressionChars).match(token) ?? [];
  return new Evaluation(tokens, known).whole();
}

const maxExpressionChars = 2_000;
const token = /'(?:[^']|'')*'|&&|\|\||[=!<>]=|[<>!(),[\]]|[\w-]+(?:\.(?:[\w-]+|\*))*|\.(?:[\w-]+|\*)|[^\s]/g;

/** Comparisons and questions answer with a boolean: their arguments do not get through. */
const answers = /^(contains|startswith|endswith|hashfiles|success|failure|always|cancelled)$/i;
const maxDepth = 40;

/** Walks an expression by precedence and collects what becomes its value. */
class Evaluation {
  readonly #tokens: readonly string[];
  readonly #known: (path: string) => Taint | undefined;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], known: (path: string) => Taint | undefined) {
    this.#tokens = tokens;
    this.#known = known;
  }

  whole(): Taint | undefined {
    let worst: Taint | undefined;
    while (this.#at < this.#tokens.length) {
      const before = this.#at;
      worst = worse(worst, this.#either());
      if (this.#at === before) this.#at += 1;
    }
    return worst;
  }

  /** `a || b` yields either. */
  #either(): Taint | undefined {
    if (this.#depth > maxDepth) return undefined;
    this.#depth += 1;
    let taint = this.#both();
    while (this.#take('||')) taint = worse(taint, this.#both());
    this.#depth -= 1;
    return taint;
  }

  /** `a && b` yields `b`, or an `a` that is empty or false. */
  #both(): Taint | undefined {
    let taint = this.#compared();
    while (this.#take('&&')) taint = this.#compared();
    return taint;
  }

  #compared(): Taint | undefined {
    let taint = this.#operand();
    while (/^([=!<>]=|[<>])$/.test(this.#tokens[this.#at] ?? '')) {
      this.#at += 1;
      this.#operand();
      taint = undefined;
    }
    return taint;
  }

  #operand(): Taint | undefined {
    if (this.#take('!')) {
      this.#operand();
      return undefined;
    }
    if (this.#take('(')) {
      const inner = this.#either();
      this.#take(')');
      return inner;
    }
    const name = this.#tokens[this.#at];
    if (name === undefined || /^[),\]]$/.test(name)) return undefined;
    this.#at += 1;
    if (name.startsWith("'")) return undefined;
    return this.#take('(') ? this.#call(name) : this.#context(name);
  }

  #call(name: string): Taint | undefined {
    let taint: Taint | undefined;
    while (this.#at < this.#tokens.length && !this.#take(')')) {
      const before = this.#at;
      taint = worse(taint, this.#either());
      if (!this.#take(',') && this.#at === before) this.#at += 1;
    }
    return answers.test(name) ? undefined : taint;
  }

  /** A path of names, with `['name']`, `[0]` and `.name` behind it. */
  #context(first: string): Taint | undefined {
    let path = first;
    for (;;) {
      if (this.#take('[')) {
        const index = this.#tokens[this.#at] ?? '';
        this.#either();
        this.#take(']');
        path += `.${index.startsWith("'") ? index.slice(1, -1) : '*'}`;
      } else if (/^\.[\w*]/.test(this.#tokens[this.#at] ?? '')) {
        path += this.#tokens[this.#at] ?? '';
        this.#at += 1;
      } else break;
    }
    const lower = path.toLowerCase();
    if (anybody.test(lower)) return { source: path, severity: 'high' };
    return this.#known(lower) ?? (few.test(lower) ? { source: path, severity: 'medium' } : undefined);
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#at] !== text) return false;
    this.#at += 1;
    return true;
  }
}

export function worse(one: Taint | undefined, other: Taint | undefined): Taint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return severities.indexOf(one.severity) <= severities.indexOf(other.severity) ? one : other;
}

/** The expressions in a part of a text, with their places. */
export function* expressionsIn(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Generator<{ readonly body: string; readonly start: number; readonly end: number }> {
  for (const match of text.slice(start, end).matchAll(/\$\{\{((?:[^}]|\}(?!\}))*)\}\}/g)) {
    const at = start + match.index;
    yield { body: (match[1] ?? '').trim(), start: at, end: at + match[0].length };
  }
}
