import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const base = `package reports

import (
	"archive/zip"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var page = template.Must(template.New("report").Parse(\`<h1>{{ .Title }}</h1>\`))

var feeds = map[string]string{"rates": "https://rates.example.com/v1", "news": "https://news.example.com/v2"}

type Server struct {
	db     *sql.DB
	root   string
	secret []byte
	log    *slog.Logger
}

func (s *Server) List(w http.ResponseWriter, r *http.Request) {
	owner := r.URL.Query().Get("owner")
	rows, err := s.db.QueryContext(r.Context(), "SELECT id, title FROM reports WHERE owner = $1", owner)
	if err != nil {
		http.Error(w, "no reports", http.StatusInternalServerError)
		return
	}
	defer rows.Close()
	titles := map[int64]string{}
	for rows.Next() {
		var id int64
		var title string
		if err := rows.Scan(&id, &title); err != nil {
			http.Error(w, "no reports", http.StatusInternalServerError)
			return
		}
		titles[id] = title
	}
	_ = json.NewEncoder(w).Encode(titles)
}

func (s *Server) Download(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !filepath.IsLocal(name) {
		http.NotFound(w, r)
		return
	}
	http.ServeFile(w, r, filepath.Join(s.root, name))
}

func (s *Server) Show(w http.ResponseWriter, r *http.Request) {
	title := r.FormValue("title")
	_ = page.Execute(w, map[string]string{"Title": title})
}

func (s *Server) Convert(w http.ResponseWriter, r *http.Request) {
	format := r.FormValue("format")
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "pandoc", "--to", "html", "input.md").Output()
	if err != nil {
		http.Error(w, "conversion failed", http.StatusBadGateway)
		return
	}
	s.log.Info("converted", "bytes", len(out), "known", format == "html")
}

func (s *Server) Feed(w http.ResponseWriter, r *http.Request) {
	address, ok := feeds[r.URL.Query().Get("feed")]
	if !ok {
		http.Error(w, "unknown feed", http.StatusBadRequest)
		return
	}
	answer, err := http.Get(address)
	if err != nil {
		http.Error(w, "feed is down", http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
}

func (s *Server) SignIn(w http.ResponseWriter, r *http.Request) {
	token := make([]byte, 32)
	if _, err := rand.Read(token); err != nil {
		http.Error(w, "try again", http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Value: hex.EncodeToString(token), HttpOnly: true, Secure: true})
	http.Redirect(w, r, "/reports", http.StatusSeeOther)
}

func (s *Server) Hook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	mac := hmac.New(sha256.New, s.secret)
	mac.Write(body)
	expected := hex.EncodeToString(mac.Sum(nil))
	if !hmac.Equal([]byte(expected), []byte(r.Header.Get("X-Signature"))) {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) Unpack(archive string) error {
	reader, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, entry := range reader.File {
		if !filepath.IsLocal(entry.Name) || strings.HasSuffix(entry.Name, "/") {
			continue
		}
		file, err := os.Create(filepath.Join(s.root, entry.Name))
		if err != nil {
			return fmt.Errorf("unpack %s: %w", entry.Name, err)
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}

func link(title string) string {
	return "/reports?title=" + url.QueryEscape(title)
}

func client() *http.Client {
	return &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}},
	}
}
`;

const file = { language: 'go', path: 'internal/reports/server.go', base } as const;
const query = '"SELECT id, title FROM reports WHERE owner = $1", owner)';
const local = `	if !filepath.IsLocal(name) {
		http.NotFound(w, r)
		return
	}
	http.ServeFile(w, r, filepath.Join(s.root, name))`;
const pandoc = 'exec.CommandContext(ctx, "pandoc", "--to", "html", "input.md").Output()';
const known = `	address, ok := feeds[r.URL.Query().Get("feed")]
	if !ok {
		http.Error(w, "unknown feed", http.StatusBadRequest)
		return
	}
	answer, err := http.Get(address)`;
