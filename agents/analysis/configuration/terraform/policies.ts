import type { Fault } from '../configuration-rule.ts';
import { defineTerraformRule } from './define.ts';
import { type Statement, statementsOf } from './statements.ts';
import { attributeOf, idOf, kindOf, type TerraformFile, textOf } from './terraform-file.ts';

export const wildcardPolicy = defineTerraformRule({
  id: 'configuration/terraform-wildcard-policy',
  title: 'The policy allows {sink}',
  cwe: 'CWE-269',
  severity: 'high',
  confidence: 0.9,
  why: 'Whoever takes over the role, by a leaked key or a hole in the program that uses it, owns the account, not just the task.',
  instead: 'Name the actions and the resources that are needed.',
  example: `actions   = ["s3:GetObject"]
resources = ["\${aws_s3_bucket.data.arn}/*"]`,
  *find(file): Iterable<Fault> {
    for (const statement of statementsOf(file)) {
      const what = wideness(statement);
      if (what === undefined) continue;
      yield {
        at: statement.places[0] ?? statement.at,
        trail: statement.places,
        identity: `${statement.id} ${what.sink}`,
        ...what,
      };
    }
  },
});

function wideness({ isAllow, actions, resources, principals, condition, owner }: Statement) {
  // In the policy of a key, `*` is the key itself.
  if (!isAllow || actions.some((action) => action.startsWith('kms:')) || kindOf(owner) === 'aws_kms_key')
    return undefined;
  const everything = resources.includes('*');
  if (everything && actions.some((action) => /^(\*|\*:\*)$/.test(action))) return { sink: 'everything' };
  if (principals.length > 0 || condition !== '' || !everything) return undefined;
  const service = actions.find((action) =>
    /^(iam|s3|ec2|secretsmanager|ssm|dynamodb|lambda|rds|sts|organizations|ecr|sqs|sns):\*$/.test(action),
  );
  return service === undefined
    ? undefined
    : ({ sink: `${service} on every resource`, severity: 'medium' } as const);
}

export const publicPrincipal = defineTerraformRule({
  id: 'configuration/terraform-public-principal',
  title: 'Every AWS account of the world is allowed in: `{sink}`',
  cwe: 'CWE-284',
  severity: 'high',
  confidence: 0.85,
  why: 'A principal of `*` is everybody, most of it without a login: whoever knows the name of the bucket, the queue or the function uses it.',
  instead: 'Name the accounts or the service, or add a condition that does.',
  example: `principals {
  type        = "AWS"
  identifiers = ["arn:aws:iam::123456789012:root"]
}`,
  *find(file): Iterable<Fault> {
    for (const { isAllow, principals, condition, id, places, at, actions } of statementsOf(file)) {
      if (!isAllow || condition !== '' || !principals.includes('*')) continue;
      const isWebsite = /website/.test(file.text) && actions.every((action) => action === 's3:GetObject');
      if (isWebsite) continue;
      yield { at: places.at(-1) ?? at, trail: places, identity: `${id} principal`, sink: 'Principal: *' };
    }
    yield* openFunctions(file);
  },
});

function* openFunctions(file: TerraformFile): Iterable<Fault> {
  for (const resource of file.resources) {
    const principal = attributeOf(resource, 'principal');
    const isOpen = kindOf(resource) === 'aws_lambda_permission' && textOf(file, principal?.value) === '*';
    if (principal !== undefined && isOpen && !narrowing.some((name) => attributeOf(resource, name)))
      yield { at: principal.at, identity: idOf(resource), sink: 'principal = *' };
  }
}

const narrowing = ['source_arn', 'source_account', 'principal_org_id'];

export const openTrust = defineTerraformRule({
  id: 'configuration/terraform-oidc-trust',
  title: 'Pipelines of other repositories may take this role',
  cwe: 'CWE-284',
  severity: 'high',
  confidence: 0.9,
  why: 'The provider signs tokens for everybody who uses it. Without a check of `sub` against your repository, a stranger’s workflow assumes the role.',
  instead: 'Compare `sub` with the repository and the branch or environment.',
  example: `condition {
  test     = "StringEquals"
  variable = "token.actions.githubusercontent.com:sub"
  values   = ["repo:acme/app:ref:refs/heads/main"]
}`,
  *find(file): Iterable<Fault> {
    for (const { isAllow, actions, principals, condition, id, at, places } of statementsOf(file)) {
      const isFederated = actions.includes('sts:AssumeRoleWithWebIdentity');
      const isShared = /githubusercontent|github|gitlab|terraform\.io|circleci|bitbucket/i.test(
        `${principals.join(' ')} ${condition}`,
      );
      if (!isAllow || !isFederated || !isShared) continue;
      const isChecked =
        /:(sub|repository|project_path)\b|:sub"/.test(condition) &&
        !/["'](repo:)?\*(:\*|\/\*:?\*?)?["']/.test(condition);
      if (!isChecked) yield { at, trail: places, identity: `${id} trust` };
    }
  },
});
