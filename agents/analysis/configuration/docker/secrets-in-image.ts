import type { Fault } from '../configuration-rule.ts';
import { isPlaceholder, isReference, namesCredential } from '../secret-names.ts';
import { defineDockerRule } from './define.ts';
import { type DockerfileText, type Instruction, pairsOf, type Stage } from './dockerfile.ts';

export const secretInBuild = defineDockerRule({
  id: 'configuration/docker-secret-in-image',
  title: '`{sink}` stays readable in the image and its history',
  cwe: 'CWE-538',
  severity: 'high',
  confidence: 0.85,
  why: '`ENV` and `ARG` are kept in the metadata and in the build cache: everybody who can pull the image reads the secret with `docker history` or `docker inspect`.',
  instead: 'Mount it while the one command runs that needs it; at run time, hand it to the container.',
  example: `RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci`,
  *find(file): Iterable<Fault> {
    for (const stage of file.stages) {
      for (const instruction of stage.instructions) {
        if (/^(ENV|ARG)$/.test(instruction.keyword)) yield* declared(instruction, isLast(file, stage));
        if (instruction.keyword === 'RUN') yield* written(instruction);
      }
    }
  },
});

function isLast({ stages }: DockerfileText, stage: Stage): boolean {
  return stages.at(-1) === stage;
}

function* declared(instruction: Instruction, isFinal: boolean): Iterable<Fault> {
  const { keyword, arguments: text, start, end } = instruction;
  for (const [name, value] of pairsOf(text)) {
    if (!namesCredential(name) || isPlaceholder(value)) continue;
    const isArgument = keyword === 'ARG' && value === '';
    if (value === '' && keyword === 'ENV') continue;
    // An argument of an early stage stays in the build cache only.
    const severity = isArgument && !isFinal ? 'medium' : 'high';
    yield { at: { start, end }, identity: `${keyword} ${name}`, sink: `${keyword} ${name}`, severity };
  }
}

/** `echo root:secret | chpasswd` and credentials inside the address of a repository. */
function* written({ arguments: text, start, end }: Instruction): Iterable<Fault> {
  const account = /\becho\s+(?:-\S+\s+)*["']?([\w-]+):([^\s"'|$]+)["']?\s*\|\s*(?:sudo\s+)?chpasswd\b/.exec(
    text,
  );
  if (account !== null)
    yield { at: { start, end }, identity: `chpasswd ${account[1]}`, sink: `chpasswd ${account[1]}` };
  const url = /https?:\/\/[^\s/:@"']+:([^\s/@"']+)@/.exec(text);
  if (url !== null && !isReference(url[1] ?? '')) yield { at: { start, end }, identity: 'url', sink: url[0] };
}

export const copiedSecret = defineDockerRule({
  id: 'configuration/docker-copied-secret',
  title: '`{sink}` is copied into the image',
  cwe: 'CWE-538',
  severity: 'high',
  confidence: 0.9,
  why: 'Each layer can be unpacked: everybody who can pull the image reads the file, even when a later step deletes it.',
  instead: 'Mount the file while the one command runs that needs it, and list it in `.dockerignore`.',
  example: `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci`,
  *find(file): Iterable<Fault> {
    for (const stage of file.stages) {
      for (const { keyword, arguments: text, flags, start, end } of stage.instructions) {
        if (!/^(COPY|ADD)$/.test(keyword) || flags.has('from')) continue;
        const words = text
          .replace(/^\[|\]$/g, '')
          .split(/[\s,]+/)
          .map((word) => word.replace(/["']/g, ''));
        const name = words.slice(0, -1).find((word) => secretFile.test(word) && !sampleFile.test(word));
        if (name === undefined) continue;
        const isEarly = !isLast(file, stage);
        yield {
          at: { start, end },
          identity: name,
          sink: name,
          ...(isEarly || /npmrc$|\.yarnrc/.test(name) ? { severity: 'medium', confidence: 0.7 } : {}),
        };
      }
    }
  },
});

const secretFile =
  /(^|\/)(\.env(\.[\w-]+)?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.dockercfg|\.docker(\/(config\.json)?)?|\.aws(\/.*)?|\.ssh(\/.*)?|\.kube(\/.*)?|id_(rsa|dsa|ecdsa|ed25519)|kubeconfig|[\w.-]*(private|server|tls|ssl|deploy|signing)?[_-]?key\.pem|[\w.-]+\.key|[\w.-]+\.(p12|pfx|jks|keystore)|(service[_-]?account|gcp|google|client[_-]secret|firebase)[\w.-]*(key|credentials|secret|account)?[\w.-]*\.json|credentials(\.json)?|[\w.-]*\.tfstate|secrets?(\.(json|ya?ml|env|txt))?|master\.key)$/i;
const sampleFile =
  /\.(example|sample|template|dist|tpl|tmpl|defaults?)$|(^|\/)(public|[\w.-]*\.pub)|\.env\.(example|sample|template|test|ci)$/i;
