import type { Severity } from '#agents/contract.ts';

export interface PresetHit {
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
}

export type PresetScan = (text: string, path: string) => Promise<readonly PresetHit[]>;

const presetId = '@secretlint/secretlint-rule-preset-recommend';
/** An account number is no secret; a comment of the repository must not switch rules off. */
const ignored = new Set(['AWSAccountID']);
const filterComments = '@secretlint/secretlint-rule-filter-comments';

/** Loads the preset's rules. They take some tens of milliseconds, so only a file with added text loads them. */
export async function loadSecretlint(): Promise<PresetScan> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const config = {
    rules: [{ id: presetId, rule: creator, rules: [{ id: filterComments, disabled: true }] }],
  };
  return async (text, path) => {
    const { messages } = await lintSource({
      source: { filePath: path, content: text, ext: path.slice(path.lastIndexOf('.')), contentType: 'text' },
      options: { config, noPhysicFilePath: false },
    });
    return messages
      .filter(({ messageId }) => !ignored.has(messageId))
      .map(({ messageId, ruleId, range }) => ({
        id: ruleId.replace('@secretlint/secretlint-rule-', ''),
        kind: kindOf(messageId),
        severity: 'high' as const,
        start: range[0],
        end: range[1],
      }));
  };
}

/** `AWSSecretAccessKey` and `GITHUB_TOKEN` as words. */
function kindOf(messageId: string): string {
  return messageId
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}
