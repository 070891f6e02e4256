import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { migrateQueue } from '#jobs/migrate-queue.ts';
import { createEmptyDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { readSchema, withSchemaEngine } from './schema-engine.ts';

const opened: TestDatabase[] = [];

afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop();
});

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  opened.push(database);
  return database.url;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Columns and indexes. The engine cannot introspect through this adapter, so the catalog itself is compared. */
async function describeSchema(url: string): Promise<unknown> {
  return [
    await query(
      url,
      `select table_name, column_name, data_type, is_nullable, column_default, numeric_precision, numeric_scale
       from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations' order by 1, 2`,
    ),
    await query(
      url,
      `select indexdef from pg_indexes where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1`,
    ),
  ];
}

describe('migrate', () => {
  it('applies each migration once when ten processes start at once', async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all(
      Array.from({ length: 10 }, () => migrate({ url, afterwards: migrateQueue })),
    );
    expect(applied.flat().toSorted()).toEqual([...new Set(applied.flat())].toSorted());
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await query(url, `select to_regclass('bullmq.job')::text as queue`)).toEqual([
      { queue: 'bullmq.job' },
    ]);
  });

  it('carries the data of the first version into a second one', async () => {
    const url = await emptyDatabase();
    await migrate({ url });
    await query(url, `insert into organizations (id, slug, name) values (gen_random_uuid(), 'kept', 'Kept')`);
    const folder = await tempDirectory('migrations');
    try {
      await cp(join(import.meta.dirname, 'migrations'), folder.path, { recursive: true });
      await mkdir(join(folder.path, '29990101000000_second'));
      await writeFile(
        join(folder.path, '29990101000000_second', 'migration.sql'),
        `alter table organizations add column colour text not null default 'grey'; update organizations set colour = 'green' where slug = 'kept';`,
      );
      expect(await migrate({ url, directory: folder.path })).toEqual(['29990101000000_second']);
      expect(await query(url, `select slug, name, colour from organizations`)).toEqual([
        { slug: 'kept', name: 'Kept', colour: 'green' },
      ]);
    } finally {
      await folder.remove();
    }
  });

  it('leaves a failing migration unapplied and says which one', async () => {
    const url = await emptyDatabase();
    const folder = await tempDirectory('migrations');
    try {
      await mkdir(join(folder.path, '20260101000000_broken'));
      await writeFile(
        join(folder.path, '20260101000000_broken', 'migration.sql'),
        'create table half (id int); select no_such_function();',
      );
      await expect(migrate({ url, directory: folder.path })).rejects.toThrow(/20260101000000_broken/);
    } finally {
      await folder.remove();
    }
  });

  it('leads to exactly the data model that the code was generated from', async () => {
    const [migrated, pushed] = [await emptyDatabase(), await emptyDatabase()];
    await migrate({ url: migrated });
    const script = await withSchemaEngine(pushed, async (engine) =>
      engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files: [await readSchema()] },
        script: true,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    await query(pushed, script.stdout ?? '');
    expect(await describeSchema(migrated)).toEqual(await describeSchema(pushed));
  });

  it('tells what is pending without applying it', async () => {
    const url = await emptyDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      expect(await pendingMigrations(client)).not.toEqual([]);
      await migrate({ url });
      expect(await pendingMigrations(client)).toEqual([]);
    } finally {
      await client.end();
    }
  });
});
