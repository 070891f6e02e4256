import type { Fault } from '../configuration-rule.ts';
import { defineDockerRule } from './define.ts';

export const addedUrl = defineDockerRule({
  id: 'configuration/docker-add-url',
  title: '`ADD` fetches `{sink}` and takes whatever comes',
  cwe: 'CWE-494',
  severity: 'medium',
  confidence: 0.9,
  why: 'Whoever controls that address, or the way to it, puts a file of theirs into the image: nothing is checked.',
  instead: 'Give `ADD` the checksum, or the full commit of a repository.',
  example: `ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool.tar.gz /tmp/`,
  *find({ stages }): Iterable<Fault> {
    for (const { instructions } of stages) {
      for (const { keyword, arguments: text, flags, start, end } of instructions) {
        if (keyword !== 'ADD' || flags.has('checksum')) continue;
        const url = /(?:^|[\s["'])((?:https?|ftp):\/\/[^\s"',]+|git@[^\s"',]+)/.exec(text)?.[1];
        if (url === undefined || /\.git#[\da-f]{40}\b/.test(url)) continue;
        yield {
          at: { start, end },
          identity: url,
          sink: url,
          ...(url.startsWith('http:') || url.startsWith('ftp:') ? { severity: 'high' } : {}),
        };
      }
    }
  },
});
