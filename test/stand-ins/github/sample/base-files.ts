/** The service as it stands on `main`: parcels are ordered, priced, labelled and announced. */
export const baseFiles: Readonly<Record<string, string>> = {
  'package.json': `{
  "name": "parcel-desk",
  "version": "1.4.0",
  "private": true,
  "type": "module",
  "scripts": {
    "start": "node src/server.ts",
    "test": "node --test"
  },
  "dependencies": {
    "pg": "8.16.3",
    "zod": "4.1.12"
  }
}
`,
  'README.md': `# Parcel desk

Takes parcel orders, prices them, prints labels and tells customers.

## Run

    npm ci
    npm start

The service listens on port 3000.
`,
  'src/server.ts': `import { createServer } from 'node:http';
import { readOrder, saveOrder } from './orders.ts';
import { announce } from './notifications.ts';
import { settings } from './settings.ts';

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET' && url.pathname.startsWith('/orders/')) {
    const order = await readOrder(url.pathname.slice('/orders/'.length));
    response.writeHead(order ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(order ?? { error: 'not found' }));
    return;
  }
  if (request.method === 'POST' && url.pathname === '/orders') {
    const order = await saveOrder(request);
    await announce(order);
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify(order));
    return;
  }
  response.writeHead(404).end();
});

server.listen(settings.port);
`,
  'src/database.ts': `import { Pool } from 'pg';
import { settings } from './settings.ts';

export const database = new Pool({ connectionString: settings.databaseUrl, max: 10 });
`,
  'src/settings.ts': `export const settings = {
  port: Number(process.env.PORT ?? 3000),
  databaseUrl: process.env.DATABASE_URL ?? 'postgres://localhost/parcels',
  mailUrl: process.env.MAIL_URL ?? 'http://localhost:8025/send',
};
`,
  'src/orders.ts': `import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { database } from './database.ts';
import { priceOf } from './pricing.ts';

const Order = z.object({
  id: z.string(),
  customer: z.string().min(1),
  weightGrams: z.number().int().positive(),
  country: z.string().length(2),
});
export type Order = z.infer<typeof Order>;

export async function readOrder(id: string): Promise<Order | undefined> {
  const result = await database.query('select * from orders where id = $1', [id]);
  return result.rows[0];
}

export async function saveOrder(request: IncomingMessage): Promise<Order> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const order = Order.parse(JSON.parse(Buffer.concat(chunks).toString()));
  await database.query('insert into orders (id, customer, weight, country, price) values ($1, $2, $3, $4, $5)', [
    order.id,
    order.customer,
    order.weightGrams,
    order.country,
    priceOf(order),
  ]);
  return order;
}
`,
  'src/pricing.ts': `import type { Order } from './orders.ts';

const centsPerKilogram = 120;
const baseCents = 490;

/** Price in cents. */
export function priceOf(order: Order): number {
  const kilograms = Math.ceil(order.weightGrams / 1000);
  return baseCents + kilograms * centsPerKilogram;
}
`,
  'src/labels.ts': `import { writeFile } from 'node:fs/promises';
import type { Order } from './orders.ts';

export function labelText(order: Order): string {
  return [order.customer, order.country, order.id].join('\\n');
}

export async function saveLabel(order: Order, folder: string): Promise<void> {
  await writeFile(\`\${folder}/\${order.id}.txt\`, labelText(order));
}
`,
  'src/notifications.ts': `import type { Order } from './orders.ts';
import { settings } from './settings.ts';

export async function announce(order: Order): Promise<void> {
  await sendMail(order.customer, \`Your parcel \${order.id} was ordered.\`);
}

async function sendMail(to: string, text: string): Promise<void> {
  const response = await fetch(settings.mailUrl, { method: 'POST', body: JSON.stringify({ to, text }) });
  if (!response.ok) throw new Error(\`mail answered \${response.status}\`);
}
`,
  'src/format.ts': `/** 1234 → "12.34 €". */
export function formatCents(cents: number): string {
  return \`\${(cents / 100).toFixed(2)} €\`;
}

export function formatGrams(grams: number): string {
  return grams < 1000 ? \`\${grams} g\` : \`\${(grams / 1000).toFixed(1)} kg\`;
}
`,
};
