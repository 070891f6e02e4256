import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'command-injection/typescript/aliased-exec-promisified',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/services/thumbnail.ts',
      `import { exec as execCallback } from 'node:child_process';
import { promisify } from 'node:util';
import type { Request, Response } from 'express';

const run = promisify(execCallback);

export const makeThumbnail = async (req: Request, res: Response) => {
  const { file, width } = req.body;
  const command = \`convert uploads/\${file} -resize \${width} thumbs/\${file}\`;
  await run(command);
  res.status(201).end();
};
`,
    ),
    expect: [{ at: 'run(' }],
    safe: oneFile(
      'src/services/thumbnail.ts',
      `import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Request, Response } from 'express';

const run = promisify(execFile);

export const makeThumbnail = async (req: Request, res: Response) => {
  const { file, width } = req.body;
  const name = String(file);
  if (!/^[a-z0-9]+\\.png$/.test(name)) return res.status(400).end();
  await run('convert', [\`uploads/\${name}\`, '-resize', String(Number(width)), \`thumbs/\${name}\`]);
  res.status(201).end();
};
`,
    ),
  },
  {
    id: 'command-injection/typescript/nest-service-method',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/diagnostics/diagnostics.controller.ts',
      `import { Body, Controller, Post } from '@nestjs/common';
import * as child from 'node:child_process';

class PingDto {
  host!: string;
  count!: number;
}

@Controller('diagnostics')
export class DiagnosticsController {
  @Post('ping')
  ping(@Body() dto: PingDto): { output: string } {
    return { output: this.runPing(dto) };
  }

  private runPing({ host, count }: PingDto): string {
    return child.execSync(\`ping -c \${count} \${host}\`).toString();
  }
}
`,
    ),
    expect: [{ at: 'execSync(' }],
    safe: oneFile(
      'src/diagnostics/diagnostics.controller.ts',
      `import { Body, Controller, Post } from '@nestjs/common';
import * as child from 'node:child_process';
import { isIP } from 'node:net';

class PingDto {
  host!: string;
  count!: number;
}

@Controller('diagnostics')
export class DiagnosticsController {
  @Post('ping')
  ping(@Body() dto: PingDto): { output: string } {
    return { output: this.runPing(dto) };
  }

  private runPing({ host, count }: PingDto): string {
    if (isIP(host) === 0) throw new Error('not an address');
    return child.execFileSync('ping', ['-c', String(count), host]).toString();
  }
}
`,
    ),
  },
  {
    id: 'command-injection/typescript/spawn-options-spread',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/build/run-script.ts',
      `import { spawn, type SpawnOptions } from 'node:child_process';
import type { FastifyReply, FastifyRequest } from 'fastify';

const defaults: SpawnOptions = { stdio: 'pipe', shell: true };

export async function runScript(request: FastifyRequest<{ Body: { script: string } }>, reply: FastifyReply) {
  const options = { ...defaults, cwd: '/srv/app' };
  const child = spawn(\`npm run \${request.body.script}\`, options);
  return reply.send(child.stdout);
}
`,
    ),
    expect: [{ at: 'spawn(' }],
    safe: oneFile(
      'src/build/run-script.ts',
      `import { spawn, type SpawnOptions } from 'node:child_process';
import type { FastifyReply, FastifyRequest } from 'fastify';

const scripts = new Set(['build', 'lint', 'test']);
const defaults: SpawnOptions = { stdio: 'pipe' };

export async function runScript(request: FastifyRequest<{ Body: { script: string } }>, reply: FastifyReply) {
  const { script } = request.body;
  if (!scripts.has(script)) return reply.code(400).send();
  const child = spawn('npm', ['run', script], { ...defaults, cwd: '/srv/app' });
  return reply.send(child.stdout);
}
`,
    ),
  },
  {
    id: 'command-injection/typescript/trpc-mutation-git',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/server/routers/repository.ts',
      `import { execa } from 'execa';
import { z } from 'zod';
import { protectedProcedure, router } from '../trpc.js';

export const repositoryRouter = router({
  clone: protectedProcedure
    .input(z.object({ url: z.string(), branch: z.string().optional() }))
    .mutation(async ({ input }) => {
      const { stdout } = await execa(\`git clone \${input.url} /tmp/work\`, { shell: true });
      return { log: stdout };
    }),
});
`,
    ),
    expect: [{ at: 'execa(' }],
    safe: oneFile(
      'src/server/routers/repository.ts',
      `import { execa } from 'execa';
import { z } from 'zod';
import { protectedProcedure, router } from '../trpc.js';

export const repositoryRouter = router({
  clone: protectedProcedure
    .input(z.object({ url: z.string().regex(/^https:\\/\\/github\\.com\\/[\\w-]+\\/[\\w-]+$/) }))
    .mutation(async ({ input }) => {
      const { stdout } = await execa('git', ['clone', '--', input.url, '/tmp/work']);
      return { log: stdout };
    }),
});
`,
    ),
  },
  {
    id: 'command-injection/typescript/git-argument',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/git/show-file.ts',
      `import { execFile } from 'node:child_process';
import { Hono } from 'hono';

const app = new Hono();

app.get('/repos/:name/log', (c) => {
  const since = c.req.query('since') ?? 'HEAD~10';
  const args = ['log', '--oneline', since];
  return new Promise((resolve) => {
    execFile('git', args, { cwd: '/srv/repo' }, (_error, stdout) => resolve(c.text(stdout)));
  });
});

export default app;
`,
    ),
    expect: [{ at: 'execFile(' }],
    safe: oneFile(
      'src/git/show-file.ts',
      `import { execFile } from 'node:child_process';
import { Hono } from 'hono';

const app = new Hono();

app.get('/repos/:name/log', (c) => {
  const since = c.req.query('since') ?? 'HEAD~10';
  if (!/^[\\w~^][\\w.~^/-]*$/.test(since)) return c.text('bad revision', 400);
  const args = ['log', '--oneline', since, '--'];
  return new Promise((resolve) => {
    execFile('git', args, { cwd: '/srv/repo' }, (_error, stdout) => resolve(c.text(stdout)));
  });
});

export default app;
`,
    ),
  },
  {
    id: 'command-injection/typescript/zx-raw-shell',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/convert/convert-document.ts',
      `import { spawnSync } from 'node:child_process';
import type { NextApiRequest, NextApiResponse } from 'next';

const shell = process.platform === 'win32' ? 'cmd.exe' : '/bin/sh';

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const format = req.query.format as string;
  const source = req.query.source as string;
  const line = ['soffice', '--headless', '--convert-to', format, source].join(' ');
  const { stdout } = spawnSync(shell, ['-c', line], { encoding: 'utf8' });
  res.send(stdout);
}
`,
    ),
    expect: [{ at: 'spawnSync(' }],
    safe: oneFile(
      'src/convert/convert-document.ts',
      `import { spawnSync } from 'node:child_process';
import type { NextApiRequest, NextApiResponse } from 'next';

const formats = ['pdf', 'odt'] as const;

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const format = formats.find((known) => known === req.query.format) ?? 'pdf';
  const { stdout } = spawnSync('soffice', ['--headless', '--convert-to', format, 'in.docx'], { encoding: 'utf8' });
  res.setHeader('Content-Type', 'text/plain');
  res.send(stdout);
}
`,
    ),
  },
  {
    id: 'template-injection/typescript/handlebars-from-body',
    family: 'template-injection',
    language: 'typescript',
    files: oneFile(
      'src/mail/preview.ts',
      `import Handlebars from 'handlebars';
import type { FastifyInstance } from 'fastify';

export function previewRoutes(app: FastifyInstance): void {
  app.post<{ Body: { template: string; data: Record<string, unknown> } }>('/mail/preview', async (request) => {
    const { template, data } = request.body;
    const render = Handlebars.compile(template);
    return { html: render(data) };
  });
}
`,
    ),
    expect: [{ at: 'Handlebars.compile(' }],
    safe: oneFile(
      'src/mail/preview.ts',
      `import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const render = Handlebars.compile(readFileSync('templates/welcome.hbs', 'utf8'));

export function previewRoutes(app: FastifyInstance): void {
  app.post<{ Body: { name: string } }>('/mail/preview', async (request) => {
    return { html: render({ name: request.body.name }) };
  });
}
`,
    ),
  },
  {
    id: 'template-injection/typescript/render-options-from-query',
    family: 'template-injection',
    language: 'typescript',
    files: oneFile(
      'src/routes/profile.ts',
      `import { Router } from 'express';

export const profile = Router();

profile.get('/profile', (req, res) => {
  res.render('profile', req.query);
});
`,
    ),
    expect: [{ at: 'res.render(' }],
    safe: oneFile(
      'src/routes/profile.ts',
      `import { Router } from 'express';

export const profile = Router();

profile.get('/profile', (req, res) => {
  res.render('profile', { tab: req.query.tab });
});
`,
    ),
  },
  {
    id: 'code-injection/typescript/function-constructor-formula',
    family: 'code-injection',
    language: 'typescript',
    files: oneFile(
      'src/rules/evaluate-formula.ts',
      `import { Router } from 'express';

export const formulas = Router();

function compile(formula: string, names: string[]): (...values: number[]) => number {
  const body = \`"use strict"; return (\${formula});\`;
  return new Function(...names, body) as (...values: number[]) => number;
}

formulas.post('/formulas/evaluate', (req, res) => {
  const { formula, variables } = req.body;
  const evaluate = compile(formula, Object.keys(variables));
  res.json({ value: evaluate(...(Object.values(variables) as number[])) });
});
`,
    ),
    expect: [{ at: 'new Function(' }],
    safe: oneFile(
      'src/rules/evaluate-formula.ts',
      `import { Router } from 'express';
import { evaluate } from './formula-parser.js';

export const formulas = Router();

formulas.post('/formulas/evaluate', (req, res) => {
  const { formula, variables } = req.body;
  res.json({ value: evaluate(String(formula), variables) });
});
`,
    ),
  },
  {
    id: 'code-injection/typescript/dynamic-import-of-plugin',
    family: 'code-injection',
    language: 'typescript',
    files: oneFile(
      'src/plugins/load-plugin.ts',
      `import type { Request, Response } from 'express';

export async function runPlugin(req: Request, res: Response) {
  const name = req.params.plugin;
  const plugin = await import(\`../plugins/\${name}/index.js\`);
  res.json(await plugin.run(req.body));
}
`,
    ),
    expect: [{ at: 'import(' }],
    safe: oneFile(
      'src/plugins/load-plugin.ts',
      `import type { Request, Response } from 'express';

const plugins = {
  csv: () => import('../plugins/csv/index.js'),
  pdf: () => import('../plugins/pdf/index.js'),
};

export async function runPlugin(req: Request, res: Response) {
  const name = req.params.plugin;
  if (!Object.hasOwn(plugins, name)) return res.status(404).end();
  const plugin = await plugins[name as keyof typeof plugins]();
  res.json(await plugin.run(req.body));
}
`,
    ),
  },
  {
    id: 'code-injection/typescript/vm-script-websocket',
    family: 'code-injection',
    language: 'typescript',
    files: oneFile(
      'src/sandbox/repl-server.ts',
      `import vm from 'node:vm';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 9000 });

server.on('connection', (socket) => {
  const context = vm.createContext({ console });
  socket.on('message', (data) => {
    const script = new vm.Script(data.toString());
    socket.send(JSON.stringify(script.runInContext(context, { timeout: 100 })));
  });
});
`,
    ),
    expect: [{ at: 'new vm.Script(' }],
    safe: oneFile(
      'src/sandbox/repl-server.ts',
      `import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 9000 });
const commands = new Map<string, () => unknown>([['uptime', () => process.uptime()]]);

server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const command = commands.get(data.toString());
    socket.send(JSON.stringify(command?.() ?? null));
  });
});
`,
    ),
  },
  {
    id: 'child-environment/typescript/env-from-body',
    family: 'child-environment',
    language: 'typescript',
    files: oneFile(
      'src/jobs/start-job.ts',
      `import { spawn } from 'node:child_process';
import type { Request, Response } from 'express';

export function startJob(req: Request, res: Response): void {
  const env = { ...process.env, ...req.body.env };
  const child = spawn('node', ['job.js'], { env });
  res.json({ pid: child.pid });
}
`,
    ),
    expect: [{ at: 'spawn(' }],
    safe: oneFile(
      'src/jobs/start-job.ts',
      `import { spawn } from 'node:child_process';
import type { Request, Response } from 'express';

export function startJob(req: Request, res: Response): void {
  const env = { PATH: process.env.PATH, JOB_NAME: String(req.body.name) };
  const child = spawn('node', ['job.js'], { env });
  res.json({ pid: child.pid });
}
`,
    ),
  },
  {
    id: 'command-injection/typescript/wrapper-in-other-file',
    family: 'command-injection',
    language: 'typescript',
    files: [
      {
        path: 'src/lib/shell.ts',
        head: `import { exec } from 'node:child_process';

export function shell(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(command, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
`,
      },
      {
        path: 'src/routes/backup.ts',
        head: `import { Router } from 'express';
import { shell } from '../lib/shell.js';

export const backup = Router().post('/backup', async (req, res) => {
  const output = await shell(\`pg_dump \${req.body.database} > /backups/latest.sql\`);
  res.type('text/plain').send(output);
});
`,
      },
    ],
    expect: [{ at: 'exec(command, (error, stdout) => (error ? reject(error) : resolve(stdout)));' }],
    safe: [
      {
        path: 'src/lib/shell.ts',
        head: `import { exec } from 'node:child_process';

export function shell(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(command, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
`,
      },
      {
        path: 'src/routes/backup.ts',
        head: `import { Router } from 'express';
import { shell } from '../lib/shell.js';

export const backup = Router().post('/backup', async (_req, res) => {
  const output = await shell('pg_dump main > /backups/latest.sql');
  res.type('text/plain').send(output);
});
`,
      },
    ],
  },
  {
    id: 'command-injection/typescript/bun-shell-raw',
    family: 'command-injection',
    language: 'typescript',
    files: oneFile(
      'src/tasks/search-logs.ts',
      `import { $ } from 'bun';

export async function searchLogs(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const flags = searchParams.get('flags') ?? '';
  const result = await $\`grep \${{ raw: flags }} /var/log/app.log\`.text();
  return new Response(result);
}
`,
    ),
    expect: [{ at: 'raw' }],
    safe: oneFile(
      'src/tasks/search-logs.ts',
      `import { $ } from 'bun';

export async function searchLogs(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const word = searchParams.get('word') ?? '';
  const result = await $\`grep -F -- \${word} /var/log/app.log\`.text();
  return new Response(result);
}
`,
    ),
  },
];
