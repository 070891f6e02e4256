import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'path-traversal/typescript/next-route-handler',
    family: 'path-traversal',
    language: 'typescript',
    files: oneFile(
      'app/api/docs/[name]/route.ts',
      `import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NextResponse, type NextRequest } from 'next/server';

const root = path.join(process.cwd(), 'content', 'docs');

export async function GET(_request: NextRequest, { params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  const file = path.join(root, \`\${name}.md\`);
  const text = await readFile(file, 'utf8');
  return new NextResponse(text, { headers: { 'content-type': 'text/markdown' } });
}
`,
    ),
    expect: [{ at: 'readFile(' }],
    safe: oneFile(
      'app/api/docs/[name]/route.ts',
      `import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NextResponse, type NextRequest } from 'next/server';

const root = path.join(process.cwd(), 'content', 'docs');

export async function GET(_request: NextRequest, { params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  const file = path.resolve(root, \`\${name}.md\`);
  const relative = path.relative(root, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return new NextResponse(null, { status: 404 });
  const text = await readFile(file, 'utf8');
  return new NextResponse(text, { headers: { 'content-type': 'text/markdown' } });
}
`,
    ),
  },
  {
    id: 'path-traversal/typescript/starts-with-base-only',
    family: 'path-traversal',
    language: 'typescript',
    files: oneFile(
      'src/http/static-files.ts',
      `import fs from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const root = '/srv/public';

createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const file = join(root, decodeURIComponent(url.pathname));
  fs.createReadStream(file)
    .on('error', () => res.writeHead(404).end())
    .pipe(res);
}).listen(8080);
`,
    ),
    expect: [{ at: 'createReadStream(' }],
    safe: oneFile(
      'src/http/static-files.ts',
      `import fs from 'node:fs';
import { createServer } from 'node:http';
import { resolve, sep } from 'node:path';

const root = '/srv/public';

createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const file = resolve(root, \`.\${decodeURIComponent(url.pathname)}\`);
  if (!file.startsWith(root + sep)) {
    res.writeHead(403).end();
    return;
  }
  fs.createReadStream(file)
    .on('error', () => res.writeHead(404).end())
    .pipe(res);
}).listen(8080);
`,
    ),
  },
  {
    id: 'path-traversal/typescript/multer-original-name',
    family: 'path-traversal',
    language: 'typescript',
    files: oneFile(
      'src/uploads/avatar.ts',
      `import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import multer from 'multer';

const upload = multer({ dest: '/tmp/uploads', limits: { fileSize: 1_000_000 } });

export const avatars = Router().post('/avatar', upload.single('avatar'), async (req, res) => {
  const file = req.file!;
  const target = join('/srv/avatars', file.originalname);
  await rename(file.path, target);
  res.status(204).end();
});
`,
    ),
    expect: [{ at: 'rename(' }],
    safe: oneFile(
      'src/uploads/avatar.ts',
      `import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import multer from 'multer';

const upload = multer({ dest: '/tmp/uploads', limits: { fileSize: 1_000_000 } });

export const avatars = Router().post('/avatar', upload.single('avatar'), async (req, res) => {
  const file = req.file!;
  const target = join('/srv/avatars', \`\${randomUUID()}.png\`);
  await rename(file.path, target);
  res.status(204).end();
});
`,
    ),
  },
  {
    id: 'path-traversal/typescript/koa-send-file-helper',
    family: 'path-traversal',
    language: 'typescript',
    files: oneFile(
      'src/files/remove-file.ts',
      `import fs from 'fs';
import path from 'path';
import Router from '@koa/router';

const storage = path.resolve('storage');

const locate = (folder: string, name: string): string => path.join(storage, folder, name);

export const files = new Router();

files.delete('/files/:folder/:name', async (ctx) => {
  const target = locate(ctx.params.folder, ctx.params.name);
  await fs.promises.unlink(target);
  ctx.status = 204;
});
`,
    ),
    expect: [{ at: 'fs.promises.unlink(' }],
    safe: oneFile(
      'src/files/remove-file.ts',
      `import fs from 'fs';
import path from 'path';
import Router from '@koa/router';

const storage = path.resolve('storage');

const locate = (folder: string, name: string): string =>
  path.join(storage, path.basename(folder), path.basename(name));

export const files = new Router();

files.delete('/files/:folder/:name', async (ctx) => {
  const target = locate(ctx.params.folder, ctx.params.name);
  await fs.promises.unlink(target);
  ctx.status = 204;
});
`,
    ),
  },
  {
    id: 'path-traversal/typescript/sveltekit-load',
    family: 'path-traversal',
    language: 'typescript',
    files: oneFile(
      'src/routes/themes/+server.ts',
      `import { readFileSync } from 'node:fs';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) => {
  const theme = url.searchParams.get('theme') ?? 'default';
  const css = readFileSync(\`themes/\${theme}/index.css\`, 'utf8');
  return new Response(css, { headers: { 'content-type': 'text/css' } });
};
`,
    ),
    expect: [{ at: 'readFileSync(' }],
    safe: oneFile(
      'src/routes/themes/+server.ts',
      `import { readFileSync } from 'node:fs';
import type { RequestHandler } from './$types';

const themes = ['default', 'dark', 'contrast'];

export const GET: RequestHandler = async ({ url }) => {
  const theme = url.searchParams.get('theme') ?? 'default';
  if (!themes.includes(theme)) return new Response(null, { status: 404 });
  const css = readFileSync(\`themes/\${theme}/index.css\`, 'utf8');
  return new Response(css, { headers: { 'content-type': 'text/css' } });
};
`,
    ),
  },
  {
    id: 'path-traversal/typescript/send-file',
    family: 'path-traversal',
    language: 'typescript',
    files: oneFile(
      'src/routes/invoices.ts',
      `import path from 'node:path';
import express from 'express';

const router = express.Router();

router.get('/invoices/:year/:file', (req, res) => {
  const { year, file } = req.params;
  res.sendFile(path.join('/var/invoices', year, file));
});

export default router;
`,
    ),
    expect: [{ at: 'res.sendFile(' }],
    safe: oneFile(
      'src/routes/invoices.ts',
      `import path from 'node:path';
import express from 'express';

const router = express.Router();

router.get('/invoices/:year/:file', (req, res) => {
  const { year, file } = req.params;
  res.sendFile(path.join(year, file), { root: '/var/invoices' });
});

export default router;
`,
    ),
  },
  {
    id: 'archive/typescript/yauzl-entry',
    family: 'archive',
    language: 'typescript',
    files: oneFile(
      'src/import/extract-archive.ts',
      `import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import yauzl, { type Entry } from 'yauzl';

export function extract(archive: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', async (entry: Entry) => {
        const destination = path.join(target, entry.fileName);
        await mkdir(path.dirname(destination), { recursive: true });
        zip.openReadStream(entry, (_error, stream) => {
          stream?.pipe(createWriteStream(destination));
        });
        zip.readEntry();
      });
      zip.on('end', resolve);
      zip.readEntry();
    });
  });
}
`,
    ),
    expect: [{ at: 'createWriteStream(' }],
    safe: oneFile(
      'src/import/extract-archive.ts',
      `import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import yauzl, { type Entry } from 'yauzl';

export function extract(archive: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', async (entry: Entry) => {
        const destination = path.resolve(target, entry.fileName);
        if (!destination.startsWith(path.resolve(target) + path.sep)) return reject(new Error('outside'));
        await mkdir(path.dirname(destination), { recursive: true });
        zip.openReadStream(entry, (_error, stream) => {
          stream?.pipe(createWriteStream(destination));
        });
        zip.readEntry();
      });
      zip.on('end', resolve);
      zip.readEntry();
    });
  });
}
`,
    ),
  },
  {
    id: 'archive/typescript/jszip-files',
    family: 'archive',
    language: 'typescript',
    files: oneFile(
      'src/import/unzip.ts',
      `import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';

export async function unzip(data: Buffer, outDir: string): Promise<void> {
  const zip = await JSZip.loadAsync(data);
  for (const [name, file] of Object.entries(zip.files)) {
    if (file.dir) continue;
    const content = await file.async('nodebuffer');
    await writeFile(join(outDir, name), content);
  }
}
`,
    ),
    expect: [{ at: 'writeFile(' }],
    safe: oneFile(
      'src/import/unzip.ts',
      `import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import JSZip from 'jszip';

export async function unzip(data: Buffer, outDir: string): Promise<void> {
  const zip = await JSZip.loadAsync(data);
  for (const [name, file] of Object.entries(zip.files)) {
    if (file.dir) continue;
    const content = await file.async('nodebuffer');
    await writeFile(join(outDir, basename(name)), content);
  }
}
`,
    ),
  },
  {
    id: 'archive/typescript/zlib-bomb',
    family: 'archive',
    language: 'typescript',
    files: oneFile(
      'src/ingest/inflate.ts',
      `import { gunzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

export function ingest(req: Request, res: Response): void {
  const text = gunzipSync(req.body as Buffer).toString('utf8');
  res.json({ lines: text.split('\\n').length });
}
`,
    ),
    expect: [{ at: 'gunzipSync(', cwes: [409] }],
    safe: oneFile(
      'src/ingest/inflate.ts',
      `import { gunzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

export function ingest(req: Request, res: Response): void {
  const text = gunzipSync(req.body as Buffer, { maxOutputLength: 10_000_000 }).toString('utf8');
  res.json({ lines: text.split('\\n').length });
}
`,
    ),
  },
  {
    id: 'file-permissions/typescript/predictable-temp-file',
    family: 'file-permissions',
    language: 'typescript',
    files: oneFile(
      'src/export/write-export.ts',
      `import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function writeExport(rows: string[]): Promise<string> {
  const file = join(tmpdir(), \`export-\${Date.now()}.csv\`);
  await writeFile(file, rows.join('\\n'));
  return file;
}
`,
    ),
    expect: [{ at: 'writeFile' }],
    safe: oneFile(
      'src/export/write-export.ts',
      `import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function writeExport(rows: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  const file = join(folder, 'rows.csv');
  await writeFile(file, rows.join('\\n'));
  return file;
}
`,
    ),
  },
  {
    id: 'file-permissions/typescript/world-writable',
    family: 'file-permissions',
    language: 'typescript',
    files: oneFile(
      'src/setup/create-folders.ts',
      `import { chmod, mkdir } from 'node:fs/promises';

export async function createFolders(root: string): Promise<void> {
  await mkdir(\`\${root}/data\`, { recursive: true });
  await chmod(\`\${root}/data\`, 0o777);
}
`,
    ),
    expect: [{ at: '0o777' }],
    safe: oneFile(
      'src/setup/create-folders.ts',
      `import { chmod, mkdir } from 'node:fs/promises';

export async function createFolders(root: string): Promise<void> {
  await mkdir(\`\${root}/data\`, { recursive: true });
  await chmod(\`\${root}/data\`, 0o750);
}
`,
    ),
  },
  {
    id: 'file-permissions/typescript/key-file-mode',
    family: 'file-permissions',
    language: 'typescript',
    files: oneFile(
      'src/keys/store-key.ts',
      `import fs from 'node:fs';

export const storeKey = (path: string, pem: string): void => fs.writeFileSync(path, pem, { mode: 0o666 });
`,
    ),
    expect: [{ at: 'mode: 0o666' }],
    safe: oneFile(
      'src/keys/store-key.ts',
      `import fs from 'node:fs';

export const storeKey = (path: string, pem: string): void => fs.writeFileSync(path, pem, { mode: 0o600 });
`,
    ),
  },
  {
    id: 'path-traversal/typescript/re-exported-helper',
    family: 'path-traversal',
    language: 'typescript',
    files: [
      {
        path: 'src/storage/index.ts',
        head: `export { readStored as read } from './read-stored.js';
`,
      },
      {
        path: 'src/storage/read-stored.ts',
        head: `import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function readStored(name: string): Promise<Buffer> {
  return readFile(join('/srv/storage', name));
}
`,
      },
      {
        path: 'src/routes/download.ts',
        head: `import { Router } from 'express';
import { read } from '../storage/index.js';

export const download = Router().get('/download/:key', async (req, res) => {
  res.type('application/octet-stream').send(await read(req.params.key));
});
`,
      },
    ],
    expect: [{ path: 'src/storage/read-stored.ts', at: "return readFile(join('/srv/storage', name));" }],
    safe: [
      {
        path: 'src/storage/index.ts',
        head: `export { readStored as read } from './read-stored.js';
`,
      },
      {
        path: 'src/storage/read-stored.ts',
        head: `import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export async function readStored(name: string): Promise<Buffer> {
  return readFile(join('/srv/storage', basename(name)));
}
`,
      },
      {
        path: 'src/routes/download.ts',
        head: `import { Router } from 'express';
import { read } from '../storage/index.js';

export const download = Router().get('/download/:key', async (req, res) => {
  res.type('application/octet-stream').send(await read(req.params.key));
});
`,
      },
    ],
  },
];
