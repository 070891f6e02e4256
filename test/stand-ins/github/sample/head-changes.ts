import { baseFiles } from './base-files.ts';

/** A token of a real shape that no one ever issued. In two halves, so that scanners of this repository stay quiet. */
const madeUpToken = ['ghp', 'R7mQ2xVb9TnK4wLz8cYd1Hs6Jf3GpA5eUo0i'].join('_');

/** What the pull request changes: six faults of the kinds that reviews exist for, among harmless edits. */
export const headChanges: Readonly<Record<string, string | null>> = {
  'README.md': edit('README.md', [
    'The service listens on port 3000.\n',
    `The service listens on port 3000.

## Search

\`GET /orders?customer=NAME\` lists the orders of a customer.
\`POST /orders/ID/label?printer=NAME\` prints the label again.
`,
  ]),
  'package.json': edit(
    'package.json',
    ['"version": "1.4.0"', '"version": "1.5.0"'],
    [
      '"start": "node src/server.ts",',
      '"start": "node src/server.ts",\n    "postinstall": "node scripts/prepare.js",',
    ],
    [
      '"pg": "8.16.3",',
      '"label-kit": "git+https://github.com/parcel-desk/label-kit.git#main",\n    "pg": "8.16.3",',
    ],
  ),
  'src/server.ts': edit(
    'src/server.ts',
    [
      "import { readOrder, saveOrder } from './orders.ts';\n",
      "import { printLabel } from './labels.ts';\nimport { readOrder, saveOrder, searchOrders } from './orders.ts';\n",
    ],
    [
      "  if (request.method === 'POST' && url.pathname === '/orders') {",
      `  if (request.method === 'GET' && url.pathname === '/orders') {
    const orders = await searchOrders(url.searchParams.get('customer') ?? '');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(orders));
    return;
  }
  if (request.method === 'POST' && url.pathname.endsWith('/label')) {
    printLabel(url.pathname.split('/')[2] ?? '', url.searchParams.get('printer') ?? 'desk');
    response.writeHead(202).end();
    return;
  }
  if (request.method === 'POST' && url.pathname === '/orders') {`,
    ],
  ),
  'src/orders.ts': edit('src/orders.ts', [
    'export async function saveOrder',
    `export async function searchOrders(customer: string): Promise<Order[]> {
  const result = await database.query(\`select * from orders where customer like '%\${customer}%' order by id\`);
  return result.rows;
}

export async function saveOrder`,
  ]),
  'src/labels.ts': edit(
    'src/labels.ts',
    [
      "import { writeFile } from 'node:fs/promises';\n",
      "import { exec } from 'node:child_process';\nimport { writeFile } from 'node:fs/promises';\n",
    ],
    [
      'export async function saveLabel',
      `/** Prints a saved label on the named printer. */
export function printLabel(orderId: string, printer: string): void {
  exec(\`lp -d \${printer} labels/\${orderId}.txt\`, (error) => {
    if (error) console.error('label not printed', error.message);
  });
}

export async function saveLabel`,
    ],
  ),
  'src/settings.ts': edit('src/settings.ts', [
    '};\n',
    `  releasesToken: '${madeUpToken}',
};
`,
  ]),
  'src/notifications.ts': edit(
    'src/notifications.ts',
    [
      'was ordered.`);\n',
      `was ordered.\`);
  recordAnnouncement(order);
}

async function recordAnnouncement(order: Order): Promise<void> {
  await database.query('insert into announcements (order_id) values ($1)', [order.id]);
`,
    ],
    ['import { settings }', "import { database } from './database.ts';\nimport { settings }"],
  ),
  'src/pricing.ts': edit(
    'src/pricing.ts',
    [
      'const baseCents = 490;\n',
      "const baseCents = 490;\nconst neighbours = ['AT', 'BE', 'CH', 'CZ', 'DK', 'FR', 'LU', 'NL', 'PL'];\n",
    ],
    [
      '  return baseCents + kilograms * centsPerKilogram;\n}\n',
      `  return baseCents + kilograms * centsPerKilogram + surchargeOf(order, new Date());
}

export function surchargeOf(order: Order, now: Date): number {
  let cents = 0;
  if (order.country !== 'DE') {
    if (neighbours.includes(order.country)) {
      if (order.weightGrams > 20000) {
        cents += 900;
      } else if (order.weightGrams > 10000) {
        cents += 600;
      } else {
        cents += 300;
      }
    } else if (order.country === 'GB' || order.country === 'NO') {
      if (order.weightGrams > 20000) {
        cents += 1900;
      } else if (order.weightGrams > 10000) {
        cents += 1400;
      } else {
        cents += 900;
      }
      cents += 250;
    } else if (order.country === 'US' || order.country === 'CA') {
      if (order.weightGrams > 20000) {
        cents += 4900;
      } else if (order.weightGrams > 10000) {
        cents += 3900;
      } else if (order.weightGrams > 5000) {
        cents += 2900;
      } else {
        cents += 1900;
      }
    } else {
      cents += 5900;
    }
  } else if (order.weightGrams > 31500) {
    cents += 2500;
  }
  if (now.getMonth() === 11) {
    if (now.getDate() > 10 && now.getDate() < 25) {
      cents += order.weightGrams > 10000 ? 400 : 200;
    } else {
      cents += 100;
    }
  }
  if (now.getDay() === 6 || now.getDay() === 0) {
    cents += 150;
  }
  if (order.customer.startsWith('VIP') && cents > 1000) {
    cents = cents - Math.min(500, cents / 10);
  }
  return Math.round(cents);
}
`,
    ],
  ),
  // A file that only moves, with one line changed.
  'src/format.ts': null,
  'src/money.ts': edit('src/format.ts', ['(cents / 100).toFixed(2)} €', '(cents / 100).toFixed(2)} EUR']),
};

/** A base file with pieces replaced; each piece must be there exactly once. */
function edit(path: string, ...replacements: readonly (readonly [from: string, to: string])[]): string {
  let text = baseFiles[path] ?? '';
  for (const [from, to] of replacements) {
    if (text.split(from).length !== 2) throw new Error(`${path} does not hold one: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}
