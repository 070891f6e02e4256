import type { Fault } from '../configuration-rule.ts';
import { defineDockerRule } from './define.ts';

export const openPermissions = defineDockerRule({
  id: 'configuration/docker-world-writable',
  title: '`{sink}` lets every process of the container change these files',
  cwe: 'CWE-732',
  severity: 'medium',
  confidence: 0.85,
  isToldOnce: true,
  why: 'Whoever gets hold of any process, however unprivileged, replaces programs or settings that others run.',
  instead: 'Give the files to the user that needs them, with write access for the owner alone.',
  example: `COPY --chown=app:app --chmod=755 bin/ /app/bin/`,
  *find({ stages }): Iterable<Fault> {
    for (const { instructions } of stages) {
      for (const { keyword, arguments: text, flags, start, end } of instructions) {
        const mode = flags.get('chmod');
        const isOpen = mode !== undefined && worldWritable.test(mode);
        if (isOpen) yield { at: { start, end }, identity: `${keyword} ${text}`, sink: `--chmod=${mode}` };
        if (keyword !== 'RUN') continue;
        for (const [command] of text.matchAll(chmod))
          if (!/\s\/(var\/)?tmp\/?$/.test(command))
            yield { at: { start, end }, identity: command, sink: command };
      }
    }
  },
});

const worldWritable = /^0?[0-7]{2}[2367]$|^[augo]*[ao][augo]*[+=][rxX]*w|^[+=]?a?\+?rwx$/;
const chmod = /\bchmod\s+(?:-\S+\s+)*(?:0?[0-7]{2}[2367]|[ug]*[ao][ugo]*[+=][rxX]*w[rxX]*)\s+[^\s;&|]+/g;
