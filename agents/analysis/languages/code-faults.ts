import type { RuleInfo } from '../rules/rule-info.ts';
import { correctnessFaults, type Draft } from './correctness-faults.ts';

const drafts: readonly Draft[] = [
  {
    id: 'security/archive-extraction',
    title: '`{sink}` writes wherever the entries of the archive say',
    cwe: 'CWE-22',
    severity: 'high',
    why: 'An entry named `../../app/config` leaves the target folder: whoever made the archive overwrites files of this program.',
    instead: 'Check that each entry’s resolved path lies below the target folder.',
    example: "archive.extractall(target, filter='data')",
  },
  {
    id: 'security/protection-off',
    title: '`{source}` takes a protection from the whole project',
    summary: 'A setting takes a protection from the whole project',
    cwe: 'CWE-693',
    severity: 'medium',
    why: 'Every page and every visitor loses it: sessions travel in plain text, pages are framed by others, weak passwords are accepted.',
    instead: 'Leave it on, and make an exception where one is needed.',
    example: 'SECURE_SSL_REDIRECT = True\nSECURE_HSTS_SECONDS = 31_536_000',
  },
  {
    id: 'security/authorisation-off',
    title: '`{source}` lets everybody in',
    cwe: 'CWE-862',
    severity: 'medium',
    why: 'Whoever can reach the address can call this, signed in or not.',
    instead: 'Demand a signed-in user, and name the addresses that are meant for everybody.',
    example: 'permission_classes = [IsAuthenticated]',
  },
  {
    id: 'security/panic-on-input',
    title: '`{source}` panics on input that does not fit',
    summary: 'Code panics on input that does not fit',
    cwe: 'CWE-248',
    severity: 'medium',
    why: 'Whoever leaves the value out or sends another makes this panic: the connection breaks without an answer, a lock that is held stays poisoned for everybody, and where panics abort the whole server ends.',
    instead: 'Answer that the request is not valid.',
    example: 'let page: u32 = query.page.parse().map_err(|_| StatusCode::BAD_REQUEST)?;',
  },
];

/** Faults that TypeScript has no rule for. */
export const codeFaults: readonly RuleInfo[] = [...drafts, ...correctnessFaults].map((draft) => ({
  category: draft.id.startsWith('security/') ? 'security' : 'correctness',
  confidence: 0.85,
  languages: [],
  ...draft,
}));
