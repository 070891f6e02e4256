import type { FamilyId } from '../../families.ts';
import type { CaseFile, QualityCase } from '../../quality-case.ts';

const family: FamilyId = 'maintainability';
const kept = (path: string, text: string): CaseFile => ({ path, base: text, head: text });

interface Breaking {
  readonly id: string;
  readonly language: string;
  readonly path: string;
  readonly base: string;
  readonly around: readonly CaseFile[];
  /** What the change replaces, what a break puts there, and what a sound change does. */
  readonly replaces: string;
  readonly faulty: string;
  readonly safe: string;
  readonly label: QualityCase['expect'][0];
}

function breaking({
  id,
  language,
  path,
  base,
  around,
  replaces,
  faulty,
  safe,
  label,
}: Breaking): QualityCase {
  if (!base.includes(replaces)) throw new Error(`${path} does not hold ${JSON.stringify(replaces)}`);
  const changed = (text: string): CaseFile => ({ path, base, head: base.replace(replaces, () => text) });
  return {
    id: `maintainability/${language}/${id}`,
    family,
    language,
    files: [changed(faulty), ...around],
    expect: [{ rules: ['maintainability/public-api'], path, ...label }],
    safe: [changed(safe), ...around],
  };
}

const limiter = `// Package throttle keeps callers below a rate.
package throttle

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time; tests bring their own.
type Clock interface {
	Now() time.Time
}

// Limiter lets so many calls through in a window.
type Limiter struct {
	Window time.Duration
	Max    int

	mu    sync.Mutex
	seen  []time.Time
	clock Clock
}

// New makes a limiter on the system's clock.
func New(window time.Duration, max int) *Limiter {
	return &Limiter{Window: window, Max: max, clock: systemClock{}}
}

// Wait blocks until a call is free, or the context ends.
func (l *Limiter) Wait(ctx context.Context) error {
	for !l.take() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(l.Window / 10):
		}
	}
	return nil
}

func (l *Limiter) take() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	kept := l.seen[:0]
	for _, at := range l.seen {
		if now.Sub(at) < l.Window {
			kept = append(kept, at)
		}
	}
	l.seen = kept
	if len(kept) >= l.Max {
		return false
	}
	l.seen = append(l.seen, now)
	return true
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }
`;
const goFile = {
  language: 'go',
  path: 'throttle/limiter.go',
  base: limiter,
  around: [kept('go.mod', 'module github.com/acme/throttle\n\ngo 1.24\n')],
};

const store = `"""Keeps parcels by their number."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class Parcel:
    number: str
    weight_grams: int
    fragile: bool = False


class ParcelStore:
    def __init__(self, path, encoding="utf-8"):
        self._path = path
        self._encoding = encoding

    def find(self, number, default=None):
        for parcel in self.parcels():
            if parcel.number == number:
                return parcel
        return default

    def parcels(self) -> Iterator[Parcel]:
        with open(self._path, encoding=self._encoding) as lines:
            for line in lines:
                number, weight = line.split(";")
                yield Parcel(number, int(weight))


def total_weight(parcels, *, unit="g"):
    grams = sum(parcel.weight_grams for parcel in parcels)
    return grams if unit == "g" else grams / 1000
`;
const pythonFile = {
  language: 'python',
  path: 'src/parcels/store.py',
  base: store,
  around: [
    kept(
      'pyproject.toml',
      '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "parcels"\nversion = "2.3.0"\n',
    ),
  ],
};

const parser = `package com.acme.csv;

import java.util.ArrayList;
import java.util.List;

/** Reads lines of separated values. */
public final class LineParser {
  private final char separator;

  public LineParser(char separator) {
    this.separator = separator;
  }

  public List<String> parse(String line) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= line.length(); at++) {
      if (at == line.length() || line.charAt(at) == separator) {
        fields.add(line.substring(start, at));
        start = at + 1;
      }
    }
    return fields;
  }
}
`;
const javaFile = {
  language: 'java',
  path: 'src/main/java/com/acme/csv/LineParser.java',
  base: parser,
  around: [kept('build.gradle.kts', 'plugins {\n    `java-library`\n    `maven-publish`\n}\n')],
};

