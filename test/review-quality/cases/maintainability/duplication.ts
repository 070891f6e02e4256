import type { QualityCase } from '../../quality-case.ts';

const rule = ['maintainability/duplication'];

const invoices = `import type { Ledger } from './ledger.ts';

export function invoiceRows(invoices: readonly Invoice[], ledger: Ledger): readonly Row[] {
  const rows: Row[] = [];
  for (const invoice of invoices) {
    const paid = ledger.paymentsOf(invoice.id).reduce((sum, payment) => sum + payment.cents, 0);
    if (paid >= invoice.cents) continue;
    const days = Math.floor((ledger.today() - invoice.dueAt) / 86_400_000);
    rows.push({
      id: invoice.id,
      label: invoice.title.trim().slice(0, 80),
      open: invoice.cents - paid,
      isLate: days > 30,
    });
  }
  return rows.toSorted((one, other) => other.open - one.open);
}
`;
const copied = `
export function reminderRows(reminders: readonly Reminder[], book: Ledger): readonly Row[] {
  const found: Row[] = [];
  for (const reminder of reminders) {
    const settled = book.paymentsOf(reminder.id).reduce((total, one) => total + one.cents, 0);
    if (settled >= reminder.cents) continue;
    const age = Math.floor((book.today() - reminder.dueAt) / 86_400_000);
    found.push({
      id: reminder.id,
      label: reminder.title.trim().slice(0, 120),
      open: reminder.cents - settled,
      isLate: age > 14,
    });
  }
  return found.toSorted((left, right) => right.open - left.open);
}
`;
const shared = `
export function reminderRows(reminders: readonly Reminder[], book: Ledger): readonly Row[] {
  const late = book.lateSince(14);
  return invoiceRows(
    reminders.filter((reminder) => !reminder.isMuted && late.has(reminder.id)),
    book,
  );
}
`;

const stock = `def low_stock(shelf, orders, *, margin=2):
    """Articles that will run out before the next delivery."""
    low = []
    for article in shelf.articles():
        ordered = sum(order.amount for order in orders if order.sku == article.sku)
        left = article.amount - ordered
        if left < article.minimum * margin:
            low.append({"sku": article.sku, "left": left, "name": article.name.title()})
            shelf.log.info("runs low", extra={"sku": article.sku, "left": left})
    low.sort(key=lambda entry: (entry["left"], entry["sku"]))
    shelf.remember(low, kind="low")
    return low
`;
const stockCopied = `

def scarce_parts(store, requests, *, margin=3):
    """Parts that will run out before the end of the shift."""
    scarce = []
    for part in store.articles():
        wanted = sum(request.amount for request in requests if request.sku == part.sku)
        rest = part.amount - wanted
        if rest < part.minimum * margin:
            scarce.append({"sku": part.sku, "left": rest, "name": part.name.title()})
            store.log.info("is scarce", extra={"sku": part.sku, "left": rest})
    scarce.sort(key=lambda row: (row["left"], row["sku"]))
    store.remember(scarce, kind="scarce")
    return scarce
`;
const stockShared = `

def scarce_parts(store, requests):
    """Parts that will run out before the end of the shift."""
    return low_stock(store, requests, margin=3)
`;

interface Copy {
  readonly language: string;
  readonly what: string;
  readonly path: string;
  readonly base: string;
  readonly copy: string;
  readonly shared: string;
  readonly at: string;
}

function copyOf({ language, what, path, base, copy, shared: better, at }: Copy): QualityCase {
  return {
    id: `maintainability/${language}/${what}`,
    family: 'maintainability',
    language,
    files: [{ path, base, head: base + copy }],
    expect: [{ rules: rule, at }],
    safe: [{ path, base, head: base + better }],
  };
}

export const cases: readonly QualityCase[] = [
  copyOf({
    language: 'typescript',
    what: 'copied-with-other-names',
    path: 'src/billing/rows.ts',
    base: invoices,
    copy: copied,
    shared,
    at: 'export function reminderRows(',
  }),
  copyOf({
    language: 'python',
    what: 'copied-with-other-names',
    path: 'stock/low.py',
    base: stock,
    copy: stockCopied,
    shared: stockShared,
    at: 'def scarce_parts(',
  }),
];
