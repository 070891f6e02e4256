/** What is left of a remark, or nothing when its title or all of its text rests on what nobody showed. */
export type Checked =
  | { readonly kind: 'kept'; readonly detail: string; readonly removed: number }
  | { readonly kind: 'unsupported' };

/** Names of weaknesses that nobody needs to show, protocols whose versions are names, and addresses. */
const notClaims =
  /\b(?:TLS|SSL|HTTP|OAuth|OpenID|SAML|IP|ES|ECMAScript|UTF|SHA|RSA|AES|PKCS|RFC|ISO|CWE|WCAG|GPT|C\+\+|Unicode)[ /-]?v?\d+(?:\.\d+)*\b|\b(?:\d{1,3}\.){3}\d{1,3}\b/gi;

const vulnerabilityIds = /\b(?:CVE-\d{4}-\d{3,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b/gi;
/** Two numbers and a point are a version only where a word says so: most are quantities. */
const versions =
  /(?<![\w.])v?\d+\.\d+\.\d+[\w.+-]*|\bv\d+(?:\.\d+)*\b|\bversions? v?\d+(?:\.\d+)*|\b(?:before|below|since|until|from|prior to) v?\d+\.\d+\b/gi;
const dates =
  /\b(?:19|20)\d{2}-\d{2}(?:-\d{2})?\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:\d{1,2}, )?(?:19|20)\d{2}\b|\b(?:since|in|from|until|of|by) (?:19|20)\d{2}\b/gi;

/**
 * A model knows versions, CVE numbers and dates from its training, and mixes them up. Sentences with such that the
 * model was not shown are removed; code blocks stay. `context` is what it was shown.
 */
export function checkClaims(title: string, detail: string, context: string): Checked {
  const seen = context.toLowerCase();
  if (isUnsupported(title, seen)) return { kind: 'unsupported' };
  let removed = 0;
  const kept = detail
    .split(/(```[\s\S]*?(?:```|$))/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const sentences = part.split(/(?<=[.!?])(?=\s)/);
      const supported = sentences.filter((sentence) => !isUnsupported(sentence, seen));
      removed += sentences.length - supported.length;
      return supported.join('');
    })
    .join('')
    .trim();
  if (removed > 0 && kept === '') return { kind: 'unsupported' };
  return { kind: 'kept', detail: removed > 0 ? kept : detail, removed };
}

function isUnsupported(text: string, seen: string): boolean {
  const claims = text.replaceAll(notClaims, '');
  return [vulnerabilityIds, versions, dates].some((form) =>
    (claims.match(form) ?? []).some((claim) => !seen.includes(bare(claim))),
  );
}

/** `v1.2.3` and `since 2021` are shown where `1.2.3` and `2021` stand. */
function bare(claim: string): string {
  return claim
    .toLowerCase()
    .replace(/^(?:since|in|from|until|of|by|before|below|prior to|versions?) /, '')
    .replace(/^v(?=\d)/, '')
    .replace(/[.+-]+$/, '');
}
