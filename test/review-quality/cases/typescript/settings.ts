import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'csrf/typescript/csrf-disabled',
    family: 'csrf',
    language: 'typescript',
    files: oneFile(
      'svelte.config.js',
      `import adapter from '@sveltejs/adapter-node';

export default {
  kit: {
    adapter: adapter(),
    csrf: { checkOrigin: false },
  },
};
`,
    ),
    expect: [{ at: 'checkOrigin' }],
    safe: oneFile(
      'svelte.config.js',
      `import adapter from '@sveltejs/adapter-node';

export default {
  kit: {
    adapter: adapter(),
    csrf: { checkOrigin: true },
  },
};
`,
    ),
  },
  {
    id: 'csrf/typescript/server-actions-any-origin',
    family: 'csrf',
    language: 'typescript',
    files: oneFile(
      'next.config.ts',
      `import type { NextConfig } from 'next';

const config: NextConfig = {
  experimental: {
    serverActions: { allowedOrigins: ['*'] },
  },
};

export default config;
`,
    ),
    expect: [{ at: 'allowedOrigins' }],
    safe: oneFile(
      'next.config.ts',
      `import type { NextConfig } from 'next';

const config: NextConfig = {
  experimental: {
    serverActions: { allowedOrigins: ['app.example.com'] },
  },
};

export default config;
`,
    ),
  },
  {
    id: 'csrf/typescript/apollo-csrf-prevention',
    family: 'csrf',
    language: 'typescript',
    files: oneFile(
      'src/graphql/server.ts',
      `import { ApolloServer } from '@apollo/server';
import { resolvers, typeDefs } from './schema.js';

export const server = new ApolloServer({
  typeDefs,
  resolvers,
  csrfPrevention: false,
});
`,
    ),
    expect: [{ at: 'csrfPrevention' }],
    safe: oneFile(
      'src/graphql/server.ts',
      `import { ApolloServer } from '@apollo/server';
import { resolvers, typeDefs } from './schema.js';

export const server = new ApolloServer({
  typeDefs,
  resolvers,
  csrfPrevention: true,
});
`,
    ),
  },
  {
    id: 'debug/typescript/introspection-always',
    family: 'debug',
    language: 'typescript',
    files: oneFile(
      'src/graphql/apollo.ts',
      `import { ApolloServer } from '@apollo/server';
import { resolvers, typeDefs } from './schema.js';

export const server = new ApolloServer({ typeDefs, resolvers, introspection: true, includeStacktraceInErrorResponses: true });
`,
    ),
    expect: [{ at: 'introspection' }],
    safe: oneFile(
      'src/graphql/apollo.ts',
      `import { ApolloServer } from '@apollo/server';
import { resolvers, typeDefs } from './schema.js';

export const server = new ApolloServer({ typeDefs, resolvers, introspection: process.env.NODE_ENV !== 'production' });
`,
    ),
  },
  {
    id: 'electron/typescript/web-preferences',
    family: 'electron',
    language: 'typescript',
    files: oneFile(
      'src/main/window.ts',
      `import { BrowserWindow } from 'electron';

const webPreferences = {
  nodeIntegration: true,
  contextIsolation: false,
};

export const openWindow = (): BrowserWindow => new BrowserWindow({ width: 1200, height: 800, webPreferences });
`,
    ),
    expect: [{ at: 'nodeIntegration' }],
    safe: oneFile(
      'src/main/window.ts',
      `import { BrowserWindow } from 'electron';

const webPreferences = {
  nodeIntegration: false,
  contextIsolation: true,
};

export const openWindow = (): BrowserWindow => new BrowserWindow({ width: 1200, height: 800, webPreferences });
`,
    ),
  },
  {
    id: 'electron/typescript/open-external',
    family: 'electron',
    language: 'typescript',
    files: oneFile(
      'src/main/links.ts',
      `import { ipcMain, shell } from 'electron';

ipcMain.handle('open-link', async (_event, url: string) => {
  await shell.openExternal(url);
});
`,
    ),
    expect: [{ at: 'openExternal(' }],
    safe: oneFile(
      'src/main/links.ts',
      `import { ipcMain, shell } from 'electron';

ipcMain.handle('open-link', async (_event, url: string) => {
  const target = new URL(url);
  if (target.protocol !== 'https:') return;
  await shell.openExternal(target.href);
});
`,
    ),
  },
  {
    id: 'electron/typescript/exposed-ipc',
    family: 'electron',
    language: 'typescript',
    files: oneFile(
      'src/preload.ts',
      `import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('electron', { ipcRenderer });
`,
    ),
    expect: [{ at: 'exposeInMainWorld(' }],
    safe: oneFile(
      'src/preload.ts',
      `import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('electron', { save: (text: string) => ipcRenderer.invoke('save', text) });
`,
    ),
  },
  {
    id: 'resource-exhaustion/typescript/multer-without-limits',
    family: 'resource-exhaustion',
    language: 'typescript',
    files: oneFile(
      'src/uploads/upload.ts',
      `import { Router } from 'express';
import multer from 'multer';

const upload = multer({ storage: multer.memoryStorage() });

export const uploads = Router().post('/upload', upload.single('file'), (req, res) => {
  res.json({ size: req.file?.size });
});
`,
    ),
    expect: [{ at: 'multer(' }],
    safe: oneFile(
      'src/uploads/upload.ts',
      `import { Router } from 'express';
import multer from 'multer';

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 5_000_000, files: 1 } });

export const uploads = Router().post('/upload', upload.single('file'), (req, res) => {
  res.json({ size: req.file?.size });
});
`,
    ),
  },
  {
    id: 'resource-exhaustion/typescript/allocate-from-query',
    family: 'resource-exhaustion',
    language: 'typescript',
    files: oneFile(
      'src/noise/noise.ts',
      `import type { Request, Response } from 'express';

export function noise(req: Request, res: Response): void {
  const size = Number(req.query.size);
  const buffer = Buffer.alloc(size);
  res.type('application/octet-stream').send(buffer);
}
`,
    ),
    expect: [{ at: 'Buffer.alloc(' }],
    safe: oneFile(
      'src/noise/noise.ts',
      `import type { Request, Response } from 'express';

export function noise(req: Request, res: Response): void {
  const size = Math.min(Number(req.query.size) || 0, 65_536);
  const buffer = Buffer.alloc(size);
  res.type('application/octet-stream').send(buffer);
}
`,
    ),
  },
  {
    id: 'authorisation/typescript/public-decorator-added',
    family: 'authorisation',
    language: 'typescript',
    files: oneFile(
      'src/users/users.controller.ts',
      `import { Controller, Delete, Param } from '@nestjs/common';
import { Public } from '../auth/public.decorator.js';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Public()
  @Delete(':id')
  remove(@Param('id') id: string) {
    return this.users.remove(id);
  }
}
`,
      `import { Controller, Delete, Param } from '@nestjs/common';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Delete(':id')
  remove(@Param('id') id: string) {
    return this.users.remove(id);
  }
}
`,
    ),
    expect: [{ at: '@Public()', cwes: [306, 862] }],
    safe: oneFile(
      'src/users/users.controller.ts',
      `import { Controller, Delete, Param, ParseUUIDPipe } from '@nestjs/common';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Delete(':id')
  remove(@Param('id', ParseUUIDPipe) id: string) {
    return this.users.remove(id);
  }
}
`,
      `import { Controller, Delete, Param } from '@nestjs/common';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Delete(':id')
  remove(@Param('id') id: string) {
    return this.users.remove(id);
  }
}
`,
    ),
  },
];
