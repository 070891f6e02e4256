import { describe, expect, it } from 'vitest';
import { holdRuleCases } from '../../cases/rule-cases.ts';
import { reviewSource } from '../../cases/review-source.ts';

const path = 'src/main/java/app/Orders.java';
const java = (body: string) =>
  `package app;\nimport java.io.*;\nimport java.util.*;\nimport java.util.concurrent.locks.Lock;\n\nclass Orders {\n${body}\n}\n`;

holdRuleCases({
  'correctness/identity-compare': {
    path,
    faulty: [
      java('boolean isDone(String status) { return status == "done"; }'),
      java('boolean same(Long left, Long right) { return left == right; }'),
    ],
    safe: [
      java('boolean isDone(String status) { return "done".equals(status); }'),
      java('boolean same(long left, long right) { return left == right; }'),
      java('boolean isNone(String status) { return status == null; }'),
      java('int compare(String a, String b) { if (a == b) return 0; return a.compareTo(b); }'),
    ],
  },
  'correctness/empty-catch': {
    path,
    faulty: [java('void f() { try { save(); } catch (IOException e) { } }')],
    safe: [
      java('void f() { try { save(); } catch (IOException ignored) { } }'),
      java('void f() { try { save(); } catch (IOException e) { /* the next run does it */ } }'),
      java('void f() { try { in.close(); } catch (IOException e) { } }'),
    ],
  },
  'correctness/return-in-finally': {
    path,
    faulty: [java('boolean f() { try { return save(); } finally { return true; } }')],
    safe: [java('boolean f() { try { return save(); } finally { release(); } }')],
  },
  'correctness/interrupt-swallowed': {
    path,
    faulty: [
      java('void f() { try { Thread.sleep(9); } catch (InterruptedException e) { e.printStackTrace(); } }'),
    ],
    safe: [
      java(
        'void f() { try { Thread.sleep(9); } catch (InterruptedException e) { Thread.currentThread().interrupt(); } }',
      ),
      java(
        'void f() { try { Thread.sleep(9); } catch (InterruptedException e) { throw new IllegalStateException(e); } }',
      ),
    ],
  },
  'correctness/equals-without-hash': {
    path,
    faulty: [java('@Override public boolean equals(Object other) { return other instanceof Orders; }')],
    safe: [
      java(
        '@Override public boolean equals(Object other) { return other instanceof Orders; }\n@Override public int hashCode() { return 7; }',
      ),
      java('boolean equals(Orders other) { return true; }'),
    ],
  },
  'correctness/compare-by-subtraction': {
    path,
    faulty: [
      java('int rank; public int compareTo(Orders other) { return this.rank - other.rank; }'),
      java('void f(List<Item> items) { items.sort((a, b) -> a.price - b.price); }'),
    ],
    safe: [
      java('int rank; public int compareTo(Orders other) { return Integer.compare(rank, other.rank); }'),
      java('int left(Orders other) { return this.rank - other.rank; }'),
      java('void f(List<String> items) { items.sort((a, b) -> a.length() - b.length()); }'),
    ],
  },
  'correctness/changed-while-iterated': {
    path,
    faulty: [
      java('void f(List<Item> items) { for (Item item : items) { if (item.done) { items.remove(item); } } }'),
    ],
    safe: [
      java(
        'void f(List<Item> items) { for (Item item : items) { if (item.done) { items.remove(item); break; } } }',
      ),
      java('void f(List<Item> items) { for (Item item : new ArrayList<>(items)) { items.remove(item); } }'),
    ],
  },
  'correctness/result-dropped': {
    path,
    faulty: [
      java('String f(String name) { name.trim(); return name; }'),
      java('void f(InputStream in, byte[] buffer) throws IOException { in.read(buffer); }'),
    ],
    safe: [
      java('String f(String name) { name = name.trim(); return name; }'),
      java(
        'void f(InputStream in, byte[] buffer) throws IOException { int count = in.read(buffer); use(count); }',
      ),
      java('void f(StringBuilder text) { text.replace(0, 1, "x"); }'),
    ],
  },
  'correctness/index-past-end': {
    path,
    faulty: [
      java('void f(int[] xs) { for (int i = 0; i <= xs.length; i++) use(xs[i]); }'),
      java('void f(List<Item> xs) { for (int i = 0; i <= xs.size(); i++) { use(xs.get(i)); } }'),
    ],
    safe: [
      java('void f(int[] xs) { for (int i = 0; i < xs.length; i++) use(xs[i]); }'),
      java('void f(int[] xs) { for (int i = 1; i <= xs.length; i++) use(xs[i - 1]); }'),
    ],
  },
  'correctness/self-compare': {
    path,
    faulty: [java('boolean f(Item a, Item b) { return a.id == a.id; }')],
    safe: [
      java('boolean f(Item a, Item b) { return a.id == b.id; }'),
      java('boolean f(double d) { return d != d; }'),
    ],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: [java('void f(int k) { if (k == 1) one(); else if (k == 2) two(); else if (k == 1) three(); }')],
    safe: [java('void f(int k) { if (k == 1) one(); else if (k == 2) two(); }')],
  },
  'correctness/fall-through': {
    path,
    faulty: [java('void f(int k) { switch (k) { case 1: one(); case 2: two(); break; default: other(); } }')],
    safe: [
      java('void f(int k) { switch (k) { case 1: one(); break; case 2: two(); break; default: other(); } }'),
      java('void f(int k) {\n switch (k) {\n case 1: one();\n // fall through\n case 2: two(); break; } }'),
      java('int f(int k) { switch (k) { case 1: case 2: return 2; default: throw new Error(); } }'),
      java('int f(int k) { return switch (k) { case 1 -> one(); default -> other(); }; }'),
    ],
  },
  'correctness/unclosed-resource': {
    path,
    faulty: [
      java(
        'int f(File file) throws IOException { FileInputStream in = new FileInputStream(file); return in.read(); }',
      ),
    ],
    safe: [
      java(
        'int f(File file) throws IOException { try (FileInputStream in = new FileInputStream(file)) { return in.read(); } }',
      ),
      java(
        'InputStream f(File file) throws IOException { FileInputStream in = new FileInputStream(file); return in; }',
      ),
      java('int f() { Scanner in = new Scanner(System.in); return in.nextInt(); }'),
    ],
  },
  'correctness/lock-left-held': {
    path,
    faulty: [java('Lock lock; void f() { lock.lock(); work(); lock.unlock(); }')],
    safe: [
      java('Lock lock; void f() { lock.lock(); try { work(); } finally { lock.unlock(); } }'),
      java('Lock lock; void f() { lock.lock(); count++; lock.unlock(); }'),
    ],
  },
});

describe('correctness/removed-break', () => {
  it('is told at the statement that is gone', async () => {
    const base = java('void f(int k) {\nswitch (k) {\ncase 1:\none();\nbreak;\ndefault:\nother();\n}\n}');
    const findings = await reviewSource(base.replace('break;\n', ''), { path, base });
    expect(findings.map(({ rule, location }) => [rule, location?.side, location?.line])).toEqual([
      ['correctness/removed-break', 'old', 11],
    ]);
  });
});
