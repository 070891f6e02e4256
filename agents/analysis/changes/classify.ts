import { longLineChars, minMinifiedChars } from './limits.ts';

export type Unreviewed = 'binary' | 'vendored' | 'generated' | 'lockfile' | 'minified';

const vendoredPath =
  /(^|\/)(node_modules|bower_components|vendor|third[_-]party|Pods|\.yarn\/(cache|releases|plugins))\//;
const generatedPath =
  /(^|\/)(__generated__|generated|\.next|\.nuxt)\/|\.(pb|g|gen|generated)\.[a-z]{1,5}$|(\.snap|\.map|_pb2(_grpc)?\.py|\.pb\.go|\.designer\.cs)$/i;
const minifiedPath = /[.-]min\.(js|mjs|cjs|css)$/i;
const binaryPath =
  /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|war|class|exe|dll|so|dylib|a|o|wasm|woff2?|ttf|otf|eot|mp[34]|m4a|mov|avi|webm|ogg|wav|flac|sqlite3?|db|psd|docx?|xlsx?|pptx?|node|bin)$/i;
const readLockfile =
  /(^|\/)((package-lock|npm-shrinkwrap)\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock)$/;
const otherLockfile =
  /(^|\/)(bun\.lockb?|deno\.lock|pdm\.lock|packages\.lock\.json|gradle\.lockfile|mix\.lock|pubspec\.lock|flake\.lock)$/;
const generatedMark =
  /@generated\b|\bcode generated\b.{0,120}\bdo not edit\b|\b(auto-?generated|this file (is|was) generated)\b.{0,160}\b(do not|don't) (edit|modify|change)\b/is;

/** Where generators put their mark: the head of the file. */
const markProbeChars = 600;

/** True for the lockfiles whose entries the dependency rules read. */
export function isReadLockfile(path: string): boolean {
  return readLockfile.test(path);
}

/** Why a file is no reviewer's work, by its path alone. */
export function classifyPath(path: string): Unreviewed | undefined {
  if (vendoredPath.test(path)) return 'vendored';
  if (isReadLockfile(path)) return undefined;
  if (otherLockfile.test(path)) return 'lockfile';
  if (binaryPath.test(path)) return 'binary';
  if (minifiedPath.test(path)) return 'minified';
  return generatedPath.test(path) ? 'generated' : undefined;
}

/**
 * Why a text is no reviewer's work. A generator's mark that the change itself puts into a file that had none does not
 * count: it would be a way round the review.
 */
export function classifyText(
  path: string,
  headText: string,
  baseText: string | undefined,
): Unreviewed | undefined {
  if (isReadLockfile(path)) return undefined;
  if (isMinified(headText)) return 'minified';
  const marked = (text: string) => generatedMark.test(text.slice(0, markProbeChars));
  return marked(headText) && (baseText === undefined || marked(baseText)) ? 'generated' : undefined;
}

function isMinified(text: string): boolean {
  if (text.length < minMinifiedChars) return false;
  let longChars = 0;
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (end - start > longLineChars) longChars += end - start;
    start = end + 1;
  }
  return longChars * 2 > text.length;
}
