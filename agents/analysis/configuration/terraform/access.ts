import type { Fault, Guard } from '../configuration-rule.ts';
import { isPlaceholder, isReference, namesCredential } from '../secret-names.ts';
import { literalSecretText, tlsOffText } from '../shared-texts.ts';
import { defineTerraformRule } from './define.ts';
import type { HclAttribute, HclBlock } from './hcl.ts';
import {
  attributeOf,
  blocksOf,
  idOf,
  kindOf,
  type TerraformFile,
  textOf,
  textsOf,
  withInner,
} from './terraform-file.ts';

export const publicMember = defineTerraformRule({
  id: 'configuration/terraform-public-member',
  title: 'Everybody on the internet gets the role {source}: `{sink}`',
  cwe: 'CWE-284',
  severity: 'high',
  confidence: 0.9,
  why: 'The grant needs no login, or any Google account at all: whoever knows the name uses what the role allows.',
  instead: 'Name the accounts or the group that need it.',
  example: `member = "group:data-readers@example.com"`,
  *find(file): Iterable<Fault> {
    for (const resource of file.resources.filter((one) => kindOf(one).startsWith('google_'))) {
      for (const block of withInner(resource)) {
        const entry =
          attributeOf(block, 'member') ?? attributeOf(block, 'members') ?? attributeOf(block, 'entity');
        const open = textsOf(file, entry?.value).find((text) =>
          /^(allUsers|allAuthenticatedUsers)$/.test(text),
        );
        if (entry === undefined || open === undefined) continue;
        const role = textOf(file, attributeOf(block, 'role')?.value) ?? '';
        const isService = /run\.invoker|cloudfunctions\.invoker/.test(role);
        yield {
          at: entry.at,
          identity: `${idOf(resource)} ${open}`,
          sink: open,
          source: role,
          ...(isService ? { severity: 'medium' } : {}),
        };
      }
    }
  },
});

export const basicRole = defineTerraformRule({
  id: 'configuration/terraform-basic-role',
  title: 'The whole project is handed over: `{sink}`',
  cwe: 'CWE-269',
  severity: 'medium',
  confidence: 0.85,
  why: 'Whoever takes over the account changes and deletes everything in the project: a basic role covers every service.',
  instead: 'Grant the role that is made for the task.',
  example: `role = "roles/storage.objectViewer"`,
  *find(file): Iterable<Fault> {
    for (const resource of file.resources) {
      if (!/^google_(project|folder|organization)_iam_(member|binding|policy)$/.test(kindOf(resource)))
        continue;
      const role = attributeOf(resource, 'role');
      const name = textOf(file, role?.value) ?? '';
      if (role !== undefined && /^roles\/(owner|editor)$/.test(name))
        yield { at: role.at, identity: idOf(resource), sink: name };
    }
  },
});

export const federationWithoutCondition = defineTerraformRule({
  id: 'configuration/terraform-open-federation',
  title: 'Any repository or workload of the provider may take this identity',
  guardTitle: 'The change removes `{sink}`: any workload of the provider may take this identity',
  cwe: 'CWE-284',
  severity: 'high',
  confidence: 0.85,
  why: 'The provider signs tokens for everybody who uses it: without a condition on whose they are, a stranger’s pipeline gets your rights.',
  instead: 'Demand your own organization and repository.',
  example: `attribute_condition = "assertion.repository_owner == 'acme'"`,
  *find(file): Iterable<Fault> {
    for (const resource of file.resources) {
      if (kindOf(resource) !== 'google_iam_workload_identity_pool_provider') continue;
      const isShared = blocksOf(resource, 'oidc').some((block) =>
        /githubusercontent|gitlab\.com|app\.terraform\.io|circleci|bitbucket/.test(
          textOf(file, attributeOf(block, 'issuer_uri')?.value) ?? '',
        ),
      );
      if (isShared && attributeOf(resource, 'attribute_condition') === undefined)
        yield { at: resource.header, identity: idOf(resource) };
    }
  },
  *guards(file): Iterable<Guard> {
    for (const resource of file.resources) {
      const condition = attributeOf(resource, 'attribute_condition');
      if (condition !== undefined)
        yield {
          at: condition.at,
          identity: idOf(resource),
          subject: idOf(resource),
          sink: 'attribute_condition',
        };
    }
  },
});

