import type { Fault, Guard } from '../configuration-rule.ts';
import { defineDockerRule } from './define.ts';
import { baseImageOf, type DockerfileText, type Instruction, parentOf, type Stage } from './dockerfile.ts';

export const rootUser = defineDockerRule({
  id: 'configuration/docker-root-user',
  title: 'The container runs as root',
  guardTitle: 'The change removes `{sink}`: the container runs as root',
  cwe: 'CWE-250',
  severity: 'medium',
  confidence: 0.8,
  why: 'Whoever takes over the process owns every file of the container, and has most of the way out of it behind them when a mount, a capability or the kernel gives way.',
  instead: 'Create a user, and switch to it before the command that stays.',
  example: `RUN useradd --system --uid 10001 app
USER 10001`,
  *find(file): Iterable<Fault> {
    const final = file.stages.at(-1);
    if (final === undefined) return;
    const user = lastUser(file, final);
    if (user !== undefined) {
      if (isRoot(user.arguments) && !dropsPrivileges(file, final))
        yield { at: user, identity: 'user', confidence: 0.9 };
      return;
    }
    const command = final.instructions.findLast(({ keyword }) => /^(CMD|ENTRYPOINT)$/.test(keyword));
    if (command === undefined || file.isLocal || !runsAsRoot(baseImageOf(file, final))) return;
    if (isService(file, final) && !dropsPrivileges(file, final))
      yield { at: command, trail: [final.from], identity: 'user', severity: 'low', confidence: 0.6 };
  },
  *guards(file): Iterable<Guard> {
    const final = file.stages.at(-1);
    const user = final === undefined ? undefined : lastUser(file, final);
    if (user !== undefined && !isRoot(user.arguments))
      yield { at: user, identity: 'user', sink: `USER ${user.arguments}` };
    const isSafe = final !== undefined && !runsAsRoot(baseImageOf(file, final));
    if (isSafe) yield { at: final.from, identity: 'user', sink: final.image, inherited: true };
  },
});

const plainSystem =
  /^(docker\.io\/)?(library\/)?(ubuntu|debian|alpine|fedora|centos|rockylinux|almalinux|amazonlinux|oraclelinux|archlinux|busybox|buildpack-deps|golang|rust|gcc)(:|@|$)|\/ubi\d+/i;

/** A shell alone waits for somebody who types. */
const isShell =
  /^(?:\[\s*)?["']?(?:[\w/.:\\]*[/\\])?(?:sh|bash|ash|zsh|cmd|powershell|pwsh)(?:\.exe)?["']?\s*\]?$/i;

/**
 * Whether it stands where strangers reach it: it says on which port, or runs an application. Images of a plain system or
 * a compiler are as often tools, which read the files of whoever starts them.
 */
function isService(file: DockerfileText, stage: Stage): boolean {
  for (let each: Stage | undefined = stage; each !== undefined; each = parentOf(file, each))
    if (each.instructions.some(({ keyword }) => /^(EXPOSE|HEALTHCHECK)$/.test(keyword))) return true;
  const command = stage.instructions.findLast(({ keyword }) => /^(CMD|ENTRYPOINT)$/.test(keyword));
  return !plainSystem.test(baseImageOf(file, stage)) && !isShell.test(command?.arguments ?? '');
}

function lastUser(file: DockerfileText, stage: Stage): Instruction | undefined {
  const own = stage.instructions.findLast(({ keyword }) => keyword === 'USER');
  if (own !== undefined) return own;
  const parent = parentOf(file, stage);
  return parent === undefined ? undefined : lastUser(file, parent);
}

function isRoot(user: string): boolean {
  return /^"?(root|0|ContainerAdministrator)"?(:|$)/i.test(user);
}

/** Programs that start as root and go on as somebody else. */
function dropsPrivileges({ text }: DockerfileText, { instructions }: Stage): boolean {
  return (
    /\b(gosu|su-exec|setpriv|s6-setuidgid|chpst|runuser)\b/.test(text) ||
    instructions.some(
      ({ keyword, arguments: text }) => /^(CMD|ENTRYPOINT)$/.test(keyword) && /\bsu\b|\/init\b/.test(text),
    )
  );
}

const officialRoot =
  /^(node|python|pypy|golang|rust|ruby|php|openjdk|eclipse-temurin|amazoncorretto|ibmjava|sapmachine|maven|gradle|perl|erlang|elixir|haskell|swift|dart|gcc|r-base|julia|clojure|groovy|ubuntu|debian|alpine|fedora|centos|rockylinux|almalinux|amazonlinux|oraclelinux|archlinux|busybox|buildpack-deps|nginx|httpd|caddy|traefik|haproxy|tomcat|jetty|oven\/bun|denoland\/deno|bun|nvidia\/cuda|continuumio\/miniconda3|mcr\.microsoft\.com\/(dotnet|playwright|openjdk|java|windows)[\w./-]*|registry\.access\.redhat\.com\/ubi\d+(\/ubi(-minimal|-micro)?)?|adoptopenjdk|tiangolo\/[\w-]+)(:|@|$)/;

/** Images known to start as root; of others nobody can tell from here. */
function runsAsRoot(image: string): boolean {
  const name = image
    .toLowerCase()
    .replace(/^((index\.)?docker\.io\/)?(library\/)?|^public\.ecr\.aws\/docker\/library\//, '');
  if (/nonroot|rootless|unprivileged|chiseled/.test(name)) return false;
  return officialRoot.test(name);
}
