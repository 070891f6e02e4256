import type { Source } from '../declared.ts';

/** Whether a reference is a full commit: SHA-1 or SHA-256. */
export function isCommit(reference: string | undefined): boolean {
  return reference !== undefined && /^([\da-f]{40}|[\da-f]{64})$/.test(reference);
}

export function gitSource(text: string, reference?: string): Source {
  const shown = reference === undefined || text.includes(reference) ? text : `${text}#${reference}`;
  return { kind: 'git', text: shown, isPinned: isCommit(reference) };
}

export function addressSource(text: string): Source {
  return { kind: 'address', text, isPinned: false };
}

export function pathSource(text: string): Source {
  return { kind: 'path', text, isPinned: true };
}
