/** Stands where a template's expression stood: a character that nobody writes in a configuration. */
export const templateMark = '\u{E000}';

/**
 * A Helm or Go template as plain YAML of the same length and lines: lines that only steer the template become blank,
 * expressions inside a line become a mark. Texts without templates, and the `${{ }}` of GitHub Actions, stay as they are.
 */
export function blankTemplates(text: string): string {
  if (!/(^|[^$])\{\{/.test(text)) return text;
  return text
    .replace(/^[ \t]*(?:-[ \t]+)?\{\{[^{}]*\}\}[ \t]*\r?$/gm, (line) => line.replace(/[^\r]/g, ' '))
    .replace(/(?<!\$)\{\{[^{}\n]*\}\}/g, (expression) => templateMark.repeat(expression.length));
}
