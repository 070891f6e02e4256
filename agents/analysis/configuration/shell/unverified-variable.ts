const off: readonly (readonly [RegExp, RegExp])[] = [
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, /^0$/],
  [
    /^(GIT_SSL_NO_VERIFY|PGSSLNOVERIFY|VAULT_SKIP_VERIFY|CONSUL_HTTP_SSL_NO_VERIFY|KUBE_INSECURE|TF_CLI_INSECURE|ARGOCD_INSECURE|CURL_INSECURE)$/,
    /^(true|1|yes)$/i,
  ],
  [
    /^(PYTHONHTTPSVERIFY|SSL_VERIFY|VERIFY_SSL|TLS_VERIFY|VERIFY_TLS|GF_SMTP_VERIFY|CONSUL_HTTP_SSL_VERIFY|NPM_CONFIG_STRICT_SSL|npm_config_strict_ssl|YARN_ENABLE_STRICT_SSL|BUNDLE_SSL_VERIFY_MODE|ELASTICSEARCH_SSL_VERIFY|HTTPS_VERIFY)$/,
    /^(false|0|no|off|none)$/i,
  ],
  [
    /_(TLS|SSL)_(SKIP|INSECURE)(_SKIP)?_?VERIFY$|^(TLS|SSL)_(SKIP_VERIFY|INSECURE)|(_|^)INSECURE_SKIP_(TLS_)?VERIFY$|(_|^)SKIP_TLS_VERIF(Y|ICATION)$|(_|^)(TLS|SSL)_INSECURE(_SKIP_VERIFY)?$/,
    /^(true|1|yes)$/i,
  ],
  [
    /_(SSL|TLS)_(VERIFY|REJECT_UNAUTHORIZED|VERIFICATION)$|(_|^)REJECT_UNAUTHORIZED$/,
    /^(false|0|no|off|none)$/i,
  ],
];

/** Whether a variable of this name and value tells a program to accept any certificate. */
export function isUnverifiedVariable(name: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const plain = value.trim().replace(/^(['"])(.*)\1$/, '$2');
  return off.some(([names, values]) => names.test(name) && values.test(plain));
}
