import { defineConfig } from 'prisma/config';

// Read by the `prisma` command only (generate); the server connects through an adapter.
export default defineConfig({ schema: './schema.prisma' });
