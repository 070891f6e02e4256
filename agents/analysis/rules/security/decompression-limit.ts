import { defineSinkRule, fromOutside } from '../sink-rule.ts';

const inflating =
  /^zlib\.(promises\.)?(gunzip|inflate|inflateRaw|unzip|brotliDecompress|zstdDecompress)(Sync)?$/;

export const decompressionLimit = defineSinkRule({
  id: 'security/decompression-limit',
  title: '`{sink}` unpacks `{source}` without a limit',
  cwe: 'CWE-409',
  severity: 'medium',
  purpose: 'size',
  why: 'A few kilobytes unpack into gigabytes: one request takes all memory of the process.',
  instead: 'Say how much may come out.',
  example: 'const text = gunzipSync(body, { maxOutputLength: 10_000_000 });',
  accepts: fromOutside,
  *sinks(file) {
    for (const call of file.callsOf(inflating)) {
      const [argument] = call.arguments;
      const isLimited = call.arguments.some(
        (options) => file.option(options, 'maxOutputLength') !== undefined,
      );
      if (argument !== undefined && !isLimited) yield { node: call.node, argument, name: call.callee.text };
    }
  },
});
