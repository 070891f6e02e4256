import type { Fault } from '../configuration-rule.ts';
import { remoteScriptText, tlsOffText } from '../shared-texts.ts';
import { type FoundCommand, normalCommand, remoteScripts, unverifiedFetches } from '../shell/commands.ts';
import { isUnverifiedVariable } from '../shell/unverified-variable.ts';
import { defineDockerRule } from './define.ts';
import { type DockerfileText, pairsOf } from './dockerfile.ts';

export const remoteScript = defineDockerRule({
  ...remoteScriptText,
  example: `ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/install.sh /tmp/
RUN sh /tmp/install.sh`,
  find: (file) => commandFaults(file, remoteScripts),
});

export const tlsOff = defineDockerRule({
  ...tlsOffText,
  example: `COPY company-ca.crt /usr/local/share/ca-certificates/
RUN update-ca-certificates`,
  *find(file): Iterable<Fault> {
    yield* commandFaults(file, unverifiedFetches);
    for (const { instructions } of file.stages)
      for (const { keyword, arguments: text, start, end } of instructions)
        if (/^(ENV|ARG)$/.test(keyword))
          for (const [name, value] of pairsOf(text))
            if (isUnverifiedVariable(name, value))
              yield { at: { start, end }, identity: name, sink: `${name}=${value}` };
  },
});

const unverifiedPackage =
  /\bapt(?:-get)?\b[^\n;&|]*(?:--allow-unauthenticated|--force-yes|--allow-insecure-repositories)|\bapk\b[^\n;&|]*--allow-untrusted|\b(?:yum|dnf|microdnf)\b[^\n;&|]*--nogpgcheck|\bzypper\b[^\n;&|]*--no-gpg-checks|\brpm\b[^\n;&|]*--nosignature|\[[^\]\n]*trusted=yes[^\]\n]*\]|\bgpgcheck\s*=\s*0\b|AllowUnauthenticated\s+"?(?:true|1)|\bpip[\d.]*\s+install\b[^\n;&|]*(?:--index-url|-i|--extra-index-url)[\s=]+http:\/\/\S+/gi;

export const unverifiedPackages = defineDockerRule({
  id: 'configuration/docker-unverified-packages',
  title: 'Packages are installed without their signatures: `{sink}`',
  cwe: 'CWE-347',
  severity: 'high',
  confidence: 0.9,
  why: 'Whoever stands between the build and the mirror, or runs the mirror, puts a package of theirs into the image.',
  instead: 'Install the repository’s key, and let the package manager check.',
  example: `RUN apt-get update && apt-get install --yes --no-install-recommends curl`,
  find: (file) =>
    commandFaults(file, (script) =>
      [...script.matchAll(unverifiedPackage)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        text: match[0],
      })),
    ),
});

function* commandFaults(
  { stages, text }: DockerfileText,
  search: (script: string) => readonly FoundCommand[],
): Iterable<Fault> {
  for (const { instructions } of stages) {
    for (const { keyword, source } of instructions) {
      if (!/^(RUN|CMD|ENTRYPOINT|ONBUILD)$/.test(keyword)) continue;
      for (const { start, end, text: command } of search(text.slice(source.start, source.end)))
        yield {
          at: { start: source.start + start, end: source.start + end },
          identity: normalCommand(command),
          sink: normalCommand(command),
        };
    }
  }
}
