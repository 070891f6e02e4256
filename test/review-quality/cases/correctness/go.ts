import { changesOf } from '../../changed-file.ts';

const base = `package orders

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
)

type Store struct {
	mu    sync.Mutex
	db    *sql.DB
	seen  map[string]int
	limit int
}

func (s *Store) Count(name string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[name] > s.limit {
		return 0, fmt.Errorf("too many orders of %s", name)
	}
	s.seen[name]++
	return s.seen[name], nil
}

func (s *Store) Names(ctx context.Context) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT name FROM orders")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func fetch(ctx context.Context, url string) (*Order, error) {
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var order Order
	if err := json.NewDecoder(response.Body).Decode(&order); err != nil {
		return nil, err
	}
	return &order, nil
}

func page(text string) (int32, error) {
	number, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0, err
	}
	return int32(number), nil
}

func archive(paths []string) error {
	for _, path := range paths {
		if err := archiveOne(path); err != nil {
			return err
		}
	}
	return nil
}

func archiveOne(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return send(file)
}

func all(orders []Order, work func(Order)) {
	var group sync.WaitGroup
	for _, order := range orders {
		group.Add(1)
		go func() {
			defer group.Done()
			work(order)
		}()
	}
	group.Wait()
}

func totals(orders []Order) map[string]int {
	sums := make(map[string]int)
	for i := 0; i < len(orders); i++ {
		sums[orders[i].Name] += orders[i].Cents
	}
	return sums
}
`;

export const cases = changesOf(
  { family: 'correctness', language: 'go', path: 'internal/orders/store.go', base },
  [
    {
      what: 'lock-held-on-the-early-return',
      replaces:
        '	s.mu.Lock()\n	defer s.mu.Unlock()\n	if s.seen[name] > s.limit {\n		return 0, fmt.Errorf("too many orders of %s", name)\n	}\n	s.seen[name]++\n	return s.seen[name], nil\n',
      faulty:
        '	s.mu.Lock()\n	if s.seen[name] > s.limit {\n		return 0, fmt.Errorf("too many orders of %s", name)\n	}\n	s.seen[name]++\n	count := s.seen[name]\n	s.mu.Unlock()\n	return count, nil\n',
      safe: '	s.mu.Lock()\n	if s.seen[name] > s.limit {\n		s.mu.Unlock()\n		return 0, fmt.Errorf("too many orders of %s", name)\n	}\n	s.seen[name]++\n	count := s.seen[name]\n	s.mu.Unlock()\n	return count, nil\n',
      at: 'too many orders',
    },
    {
      what: 'receiver-copies-the-lock',
      replaces: 'func (s *Store) Count(',
      faulty: 'func (s Store) Count(',
      safe: 'func (store *Store) Other() int { return store.limit }\n\nfunc (s *Store) Count(',
      at: 'func (s Store) Count(',
    },
    {
      what: 'rows-error-unasked',
      replaces: '	return names, rows.Err()\n',
      faulty:
        '	names = append(names, "other")\n	return names, nil\n}\n\nfunc (s *Store) Kinds(ctx context.Context) ([]string, error) {\n	rows, err := s.db.QueryContext(ctx, "SELECT kind FROM orders")\n	if err != nil {\n		return nil, err\n	}\n	defer rows.Close()\n	var kinds []string\n	for rows.Next() {\n		var kind string\n		if err := rows.Scan(&kind); err != nil {\n			return nil, err\n		}\n		kinds = append(kinds, kind)\n	}\n	return kinds, nil\n',
      safe: '	if err := rows.Err(); err != nil {\n		return nil, err\n	}\n	return names, nil\n',
      at: 'for rows.Next()',
    },
    {
      what: 'body-closed-before-the-check',
      replaces: '	if err != nil {\n		return nil, err\n	}\n	defer response.Body.Close()\n',
      faulty: '	defer response.Body.Close()\n	if err != nil {\n		return nil, err\n	}\n',
      safe: '	if err != nil {\n		return nil, fmt.Errorf("fetch %s: %w", url, err)\n	}\n	defer response.Body.Close()\n',
      at: 'defer response.Body.Close()',
    },
    {
      what: 'decode-error-dropped',
      replaces:
        '	if err := json.NewDecoder(response.Body).Decode(&order); err != nil {\n		return nil, err\n	}\n',
      faulty: '	json.NewDecoder(response.Body).Decode(&order)\n',
      safe: '	err = json.NewDecoder(response.Body).Decode(&order)\n	if err != nil {\n		return nil, err\n	}\n',
      at: 'Decode(&order)',
    },
    {
      what: 'number-cut',
      replaces: 'strconv.ParseInt(text, 10, 32)',
      faulty: 'strconv.Atoi(text)',
      safe: 'strconv.ParseInt(text, 0, 32)',
      at: 'strconv.Atoi(text)',
    },
    {
      what: 'defer-in-the-loop',
      replaces: '		if err := archiveOne(path); err != nil {\n			return err\n		}\n',
      faulty:
        '		file, err := os.Open(path)\n		if err != nil {\n			return err\n		}\n		defer file.Close()\n		if err := send(file); err != nil {\n			return err\n		}\n',
      safe: '		file, err := os.Open(path)\n		if err != nil {\n			return err\n		}\n		err = send(file)\n		file.Close()\n		if err != nil {\n			return err\n		}\n',
      at: 'defer file.Close()',
    },
    {
      what: 'group-told-too-late',
      replaces: '		group.Add(1)\n		go func() {\n',
      faulty: '		go func() {\n			group.Add(1)\n',
      safe: '		group.Add(1)\n		go func() {\n			logStart(order)\n',
      at: 'group.Add(1)',
    },
    {
      what: 'nil-map',
      replaces: '	sums := make(map[string]int)\n',
      faulty: '	var sums map[string]int\n	sums["all"] = len(orders)\n',
      safe: '	sums := make(map[string]int, len(orders))\n	sums["all"] = len(orders)\n',
      at: 'sums["all"]',
    },
    {
      what: 'one-past-the-end',
      replaces: 'i < len(orders)',
      faulty: 'i <= len(orders)',
      safe: 'i < len(orders) && i < 100',
      at: 'i <= len(orders)',
    },
  ],
);
