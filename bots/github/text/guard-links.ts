/** GitHub's own pages. A server of one's own adds the host of its pages. */
export const platformHosts: readonly string[] = ['github.com', 'docs.github.com'];

/** Breaks what GitHub would make a link of, and shows nothing. */
const zeroWidthSpace = '\u200B';

/** Where the target of a link begins; it may stand on the next line. */
const target = /\]\((?=\s*<?([^\s)<>]{0,200}))/g;
/** What defines the target of `[text]` elsewhere in the text. */
const definition = /^([\s>*+\d.)-]*\[[^\]]+\])(?=:)/;
const address = /(?:\b[a-z][a-z0-9+.-]{1,20}:\/\/|\bwww\.)[^\s<>()"'`\]]*/gi;

/**
 * Leaves links only to the given hosts, and to places of the same repository: a text that a stranger talked a model
 * into must not lead readers, or what it carries in an address, anywhere else. What a broken link says stays readable.
 */
export function guardLinks(line: string, hosts: readonly string[]): string {
  if (!/:\/\/|\]\(|\]:|www\./i.test(line)) return line;
  return line
    .replace(definition, `$1${zeroWidthSpace}`)
    .replaceAll(target, (start, url: string) => (isOwn(url, hosts) ? start : `]${zeroWidthSpace}(`))
    .replaceAll(address, (url) => (isOfHosts(url, hosts) ? url : broken(url)));
}

function broken(url: string): string {
  return url.replaceAll(/\bwww(?=\.)/gi, `$&${zeroWidthSpace}`).replaceAll('://', `:${zeroWidthSpace}//`);
}

/** An anchor, a path that names no host, or an address of one of the hosts. */
function isOwn(url: string, hosts: readonly string[]): boolean {
  return /^(?:#|\.{0,2}\/(?![/\\])|[\w-]+(?:[/.][\w.-]+)*$)/.test(url) || isOfHosts(url, hosts);
}

/** Without a user's name in it, which would look like a host. */
function isOfHosts(url: string, hosts: readonly string[]): boolean {
  if (!/^https?:\/\/[a-z0-9.-]+(?::\d+)?(?:[/?#]|$)/i.test(url)) return false;
  return URL.canParse(url) && hosts.includes(new URL(url).host);
}
