import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'internal/orders/store.go';
const go = (body: string) =>
  `package orders\n\nimport (\n\t"context"\n\t"database/sql"\n\t"encoding/json"\n\t"net/http"\n\t"os"\n\t"strconv"\n\t"sync"\n)\n\n${body}\n`;

holdRuleCases({
  'correctness/lost-error': {
    path,
    faulty: [
      go('func f(b []byte) Order {\n\tvar o Order\n\tjson.Unmarshal(b, &o)\n\treturn o\n}'),
      go('func f(p string) {\n\tfile, _ := os.Open(p)\n\tdefer file.Close()\n}'),
      go(
        'func f() error {\n\ta, err := one()\n\tb, err := two()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn use(a, b)\n}',
      ),
      go('func f() error {\n\tif err := save(); err != nil {\n\t\treturn nil\n\t}\n\treturn nil\n}'),
      go('func f(tx *sql.Tx) {\n\ttx.Commit()\n}'),
    ],
    safe: [
      go(
        'func f(b []byte) (Order, error) {\n\tvar o Order\n\terr := json.Unmarshal(b, &o)\n\treturn o, err\n}',
      ),
      go(
        'func f(p string) {\n\t// The file is there: it was made above.\n\tfile, _ := os.Open(p)\n\tdefer file.Close()\n}',
      ),
      go('func f() error {\n\ta, err := one()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn use(a)\n}'),
      go(
        'func f() error {\n\tif err := save(); err != nil {\n\t\treturn nil // told by the watcher\n\t}\n\treturn nil\n}',
      ),
      go(
        'func f(p string) (*Info, error) {\n\tinfo, err := os.Stat(p)\n\tif err != nil {\n\t\treturn nil, nil\n\t}\n\treturn of(info), nil\n}',
      ),
    ],
  },
  'correctness/use-before-check': {
    path,
    faulty: [
      go(
        'func f(u string) error {\n\tr, err := http.Get(u)\n\tdefer r.Body.Close()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}',
      ),
    ],
    safe: [
      go(
        'func f(u string) error {\n\tr, err := http.Get(u)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer r.Body.Close()\n\treturn nil\n}',
      ),
    ],
  },
  'correctness/unclosed-resource': {
    path,
    faulty: [
      go(
        'func f(u string) (int, error) {\n\tr, err := http.Get(u)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn r.StatusCode, nil\n}',
      ),
      go('func f(c context.Context) error {\n\tc, _ = context.WithTimeout(c, 5)\n\treturn work(c)\n}'),
    ],
    safe: [
      go(
        'func f(u string) (int, error) {\n\tr, err := http.Get(u)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tdefer r.Body.Close()\n\treturn r.StatusCode, nil\n}',
      ),
      go(
        'func f(u string) (*http.Response, error) {\n\tr, err := http.Get(u)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn r, nil\n}',
      ),
      go('func f(p string) (*os.File, error) {\n\treturn os.Open(p)\n}'),
      go(
        'func f(c context.Context) error {\n\tc, cancel := context.WithTimeout(c, 5)\n\tdefer cancel()\n\treturn work(c)\n}',
      ),
    ],
  },
  'correctness/unasked-rows-error': {
    path,
    faulty: [
      go(
        'func f(db *sql.DB) ([]string, error) {\n\trows, err := db.Query("SELECT name FROM t")\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdefer rows.Close()\n\tvar names []string\n\tfor rows.Next() {\n\t\tvar name string\n\t\tif err := rows.Scan(&name); err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t\tnames = append(names, name)\n\t}\n\treturn names, nil\n}',
      ),
    ],
    safe: [
      go(
        'func f(db *sql.DB) ([]string, error) {\n\trows, err := db.Query("SELECT name FROM t")\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdefer rows.Close()\n\tvar names []string\n\tfor rows.Next() {\n\t\tvar name string\n\t\tif err := rows.Scan(&name); err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t\tnames = append(names, name)\n\t}\n\treturn names, rows.Err()\n}',
      ),
    ],
  },
  'correctness/deferred-in-loop': {
    path,
    faulty: [
      go(
        'func f(ps []string) error {\n\tfor _, p := range ps {\n\t\tfile, err := os.Open(p)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tdefer file.Close()\n\t\tuse(file)\n\t}\n\treturn nil\n}',
      ),
    ],
    safe: [
      go(
        'func f(ps []string) error {\n\tfor _, p := range ps {\n\t\tfunc() {\n\t\t\tfile := open(p)\n\t\t\tdefer file.Close()\n\t\t\tuse(file)\n\t\t}()\n\t}\n\treturn nil\n}',
      ),
    ],
  },
  'correctness/nil-map-write': {
    path,
    faulty: [
      go(
        'func f(names []string) map[string]int {\n\tvar counts map[string]int\n\tfor _, n := range names {\n\t\tcounts[n]++\n\t}\n\tcounts["all"] = len(names)\n\treturn counts\n}',
      ),
    ],
    safe: [
      go(
        'func f() map[string]int {\n\tvar counts map[string]int\n\tcounts = make(map[string]int)\n\tcounts["all"] = 1\n\treturn counts\n}',
      ),
      go(
        'func f(b []byte) error {\n\tvar m map[string]int\n\tif err := json.Unmarshal(b, &m); err != nil {\n\t\treturn err\n\t}\n\tm["all"] = 1\n\treturn nil\n}',
      ),
    ],
  },
  'correctness/narrowed-number': {
    path,
    faulty: [
      go(
        'func f(s string) (int32, error) {\n\tn, err := strconv.Atoi(s)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn int32(n), nil\n}',
      ),
    ],
    safe: [
      go(
        'func f(s string) (int32, error) {\n\tn, err := strconv.ParseInt(s, 10, 32)\n\treturn int32(n), err\n}',
      ),
      go(
        'func f(s string) int32 {\n\tn, err := strconv.Atoi(s)\n\tif err != nil || n > limit || n < 0 {\n\t\treturn 0\n\t}\n\treturn int32(n)\n}',
      ),
    ],
  },
  'correctness/lock-left-held': {
    path,
    faulty: [
      go(
        'func (s *Store) f(k string) error {\n\ts.mu.Lock()\n\tif s.gone[k] {\n\t\treturn errGone\n\t}\n\ts.n++\n\ts.mu.Unlock()\n\treturn nil\n}',
      ),
    ],
    safe: [
      go(
        'func (s *Store) f(k string) error {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tif s.gone[k] {\n\t\treturn errGone\n\t}\n\treturn nil\n}',
      ),
      go(
        'func (s *Store) f(k string) error {\n\ts.mu.Lock()\n\tif s.gone[k] {\n\t\ts.mu.Unlock()\n\t\treturn errGone\n\t}\n\ts.mu.Unlock()\n\treturn nil\n}',
      ),
      go('func (s *Store) f() {\n\ts.mu.Lock()\n\tg := func() int { return 1 }\n\ts.mu.Unlock()\n\tg()\n}'),
    ],
  },
  'correctness/copied-lock': {
    path,
    faulty: [
      go(
        'type Counter struct {\n\tmu sync.Mutex\n\tn  int\n}\n\nfunc (c Counter) Add() {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.n++\n}',
      ),
      go('func work(wg sync.WaitGroup) {\n\tdefer wg.Done()\n}'),
    ],
    safe: [
      go(
        'type Counter struct {\n\tmu sync.Mutex\n\tn  int\n}\n\nfunc (c *Counter) Add() {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.n++\n}',
      ),
      go('func work(wg *sync.WaitGroup) {\n\tdefer wg.Done()\n}'),
    ],
  },
  'correctness/late-wait-group': {
    path,
    faulty: [
      go(
        'func f() {\n\tvar wg sync.WaitGroup\n\tgo func() {\n\t\twg.Add(1)\n\t\tdefer wg.Done()\n\t\twork()\n\t}()\n\twg.Wait()\n}',
      ),
    ],
    safe: [
      go(
        'func f() {\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t\twork()\n\t}()\n\twg.Wait()\n}',
      ),
    ],
  },
  'correctness/index-past-end': {
    path,
    faulty: [go('func f(xs []int) {\n\tfor i := 0; i <= len(xs); i++ {\n\t\tuse(xs[i])\n\t}\n}')],
    safe: [go('func f(xs []int) {\n\tfor i := 0; i < len(xs); i++ {\n\t\tuse(xs[i])\n\t}\n}')],
  },
  'correctness/self-compare': {
    path,
    faulty: [go('func less(a, b Item) bool {\n\treturn a.Rank < a.Rank\n}')],
    safe: [
      go('func less(a, b Item) bool {\n\treturn a.Rank < b.Rank\n}'),
      go('func isNaN(f float64) bool {\n\treturn f != f\n}'),
    ],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: [
      go(
        'func f(k string) {\n\tif k == "a" {\n\t\tone()\n\t} else if k == "b" {\n\t\ttwo()\n\t} else if k == "a" {\n\t\tthree()\n\t}\n}',
      ),
    ],
    safe: [
      go(
        'func f(k string) {\n\tif v, ok := a[k]; ok {\n\t\tone(v)\n\t} else if v, ok := b[k]; ok {\n\t\ttwo(v)\n\t}\n}',
      ),
    ],
  },
});