export const cases: readonly QualityCase[] = [
  breaking({
    ...goFile,
    id: 'function-asks-for-more',
    replaces: 'func New(window time.Duration, max int) *Limiter {',
    faulty: 'func New(window time.Duration, max int, clock Clock) *Limiter {',
    safe: 'func New(window time.Duration, max int, options ...func(*Limiter)) *Limiter {',
    label: { at: 'func New(' },
  }),
  breaking({
    ...goFile,
    id: 'method-hidden',
    replaces: 'func (l *Limiter) Wait(ctx context.Context) error {',
    faulty: 'func (l *Limiter) wait(ctx context.Context) error {',
    safe: 'func (l *Limiter) Wait(waiting context.Context) error {\n\tctx := waiting',
    label: { at: 'func (l *Limiter) Wait(', side: 'old' },
  }),
  breaking({
    ...goFile,
    id: 'interface-grows',
    replaces: '\tNow() time.Time\n}\n\n// Limiter',
    faulty: '\tNow() time.Time\n\tSleep(time.Duration)\n}\n\n// Limiter',
    safe: '\tNow() time.Time\n}\n\n// Sleeper may be a clock too.\ntype Sleeper interface {\n\tSleep(time.Duration)\n}\n\n// Limiter',
    label: { at: 'Sleep(time.Duration)' },
  }),
  breaking({
    ...goFile,
    id: 'field-changes-its-type',
    replaces: '\tMax    int\n',
    faulty: '\tMax    uint32\n',
    safe: '\tMax    int\n\t// Burst may go beyond Max for a moment.\n\tBurst int\n',
    label: { at: 'Max    uint32' },
  }),
  breaking({
    ...pythonFile,
    id: 'parameter-renamed',
    replaces:
      'def find(self, number, default=None):\n        for parcel in self.parcels():\n            if parcel.number == number:',
    faulty:
      'def find(self, parcel_number, default=None):\n        for parcel in self.parcels():\n            if parcel.number == parcel_number:',
    safe: 'def find(self, number, default=None, *, fragile=None):\n        for parcel in self.parcels():\n            if parcel.number == number and fragile in (None, parcel.fragile):',
    label: { at: 'def find(' },
  }),
  breaking({
    ...pythonFile,
    id: 'constructor-asks-for-more',
    replaces: 'def __init__(self, path, encoding="utf-8"):',
    faulty: 'def __init__(self, path, encoding):',
    safe: 'def __init__(self, path, encoding="utf-8", newline=None):',
    label: { at: 'def __init__(' },
  }),
  breaking({
    ...pythonFile,
    id: 'record-asks-for-more',
    replaces: '    weight_grams: int\n',
    faulty: '    weight_grams: int\n    volume_litres: int\n',
    safe: '    weight_grams: int\n    _volume_litres = 0\n',
    label: { at: 'volume_litres: int' },
  }),
  breaking({
    ...pythonFile,
    id: 'function-made-async',
    replaces: 'def total_weight(parcels, *, unit="g"):\n',
    faulty: 'async def total_weight(parcels, *, unit="g"):\n',
    safe: 'def total_weight(parcels, *, unit="g", skip=()):\n',
    label: { at: 'def total_weight(' },
  }),
  breaking({
    ...javaFile,
    id: 'method-takes-others',
    replaces: 'public List<String> parse(String line) {\n',
    faulty: 'public List<String> parse(String line, int limit) {\n',
    safe: 'public List<String> parse(CharSequence text, int limit) {\n    return parse(text.toString()).subList(0, limit);\n  }\n\n  public List<String> parse(String line) {\n',
    label: { at: 'parse(String line, int limit)' },
  }),
];
