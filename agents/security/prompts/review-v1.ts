import type { JudgePrompt } from '#agents/judge/judge-prompt.ts';

/** A change of the text is a new version in a new file: the answers of two versions are never taken for one. */
export const prompt: JudgePrompt = {
  version: 'security/review-v1',
  categories: ['security', 'secret', 'dependency', 'configuration'],
  focus: [
    'You look for security defects that this change brings, as an attacker would:',
    '- data of a request, message, file or other system that reaches a query, command, path, URL, template, regular',
    '  expression, deserialiser or log without the guard its sink needs; follow it through variables and calls;',
    '- guards that the removed ("old") lines held and the new lines lack: permission and ownership checks, bounds,',
    '  escaping, signature and token checks, comparison in constant time, CSRF, rate limits;',
    '- missing or wrong authorisation, one tenant that can reach the data of another, check and use at different times;',
    '- weak or misused cryptography, predictable identifiers, certificate checks switched off, credentials in code or logs;',
    '- configuration that opens something: workflows that run code or text of strangers, wide permissions, exposed',
    '  ports, images and actions that are not pinned.',
    'For each: who can send what, what happens, and the safe form. Severity: critical when a stranger takes over or',
    'reads everything; high when a stranger or ordinary user harms others; medium when conditions must meet; low when',
    'it only weakens a defence. Leave out denial of service by size alone and what only an administrator could do.',
  ].join('\n'),
};
