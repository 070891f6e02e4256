import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'command-injection/typescript/disk-usage',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/routes/disk.ts',
      `import { promisify } from 'node:util';
import * as child from 'node:child_process';
import { Router } from 'express';

const run = promisify(child.exec);
export const disk = Router();

disk.get('/usage/:volume', async (req, res) => {
  const { volume } = req.params;
  const { stdout } = await run(\`du -sh /volumes/\${volume}\`);
  res.json({ usage: stdout.split('\\t')[0] });
});
`,
    ),
    expect: [{ at: 'await run(' }],
    safe: oneFile(
      'src/routes/disk.ts',
      `import { promisify } from 'node:util';
import * as child from 'node:child_process';
import { Router } from 'express';

const run = promisify(child.execFile);
export const disk = Router();

disk.get('/usage/:volume', async (req, res) => {
  const { volume } = req.params;
  if (!/^[a-z]+$/.test(volume)) return res.sendStatus(404);
  const { stdout } = await run('du', ['-sh', '--', \`/volumes/\${volume}\`]);
  res.json({ usage: stdout.split('\\t')[0] });
});
`,
    ),
  },
];
