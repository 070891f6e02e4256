/** A command line that is found in a script, with its offset there. */
export interface FoundCommand {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const shells = String.raw`(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+(?:\S+=\S+\s+)*)?(?:/usr)?(?:/local)?(?:/bin/)?(?:ba|z|da|k|a)?sh\b|(?:sudo\s+(?:-\S+\s+)*)?(?:python[\d.]*|perl|ruby|node)\b`;
const fetcher = String.raw`\b(?:curl|wget)\b`;
/** A pipe straight into an interpreter, with at most a decompressor between. */
const piped = new RegExp(
  String.raw`${fetcher}[^\n|;&]*(?:\\\r?\n[^\n|;&]*)*(?:\|\s*(?:\\\r?\n\s*)?(?:gunzip|zcat|tr|sed)\b[^\n|;&]*)?\|\s*(?:\\\r?\n\s*)?(?:\w+=\S+\s+)*(?:${shells})(?!\s+-(?:c|m|e)\b)`,
  'g',
);
const substituted = new RegExp(
  String.raw`(?:(?:ba|z|da)?sh|source|\.|eval|python[\d.]*)\s+(?:-c\s+)?(?:<\(|"?\$\(|"?` +
    '`' +
    String.raw`)\s*${fetcher}[^\n)]*`,
  'g',
);
const powershell =
  /\b(?:iex|invoke-expression)\b[^\n]{0,40}(?:downloadstring|iwr|irm|invoke-webrequest|invoke-restmethod)|\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b[^\n|]*\|\s*(?:iex|invoke-expression)\b/gi;

/** Scripts that are fetched and run in one go, with nobody looking at what came. */
export function remoteScripts(script: string): readonly FoundCommand[] {
  return found(script, piped, substituted, powershell);
}

const unverifiedFetch =
  /\bcurl\b(?:[^\n|;&\\]|\\\r?\n|\\.)*?\s(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure|--proxy-insecure)(?=\s|$|['"])|\bwget\b(?:[^\n|;&\\]|\\\r?\n|\\.)*?\s--no-check-certificate\b|\bgit\b[^\n|;&]*?http\.sslverify[\s=]+['"]?(?:false|0)\b|\b(?:npm|yarn|pnpm)\s+(?:config\s+)?set\s+(?:-g\s+|--global\s+)?strict-ssl[\s=]+['"]?false\b|\bpip[\d.]*\s+(?:install|download|config)\b[^\n;&]*?--?trusted-host\b|\b(?:export\s+)?(?:NODE_TLS_REJECT_UNAUTHORIZED=['"]?0|GIT_SSL_NO_VERIFY=['"]?(?:true|1)|PYTHONHTTPSVERIFY=['"]?0)\b|\bssh\b[^\n|;&]*?-o\s*['"]?StrictHostKeyChecking[=\s]+no\b|\b(?:helm|kubectl|argocd|skopeo|podman|docker)\b[^\n|;&]*?--(?:insecure-skip-tls-verify|kube-insecure-skip-tls-verify|(?:src-|dest-)?tls-verify=false)(?![=\w-]*=?false)\b/gi;

/** Commands that accept any certificate. */
export function unverifiedFetches(script: string): readonly FoundCommand[] {
  return found(script, unverifiedFetch).filter(({ start, end }) => {
    const stop = script.indexOf('\n', end);
    const line = script.slice(start, stop < 0 ? script.length : stop);
    return !/\b(localhost|127\.0\.0\.1)\b|\[::1\]/.test(line);
  });
}

function found(script: string, ...patterns: readonly RegExp[]): readonly FoundCommand[] {
  if (script.length > maxScriptChars) return [];
  return patterns.flatMap((pattern) =>
    [...script.matchAll(pattern)]
      .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
      .filter(({ start }) => !isComment(script, start)),
  );
}

/** Longer scripts are data; backtracking over them would take long. */
const maxScriptChars = 60_000;

function isComment(script: string, at: number): boolean {
  const line = script.slice(script.lastIndexOf('\n', at - 1) + 1, at);
  return /^\s*(#|\/\/|echo\s+["'])/.test(line);
}

/** One line of a command, its continuations joined: what a person would recognise. */
export function normalCommand(text: string): string {
  return text
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
