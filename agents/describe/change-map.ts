import type { Change, ChangeSet } from '../contract.ts';

const maxFolders = 15;
const maxSymbols = 20;

const kinds: readonly (readonly [string, RegExp])[] = [
  ['tests', /(^|\/)(tests?|__tests__|specs?|fixtures?)\/|\.(test|spec)\.|_test\.\w+$/i],
  ['documentation', /\.(md|mdx|rst|adoc|txt)$|(^|\/)docs?\//i],
  [
    'dependencies',
    /(^|\/)(package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|requirements[^/]*\.txt|go\.(mod|sum)|cargo\.(toml|lock)|pom\.xml|gemfile(\.lock)?|composer\.(json|lock)|pyproject\.toml)$/i,
  ],
  [
    'configuration',
    /(^|\/)(\.github\/|dockerfile|[^/]*compose[^/]*\.ya?ml$)|\.(ya?ml|toml|ini|tf|json|conf)$/i,
  ],
  ['migrations', /(^|\/)migrations?\//i],
];

/** What kind of file a path names; `source` unless it says otherwise. */
export function kindOf(path: string): string {
  const isMigration = /(^|\/)migrations?\//i.test(path);
  return isMigration ? 'migrations' : (kinds.find(([, form]) => form.test(path))?.[0] ?? 'source');
}

/** A folder of at most two levels: what people call a module. */
export function moduleOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.slice(0, 2).join('/') || '(top level)';
}

/** Every file of the change counts, those that cannot be read too. */
export function changeMap({ changes, coverage }: ChangeSet): string {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const groups = [...Map.groupBy(coverage, ({ path }) => moduleOf(path))].map(([folder, files]) => {
    const known = files.flatMap(({ path }) => byPath.get(path) ?? []);
    const names = [...new Set(files.map(({ path }) => kindOf(path)))].toSorted().join(', ');
    return {
      folder,
      files: files.length,
      names,
      added: sum(known, 'addedLines'),
      removed: sum(known, 'removedLines'),
    };
  });
  const sorted = groups.toSorted((one, other) => other.added + other.removed - one.added - one.removed);
  const rows = sorted
    .slice(0, maxFolders)
    .map(
      ({ folder, files, names, added, removed }) =>
        `| \`${plain(folder)}\` | ${files} | ${names} | +${added} −${removed} |`,
    );
  const rest = sorted.length - rows.length;
  return [
    '| where | files | kind | lines |',
    '|---|---|---|---|',
    ...rows,
    ...(rest > 0 ? [`| ${rest} more folders | | | |`] : []),
  ].join('\n');
}

/** Names that other code may use, by what became of them. Read from added and removed lines alone. */
export function exportedNames(changes: readonly Change[]): string[] {
  const rows = changes.flatMap((change) => {
    if (kindOf(change.path) === 'tests') return [];
    const added = namesIn(change, 'added');
    const removed = namesIn(change, 'removed');
    const words = [
      ...[...added].filter((name) => !removed.has(name)).map((name) => `\`${name}\` new`),
      ...[...removed].filter((name) => !added.has(name)).map((name) => `\`${name}\` **removed**`),
      ...[...added].filter((name) => removed.has(name)).map((name) => `\`${name}\` changed`),
    ];
    return words.length === 0 ? [] : [`- \`${plain(change.path)}\`: ${words.join(', ')}`];
  });
  const rest = rows.length - maxSymbols;
  return rest > 0 ? [...rows.slice(0, maxSymbols), `- and in ${rest} more files`] : rows;
}

const forms: Readonly<Record<string, RegExp>> = {
  typescript:
    /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|const|let|interface|type|enum)\s+(\w+)/,
  python: /^(?:async\s+)?(?:def|class)\s+([A-Za-z]\w*)/,
  go: /^func\s+(?:\([^)]*\)\s*)?([A-Z]\w*)/,
  rust: /^pub(?:\([^)]*\))?\s+(?:async\s+)?(?:fn|struct|enum|trait|type|const)\s+(\w+)/,
  java: /^\s*public\s+(?:static\s+|final\s+|abstract\s+)*(?:class|interface|record|enum|[\w<>[\],\s]+?)\s+(\w+)\s*[({<]/,
};
const sameForm: Readonly<Record<string, string>> = {
  tsx: 'typescript',
  javascript: 'typescript',
  jsx: 'typescript',
  csharp: 'java',
};

function namesIn({ hunks, language = '' }: Change, kind: 'added' | 'removed'): ReadonlySet<string> {
  const form = forms[sameForm[language] ?? language];
  if (!form) return new Set();
  const lines = hunks.flatMap(({ lines }) => lines).filter((line) => line.kind === kind);
  return new Set(lines.flatMap(({ text }) => form.exec(text)?.[1] ?? []));
}

const sum = (changes: readonly Change[], side: 'addedLines' | 'removedLines'): number =>
  changes.reduce((total, change) => total + change[side].size, 0);

export const plain = (text: string): string => text.replaceAll('`', "'").replaceAll('|', String.raw`\|`);
