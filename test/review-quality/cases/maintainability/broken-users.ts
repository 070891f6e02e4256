import type { CaseFile, QualityCase } from '../../quality-case.ts';

const kept = (path: string, text: string): CaseFile => ({ path, base: text, head: text });

interface Using {
  readonly language: string;
  readonly what: string;
  readonly path: string;
  readonly base: string;
  readonly replaces: string;
  readonly with: string;
  /** The file that uses it: untouched in the faulty change, and moved along in the safe one. */
  readonly user: {
    readonly path: string;
    readonly base: string;
    readonly replaces: string;
    readonly with: string;
  };
  readonly around?: readonly CaseFile[];
  readonly label: QualityCase['expect'][0];
}

/** A private package: nothing outside of the repository breaks, and something inside does. */
function using({ language, what, path, base, user, around = [], label, ...change }: Using): QualityCase {
  const changed = (text: string, { replaces, with: now }: { replaces: string; with: string }) => {
    if (!text.includes(replaces)) throw new Error(`nothing holds ${JSON.stringify(replaces)}`);
    return text.replace(replaces, () => now);
  };
  const broken: CaseFile = { path, base, head: changed(base, change) };
  return {
    id: `maintainability/${language}/${what}`,
    family: 'maintainability',
    language,
    files: [broken, kept(user.path, user.base), ...around],
    expect: [{ rules: ['maintainability/public-api'], path, ...label }],
    safe: [broken, { path: user.path, base: user.base, head: changed(user.base, user) }, ...around],
  };
}

const shifts = `export interface Shift {
  readonly nurse: string;
  readonly startsAt: Date;
  readonly hours: number;
}

/** Shifts of one person that overlap another one of theirs. */
export function overlaps(shifts: readonly Shift[]): readonly Shift[] {
  const sorted = shifts.toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  return sorted.filter((shift, at) => {
    const next = sorted[at + 1];
    return next !== undefined && next.startsAt.getTime() < shift.startsAt.getTime() + shift.hours * 3_600_000;
  });
}
`;
const plan = `import { overlaps, type Shift } from '../shifts';

export function problemsOf(shifts: readonly Shift[]): readonly string[] {
  return overlaps(shifts).map(({ nurse, startsAt }) => \`\${nurse} works twice at \${startsAt.toISOString()}\`);
}
`;

const tickets = `package tickets

// Ticket is a place in the queue.
type Ticket struct {
	Number int
	Desk   string
}

// Next gives the ticket that is called now.
func Next(open []Ticket, desk string) (Ticket, bool) {
	for _, ticket := range open {
		if ticket.Desk == desk {
			return ticket, true
		}
	}
	return Ticket{}, false
}
`;
const board = `package main

import (
	"fmt"

	"queue/internal/tickets"
)

func show(open []tickets.Ticket) {
	if ticket, ok := tickets.Next(open, "a"); ok {
		fmt.Println(ticket.Number)
	}
}
`;

const tariffs = `from decimal import Decimal


def price_of(kilowatt_hours: Decimal, tariff: dict[str, Decimal]) -> Decimal:
    base = tariff["base"]
    return base + kilowatt_hours * tariff["unit"]
`;
const bills = `from billing.tariffs import price_of


def bill(meter, tariff):
    return {"meter": meter.number, "total": price_of(meter.used, tariff=tariff)}
`;

export const cases: readonly QualityCase[] = [
  using({
    language: 'typescript',
    what: 'export-renamed-and-still-imported',
    path: 'src/shifts.ts',
    base: shifts,
    replaces: 'export function overlaps(',
    with: 'export function overlappingShifts(',
    user: {
      path: 'src/plan/problems.ts',
      base: plan,
      replaces: "import { overlaps, type Shift } from '../shifts';",
      with: "import { overlappingShifts as overlaps, type Shift } from '../shifts';",
    },
    around: [kept('package.json', '{ "name": "wards", "private": true }\n')],
    label: { at: 'export function overlaps(', side: 'old' },
  }),
  using({
    language: 'typescript',
    what: 'argument-added-and-calls-left',
    path: 'src/shifts.ts',
    base: shifts,
    replaces: 'shifts: readonly Shift[]): readonly Shift[] {',
    with: 'shifts: readonly Shift[], restHours: number): readonly Shift[] {',
    user: {
      path: 'src/plan/problems.ts',
      base: plan,
      replaces: 'overlaps(shifts)',
      with: 'overlaps(shifts, 11)',
    },
    label: { at: 'restHours: number' },
  }),
  using({
    language: 'go',
    what: 'argument-gone-and-calls-left',
    path: 'internal/tickets/tickets.go',
    base: tickets,
    replaces:
      'func Next(open []Ticket, desk string) (Ticket, bool) {\n\tfor _, ticket := range open {\n\t\tif ticket.Desk == desk {',
    with: 'func Next(open []Ticket) (Ticket, bool) {\n\tfor _, ticket := range open {\n\t\tif ticket.Desk != "" {',
    user: {
      path: 'cmd/board/show.go',
      base: board,
      replaces: 'tickets.Next(open, "a")',
      with: 'tickets.Next(open)',
    },
    around: [kept('go.mod', 'module queue\n\ngo 1.24\n')],
    label: { at: 'func Next(open []Ticket)' },
  }),
  using({
    language: 'python',
    what: 'parameter-renamed-and-calls-left',
    path: 'billing/tariffs.py',
    base: tariffs,
    replaces:
      'tariff: dict[str, Decimal]) -> Decimal:\n    base = tariff["base"]\n    return base + kilowatt_hours * tariff["unit"]',
    with: 'rates: dict[str, Decimal]) -> Decimal:\n    base = rates["base"]\n    return base + kilowatt_hours * rates["unit"]',
    user: {
      path: 'billing/bills.py',
      base: bills,
      replaces: 'tariff=tariff',
      with: 'rates=tariff',
    },
    label: { at: 'def price_of(' },
  }),
];
