/** What several technologies say about one and the same fault: one id, one meaning, one example each. */
export const remoteScriptText = {
  id: 'configuration/remote-script',
  title: 'A script is fetched and run unseen: `{sink}`',
  cwe: 'CWE-494',
  severity: 'medium',
  why: 'Whoever controls that server, or the way to it, decides what runs here, today and at every later run, and nobody sees a change.',
  instead: 'Install a packaged version, or download a named version, check its checksum, then run it.',
} as const;

export const tlsOffText = {
  id: 'configuration/tls-verification-off',
  title: 'Certificates are no longer checked: `{sink}`',
  guardTitle: 'The change removes `{sink}`: certificates are no longer checked',
  cwe: 'CWE-295',
  severity: 'high',
  why: 'Whoever stands between the two ends (a hostile network, a poisoned DNS answer) can read what is sent, and send other code or data back.',
  instead: 'Leave verification on, and add your own authority’s certificate where one is needed.',
} as const;

export const literalSecretText = {
  id: 'configuration/literal-secret',
  title: '`{sink}` holds its secret in plain text',
  cwe: 'CWE-798',
  severity: 'medium',
  why: 'Everybody who can read the repository, its forks or its history knows the secret from now on, and it cannot be changed without a commit.',
  instead: 'Keep the value in a secret store, and refer to it by name.',
} as const;
