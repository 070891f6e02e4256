import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const uploads =
  /^(multer|busboy|connect-busboy|express-fileupload|formidable|@fastify\/multipart|koa-body|@koa\/multer)$/;
const bodies = /^(express|body-parser)\.(json|urlencoded|raw|text)$/;
const allocations =
  /^global\.(Buffer\.(alloc|allocUnsafe|allocUnsafeSlow)|Array|ArrayBuffer|SharedArrayBuffer|\w+Array)$|^buffer\.Buffer\.alloc\w*$/;

export const resourceLimits = defineRule({
  id: 'security/resource-limits',
  title: '{source}',
  summary: 'A stranger decides how much memory or disk is taken',
  cwe: 'CWE-770',
  severity: 'medium',
  confidence: 0.75,
  why: 'One request of a stranger takes as much memory or disk as they like, and the service stops for everyone.',
  instead: 'Say how much one request may take.',
  example: 'const upload = multer({ storage, limits: { fileSize: 5_000_000, files: 1 } });',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      yield* missingLimit(file, call);
      const size = allocations.test(call.name) ? call.arguments[0] : repeatCount(call);
      const value = size === undefined ? undefined : file.flow.valueOf(size, 'size');
      if (value?.grade !== 'tainted' || value.origin?.kind !== 'request') continue;
      const source = `\`${value.origin.label}\` decides how much memory is taken`;
      yield { node: call.node, trail: value.trail, source };
    }
  },
});

function* missingLimit(file: SourceFile, call: CallSite): Iterable<Match> {
  if (uploads.test(call.name) && acceptsAnySize(file, call))
    yield { node: call.node, source: 'Uploads of any size are taken', severity: 'low' };
  const limit = bodies.test(call.name) ? file.option(call.arguments[0], 'limit') : undefined;
  if (limit !== undefined && isEndless(file, limit))
    yield { node: limit, trail: [call.node], source: 'Bodies of any size are taken', severity: 'low' };
}

/** `Infinity`, or more than any form needs. */
function isEndless(file: SourceFile, limit: CallSite['node']): boolean {
  return (
    /^(Number\.(POSITIVE_INFINITY|MAX_SAFE_INTEGER|MAX_VALUE)|Infinity)$/.test(limit.text) ||
    /^\d{1,4}\s*gb$/i.test(file.textOf(limit) ?? '')
  );
}

function repeatCount(call: CallSite): CallSite['node'] | undefined {
  return /^(repeat|padStart|padEnd)$/.test(call.method) && call.receiver !== undefined
    ? call.arguments[0]
    : undefined;
}

function acceptsAnySize(file: SourceFile, call: CallSite): boolean {
  const [first] = call.arguments;
  if (first === undefined) return true;
  const object = file.objectOf(first);
  if (object === undefined || object.children.some(({ kind }) => kind === 'spread_element')) return false;
  return !/\b(limits|maxFileSize|fileSize|maxTotalFileSize|maxFieldsSize|fileSizeLimit)\b/.test(object.text);
}
