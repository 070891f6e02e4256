import { matchesPath } from './glob.ts';

const maxLines = 2_000;

/**
 * What a `.gitattributes` of the base branch says about a path: GitHub's own marks for files nobody reads
 * (docs.github.com, "Customizing how changed files appear"). The last line that matches counts.
 */
export function attributesOf(text: string): (path: string) => 'generated' | 'vendored' | undefined {
  const rules = text
    .split('\n', maxLines)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('['))
    .flatMap((line) => {
      const [glob = '', ...marks] = line.split(/\s+/);
      return marks.flatMap((mark) => ruleOf(glob, mark));
    });
  return (path) => {
    const last = (kind: Rule['kind']) =>
      rules.findLast((rule) => rule.kind === kind && matchesPath(rule.glob, path))?.isSet === true;
    if (last('generated')) return 'generated';
    return last('vendored') ? 'vendored' : undefined;
  };
}

interface Rule {
  readonly glob: string;
  readonly kind: 'generated' | 'vendored';
  readonly isSet: boolean;
}

function ruleOf(glob: string, mark: string): Rule[] {
  const [, sign = '', kind = '', value] =
    /^([-!]?)linguist-(generated|vendored)(?:=(\w+))?$/.exec(mark) ?? [];
  if (kind !== 'generated' && kind !== 'vendored') return [];
  return [{ glob, kind, isSet: sign === '' && value !== 'false' }];
}
