import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { dangerousOption, optionCheck } from '../shared/settings.ts';

/** Settings of Django that weaken a whole project. Names: docs.djangoproject.com, "Settings". */
export const djangoSettings: readonly Check[] = [
  weakened(/^(SECURE_SSL_REDIRECT|SECURE_CONTENT_TYPE_NOSNIFF)$/, /^False$/),
  weakened(/^SECURE_HSTS_SECONDS$/, /^0$/),
  weakened(/^X_FRAME_OPTIONS$/, /^["'](?!DENY|SAMEORIGIN)/i),
  weakened(/^AUTH_PASSWORD_VALIDATORS$/, /^\[\s*\]$/, 'low'),
  dangerousOption('cookie-flags', /^(SESSION|CSRF)_COOKIE_SAMESITE$/, /^["']None["']$/i, {
    source: 'is sent with requests of other sites',
  }),
  dangerousOption('csrf-protection-off', /^CSRF_TRUSTED_ORIGINS$/, /["']https?:\/\/\*["']/),
  dangerousOption('authorisation-off', /^DEFAULT_PERMISSION_CLASSES$/, /AllowAny/, {
    source: 'AllowAny for every view',
  }),
  dangerousOption('unsafe-deserialisation', /^SESSION_SERIALIZER$/, /PickleSerializer/, {
    source: 'the session',
    severity: 'high',
  }),
  optionCheck('weak-hash', /^PASSWORD_HASHERS$/, ({ value }, file) =>
    isOfProject(file) && /^\[\s*["'][\w.]*(MD5|SHA1|Crypt)\w*["']/.test(value.node.text)
      ? { sink: 'PASSWORD_HASHERS', source: 'A fast hash', cwe: 'CWE-916' }
      : undefined,
  ),
];

function weakened(name: RegExp, value: RegExp, severity: 'low' | 'medium' = 'medium'): Check {
  return optionCheck('protection-off', name, (option, file) =>
    isOfProject(file) && value.test(file.constantOf(option.value).node.text)
      ? { source: option.node.text.replace(/\s+/g, ' '), severity }
      : undefined,
  );
}

/** Settings of tests and of developers weaken much, and nobody else meets them. */
function isOfProject({ path }: CodeFile): boolean {
  return !/(^|[/_.-])(dev|develop\w*|local|tests?|ci|debug)[_.-]?\w*\.py$/i.test(path);
}