export const unpinnedModule = defineTerraformRule({
  id: 'configuration/terraform-module-unpinned',
  title: 'The module can change at any time: `{sink}`',
  cwe: 'CWE-829',
  severity: 'medium',
  confidence: 0.9,
  why: 'Whoever can push there decides what the next apply does with your cloud’s credentials.',
  instead: 'Name a tag or, better, the full commit.',
  example: `source = "git::https://github.com/acme/terraform-network.git?ref=v1.4.2"`,
  *find(file): Iterable<Fault> {
    for (const block of file.root.blocks.filter(({ type }) => type === 'module')) {
      const source = attributeOf(block, 'source');
      const text = textOf(file, source?.value) ?? '';
      if (source === undefined) continue;
      const isGit = /^(git(::|@)|github\.com\/|bitbucket\.org\/|ssh:)|\.git(\?|$|\/\/)/.test(text);
      const ref = /[?&]ref=([^&]*)/.exec(text)?.[1];
      const isMoving = ref === undefined || /^(main|master|develop|head|dev|trunk)$/i.test(ref);
      const isPlain = text.startsWith('http:');
      if ((isGit && isMoving) || isPlain) yield { at: source.at, identity: idOf(block), sink: text };
    }
  },
});

export const literalSecret = defineTerraformRule({
  ...literalSecretText,
  confidence: 0.85,
  severity: 'high',
  example: `password = data.aws_secretsmanager_secret_version.database.secret_string`,
  *find(file): Iterable<Fault> {
    for (const block of file.root.blocks) {
      for (const inner of withInner(block)) {
        for (const attribute of inner.attributes) yield* ofAttribute(attribute, inner, idOf(block));
        yield* ofScript(file, inner, idOf(block));
      }
    }
  },
});

const environments = /^(variables|environment|env_vars|app_settings|settings)$/;

function* ofAttribute(attribute: HclAttribute, block: HclBlock, id: string): Iterable<Fault> {
  const { name, at, value } = attribute;
  const owner = block.type === 'variable' ? (block.labels[0] ?? '') : name;
  if (isLiteralSecret(attribute, owner)) yield { at, identity: `${id} ${name}`, sink: `${id}.${name}` };
  if (value.kind !== 'object' || !environments.test(name)) return;
  for (const entry of value.entries)
    if (isLiteralSecret(entry, entry.name))
      yield { at: entry.at, identity: `${id} ${entry.name}`, sink: entry.name };
}

const exportedSecret =
  /\b(?:export\s+)?(\w*(?:PASSWORD|SECRET|TOKEN|API_KEY|ACCESS_KEY)\w*)=["']?([^\s"'$]{4,})/;

function* ofScript({ text }: TerraformFile, block: HclBlock, id: string): Iterable<Fault> {
  const script = attributeOf(block, 'user_data') ?? attributeOf(block, 'custom_data');
  if (script === undefined) return;
  const found = exportedSecret.exec(text.slice(script.at.start, script.at.end));
  if (found === null || isPlaceholder(found[2] ?? '')) return;
  const start = script.at.start + found.index;
  yield { at: { start, end: start + found[0].length }, identity: `${id} user_data`, sink: `${id} user_data` };
}

function isLiteralSecret({ name, value }: HclAttribute, owner: string): boolean {
  if (value.kind !== 'literal' || value.text === '' || value.text.includes('\n')) return false;
  if (owner !== name && name !== 'default') return false;
  if (isPlaceholder(value.text) || isReference(value.text)) return false;
  return (
    namesCredential(owner) ||
    /^(access_key|secret_key|client_secret|master_password|admin_password|administrator_login_password|auth_token)$/.test(
      owner,
    )
  );
}

export const tlsOff = defineTerraformRule({
  ...tlsOffText,
  example: `provider "helm" {
  kubernetes { cluster_ca_certificate = base64decode(var.cluster_ca) }
}`,
  *find(file): Iterable<Fault> {
    for (const block of file.root.blocks) {
      for (const inner of withInner(block)) {
        for (const attribute of inner.attributes) {
          const isOff =
            /^(insecure|insecure_skip_verify|skip_tls_verify|tls_insecure|insecure_ssl|tls_insecure_skip_verify|allow_unverified_ssl|skip_verify)$/.test(
              attribute.name,
            );
          if (isOff && textOf(file, attribute.value) === 'true')
            yield {
              at: attribute.at,
              identity: `${idOf(block)} ${attribute.name}`,
              sink: `${attribute.name} = true`,
            };
        }
      }
    }
  },
});