const executed = '_ = page.Execute(w, map[string]string{"Title": title})';
const cookie =
  'http.SetCookie(w, &http.Cookie{Name: "session", Value: hex.EncodeToString(token), HttpOnly: true, Secure: true})';

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'database-sql-sprintf',
      replaces: query,
      faulty: 'fmt.Sprintf("SELECT id, title FROM reports WHERE owner = \'%s\' AND NOT archived", owner))',
      safe: '"SELECT id, title FROM reports WHERE owner = $1 AND NOT archived", owner)',
      at: 'Sprintf("SELECT',
    },
    {
      what: 'database-sql-order-by',
      replaces: query,
      faulty: '"SELECT id, title FROM reports ORDER BY "+r.URL.Query().Get("sort"))',
      safe: 'fmt.Sprintf("SELECT id, title FROM reports WHERE owner = $1 LIMIT %d", 50), owner)',
      at: 'ORDER BY',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'serve-file-after-clean',
      replaces: local,
      faulty: `	name = filepath.Clean(name)
	http.ServeFile(w, r, filepath.Join(s.root, name))`,
      safe: `	if !filepath.IsLocal(name) || strings.HasPrefix(name, ".") {
		http.NotFound(w, r)
		return
	}
	http.ServeFile(w, r, filepath.Join(s.root, name))`,
      at: 'ServeFile',
    },
    {
      what: 'open-from-query',
      replaces: local,
      faulty: `	file, err := os.Open(s.root + "/" + r.URL.Query().Get("name"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	_, _ = io.Copy(w, file)`,
      safe: `	file, err := os.Open(filepath.Join(s.root, filepath.Base(name)))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	_, _ = io.Copy(w, file)`,
      at: 'os.Open',
    },
  ]),
  ...changesOf({ ...file, family: 'removed-guard' }, [
    {
      what: 'zip-entry-names-joined',
      replaces: 'if !filepath.IsLocal(entry.Name) || strings.HasSuffix(entry.Name, "/") {',
      faulty: 'if strings.HasSuffix(entry.Name, "/") {',
      safe: 'if entry.FileInfo().IsDir() || !filepath.IsLocal(entry.Name) {',
      at: 'filepath.IsLocal(entry.Name)',
      side: 'old',
    },
  ]),
  ...changesOf({ ...file, family: 'xss' }, [
    {
      what: 'fprintf-into-a-page',
      replaces: executed,
      faulty: 'fmt.Fprintf(w, "<h1>%s</h1>", title)',
      safe: 'fmt.Fprintf(w, "<h1>%s</h1>", template.HTMLEscapeString(title))',
      at: 'Fprintf',
    },
    {
      what: 'template-html-of-a-value',
      replaces: executed,
      faulty: '_ = page.Execute(w, map[string]any{"Title": template.HTML(title)})',
      safe: '_ = page.Execute(w, map[string]any{"Title": title, "Draft": true})',
      at: 'template.HTML(',
    },
  ]),
  ...changesOf({ ...file, family: 'command-injection' }, [
    {
      what: 'pandoc-through-a-shell',
      replaces: pandoc,
      faulty: 'exec.CommandContext(ctx, "sh", "-c", "pandoc --to "+format+" input.md").Output()',
      safe: 'exec.CommandContext(ctx, "pandoc", "--to", format, "--", "input.md").Output()',
      at: '"sh", "-c"',
    },
  ]),
  ...changesOf({ ...file, family: 'ssrf' }, [
    {
      what: 'feed-address-from-query',
      replaces: known,
      faulty: `	address := r.URL.Query().Get("feed")
	if !strings.HasPrefix(address, "https://") {
		http.Error(w, "unknown feed", http.StatusBadRequest)
		return
	}
	answer, err := http.Get(address)`,
      safe: `	address, ok := feeds[r.URL.Query().Get("feed")]
	if !ok {
		http.Error(w, "unknown feed", http.StatusNotFound)
		return
	}
	answer, err := client().Get(address)`,
      at: 'r.URL.Query().Get("feed")',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'return-to-after-sign-in',
      replaces: 'http.Redirect(w, r, "/reports", http.StatusSeeOther)',
      faulty: 'http.Redirect(w, r, r.FormValue("return_to"), http.StatusSeeOther)',
      safe: 'http.Redirect(w, r, "/reports?from="+url.QueryEscape(r.FormValue("return_to")), http.StatusSeeOther)',
      at: 'http.Redirect',
    },
  ]),
  ...changesOf({ ...file, family: 'cookies' }, [
    {
      what: 'session-without-flags',
      replaces: cookie,
      faulty: 'http.SetCookie(w, &http.Cookie{Name: "session", Value: hex.EncodeToString(token), Path: "/"})',
      safe: 'http.SetCookie(w, &http.Cookie{Name: "session", Value: hex.EncodeToString(token), Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})',
      at: 'Path: "/"',
    },
  ]),
  ...changesOf({ ...file, family: 'timing' }, [
    {
      what: 'signature-by-equality',
      replaces: 'if !hmac.Equal([]byte(expected), []byte(r.Header.Get("X-Signature"))) {',
      faulty: 'if expected != r.Header.Get("X-Signature") {',
      safe: 'if given := r.Header.Get("X-Signature"); !hmac.Equal([]byte(expected), []byte(given)) {',
      at: 'expected != r.Header',
    },
  ]),
  ...changesOf({ ...file, family: 'tls' }, [
    {
      what: 'client-accepts-any-certificate',
      replaces: '&tls.Config{MinVersion: tls.VersionTLS12}',
      faulty: '&tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true}',
      safe: '&tls.Config{MinVersion: tls.VersionTLS13, ServerName: "rates.example.com"}',
      at: 'InsecureSkipVerify',
    },
    {
      what: 'client-allows-old-protocols',
      replaces: 'tls.VersionTLS12',
      faulty: 'tls.VersionTLS10',
      safe: 'tls.VersionTLS13',
      at: 'VersionTLS10',
    },
  ]),
  ...changesOf({ ...file, family: 'resource-exhaustion' }, [
    {
      what: 'body-read-without-limit',
      replaces: 'io.ReadAll(io.LimitReader(r.Body, 1<<20))',
      faulty: 'io.ReadAll(r.Body)',
      safe: 'io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))',
      at: 'io.ReadAll(r.Body)',
    },
  ]).map((one): QualityCase => ({
    ...one,
    gap: {
      what: 'missed',
      why: 'A limit is mostly set by a server or middleware in another file; without it in view this would be noise.',
    },
  })),
];
