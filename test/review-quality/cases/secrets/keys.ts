import { alphanumeric, pem } from '../../made-up.ts';
import { secretCases } from '../../secret-cases.ts';

const indented = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);

export const cases = secretCases([
  {
    what: 'private-key-file',
    language: 'text',
    path: 'deploy/id_rsa.txt',
    text: `@@
`,
    secret: pem('RSA ', 201),
    harmless: pem('', 202, 'PUBLIC'),
  },
  {
    what: 'private-key-in-yaml',
    language: 'yaml',
    path: 'values.yaml',
    text: `ingress:
  host: app.corp.internal
tls:
  key: |
    @@
`,
    secret: indented(pem('EC ', 203), '    '),
    harmless: '# mounted from the secret store',
  },
  {
    what: 'service-account',
    language: 'json',
    path: 'config/service-account.json',
    text: `{
  "type": "service_account",
  "project_id": "shop-prod",
  "private_key": "@@",
  "client_email": "app@shop-prod.iam.gserviceaccount.com"
}
`,
    secret: `${pem('', 204).replaceAll('\n', '\\n')}\\n`,
    harmless: '-----BEGIN PRIVATE KEY-----\\nREDACTED\\n-----END PRIVATE KEY-----\\n',
  },
  {
    what: 'key-in-a-string',
    language: 'typescript',
    path: 'src/saml/keys.ts',
    text: `export const idp = {
  certificate: \`${pem('', 205, 'PUBLIC')}\`,
  signingKey: @@,
};
`,
    secret: `\`${pem('', 206)}\``,
    harmless: "readFileSync(process.env.SAML_KEY_FILE ?? '', 'utf8')",
  },
  {
    what: 'tls-key-of-a-kubernetes-secret',
    language: 'yaml',
    path: 'k8s/tls.yaml',
    text: `apiVersion: v1
kind: Secret
metadata: { name: tls }
type: kubernetes.io/tls
data:
  tls.crt: ${Buffer.from(pem('', 207, 'PUBLIC')).toString('base64')}
  tls.key: @@
`,
    secret: Buffer.from(pem('', 208)).toString('base64'),
    harmless: '""',
  },
  {
    what: 'concatenated-lines',
    language: 'java',
    path: 'src/main/java/app/Jwt.java',
    text: `package app;

final class Jwt {
    private static final String KEY =
        @@
}
`,
    secret: `${pem('', 209)
      .split('\n')
      .map((line) => `"${line}\\n"`)
      .join(' +\n        ')};`,
    harmless: 'Files.readString(Path.of(System.getenv("JWT_KEY_FILE")));',
  },
  {
    what: 'age-key',
    language: 'text',
    path: 'secrets/keys.txt',
    text: `# created: 2026-01-07T10:00:00Z
# public key: age1${alphanumeric(58, 210).toLowerCase()}
@@
`,
    secret: `AGE-SECRET-KEY-1${alphanumeric(58, 211).toUpperCase()}`,
    harmless: '# the key itself is in the vault',
  },
]);
