import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const orders = `import { db } from './db.ts';
import { log } from './log.ts';

export interface Order {
  readonly id: string;
  readonly kind: 'pickup' | 'post' | 'courier';
}

async function loadOrder(id: string): Promise<Order> {
  const row = await db.order.findUniqueOrThrow({ where: { id } });
  return { id: row.id, kind: row.kind };
}

export async function findOrder(id: string): Promise<Order | undefined> {
  return (await loadOrder(id)) ?? undefined;
}

export function shippingCosts(order: Order): number {
  let cents = 0;
  switch (order.kind) {
    case 'pickup':
      break;
    case 'post':
      cents += 490;
      break;
    case 'courier':
      cents += 1290;
  }
  return cents;
}
`;

const profile = `import { useEffect, useState } from 'react';
import { loadUser, type User } from './users.ts';

export function Profile({ id }: { id: string | undefined }) {
  const [user, setUser] = useState<User>();
  useEffect(() => {
    if (id !== undefined) void loadUser(id).then(setUser);
  }, [id]);
  return <h1>{user?.name}</h1>;
}
`;

export const cases: readonly QualityCase[] = [
  ...changesOf({ family: 'correctness', language: 'typescript', path: 'src/orders.ts', base: orders }, [
    {
      what: 'break-taken-away',
      replaces: '      cents += 490;\n      break;\n',
      faulty: '      cents += 490;\n',
      safe: '      cents += 520;\n      break;\n',
      at: 'break;',
      side: 'old',
    },
    {
      what: 'promise-returned-out-of-try',
      replaces: '  return (await loadOrder(id)) ?? undefined;\n',
      faulty: `  try {
    return loadOrder(id);
  } catch (error) {
    log.warn({ error, id }, 'order not found');
    return undefined;
  }
`,
      safe: `  try {
    return await loadOrder(id);
  } catch (error) {
    log.warn({ error, id }, 'order not found');
    return undefined;
  }
`,
      at: 'return loadOrder(id)',
    },
    {
      what: 'case-runs-on',
      replaces: `    case 'pickup':
      break;
`,
      faulty: `    case 'pickup':
      log.info({ id: order.id }, 'picked up');
`,
      safe: `    case 'pickup':
      log.info({ id: order.id }, 'picked up');
      break;
`,
      at: "'picked up'",
    },
  ]),
  ...changesOf({ family: 'correctness', language: 'tsx', path: 'src/profile.tsx', base: profile }, [
    {
      what: 'hook-behind-return',
      replaces: '  const [user, setUser] = useState<User>();\n',
      faulty: `  if (id === undefined) return <p>Nobody is signed in.</p>;
  const [user, setUser] = useState<User>();
`,
      safe: `  const [user, setUser] = useState<User>();
  const title = id === undefined ? 'Nobody is signed in.' : 'Signed in.';
`,
      at: 'useState<User>()',
    },
  ]),
];
