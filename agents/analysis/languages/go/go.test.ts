import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'internal/handler.go';
const head = `package x\nimport (\n"database/sql"\n"net/http"\n"os/exec"\n"os"\n"fmt"\n"path/filepath"\n"html/template"\n"crypto/md5"\n"math/rand"\n"strings"\n"strconv"\n"github.com/gin-gonic/gin"\n"github.com/golang-jwt/jwt/v5"\n"crypto/tls"\n"encoding/json"\n"log"\n)\n`;
const go = (body: string) => head + body;

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { id := r.URL.Query().Get("id"); rows, err := db.Query("SELECT * FROM t WHERE id = " + id); _ = rows; _ = err }',
      ),
      go(
        'func (s *Server) find(c *gin.Context) { q := fmt.Sprintf("SELECT * FROM users WHERE name = \'%s\'", c.Query("name")); s.db.QueryRowContext(c, q) }',
      ),
      go(
        'func Find(db *sql.DB, name string) error { _, err := db.Exec(fmt.Sprintf("DELETE FROM users WHERE name = \'%s\'", name)); return err }',
      ),
      go(
        'func h(c *gin.Context) { var in Input; if err := c.ShouldBindJSON(&in); err != nil { return }; db.Where("name = \'" + in.Name + "\'").Find(&out) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { var b strings.Builder; b.WriteString("SELECT * FROM t WHERE a = "); b.WriteString(r.FormValue("a")); db.Query(b.String()) }',
      ),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { db.Query("SELECT * FROM t WHERE id = $1", r.URL.Query().Get("id")) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { id, err := strconv.Atoi(r.FormValue("id")); if err != nil { return }; db.Query(fmt.Sprintf("SELECT * FROM t WHERE id = %d", id)) }',
      ),
      go('const table = "users"\nfunc h() { db.Query("SELECT * FROM " + table) }'),
      go(
        'func h(c *gin.Context) { sort := c.Query("sort"); if !allowed[sort] { return }; db.Order(sort).Find(&out) }',
      ),
      go(
        'func h(c *gin.Context) { col, ok := columns[c.Query("sort")]; if !ok { return }; db.Query("SELECT * FROM t ORDER BY " + col) }',
      ),
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { exec.Command("sh", "-c", "ping " + r.FormValue("host")).Run() }',
      ),
      go(
        'func Run(dir string) { cmd := fmt.Sprintf("ls %s", dir); exec.Command("/bin/bash", "-c", cmd).Output() }',
      ),
      go('func h(c *gin.Context) { name := c.Param("tool"); exec.Command(name, "--help").Run() }'),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { exec.Command("ping", "-c", "1", "--", r.FormValue("host")).Run() }',
      ),
      go('func build() { exec.Command("sh", "-c", "make all").Run() }'),
      go(
        'func h(c *gin.Context) { tool, ok := tools[c.Param("tool")]; if !ok { return }; exec.Command(tool).Run() }',
      ),
    ],
  },
  'security/path-traversal': {
    path,
    faulty: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { data, _ := os.ReadFile(filepath.Join("/srv", r.URL.Query().Get("f"))); w.Write(data) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "./files/" + r.PathValue("name")) }',
      ),
      go(
        'func h(c *gin.Context) { file, _ := c.FormFile("f"); c.SaveUploadedFile(file, "up/" + file.Filename) }',
      ),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { data, _ := os.ReadFile(filepath.Join("/srv", filepath.Base(r.FormValue("f")))); _ = data }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { name := r.FormValue("f"); if !filepath.IsLocal(name) { return }; os.Open(filepath.Join("/srv", name)) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { p := filepath.Join(base, r.FormValue("f")); if !strings.HasPrefix(p, base + string(os.PathSeparator)) { return }; os.Open(p) }',
      ),
      go('func Load(path string) ([]byte, error) { return os.ReadFile(path) }'),
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { resp, _ := http.Get(r.URL.Query().Get("url")); _ = resp }',
      ),
      go(
        'func h(c *gin.Context) { target := c.Query("t"); req, _ := http.NewRequest("GET", "http://" + target + "/x", nil); _ = req }',
      ),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { http.Get("https://api.example.com/" + r.FormValue("id")) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { raw := r.FormValue("u"); u, err := url.Parse(raw); if err != nil || !allowedHosts[u.Host] { return }; http.Get(raw) }',
      ),
    ],
  },
  'security/open-redirect': {
    path,
    faulty: [
      go('func h(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.FormValue("next"), 302) }'),
      go('func h(c *gin.Context) { c.Redirect(302, c.Query("to")) }'),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/items/" + r.FormValue("id"), 302) }',
      ),
    ],
  },
  'security/xss': {
    path,
    faulty: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "<h1>%s</h1>", r.FormValue("n")) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { name := r.URL.Query().Get("n"); w.Write([]byte("Hello " + name)) }',
      ),
      go('func h(c *gin.Context) { page(template.HTML(c.Query("bio"))) }'),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "<h1>%s</h1>", template.HTMLEscapeString(r.FormValue("n"))) }',
      ),
      go(
        'func h(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Type", "application/json"); w.Write([]byte(r.FormValue("n"))) }',
      ),
      go('func h(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "ok %d", count) }'),
    ],
  },
  'security/weak-hash': {
    path,
    faulty: [go('func hashPassword(p string) [16]byte { return md5.Sum([]byte(p)) }')],
    safe: [go('func cacheKey(u string) [16]byte { return md5.Sum([]byte(u)) }')],
  },
  'security/weak-crypto': {
    path,
    faulty: [
      go('func f() { block, _ := des.NewCipher(key); _ = block }'),
      go('var iv = []byte("0123456789abcdef")\nfunc f() { cipher.NewCBCEncrypter(block, iv) }'),
      go('func f() { rsa.GenerateKey(rand.Reader, 1024) }'),
      go('var c = &tls.Config{MinVersion: tls.VersionTLS10}'),
    ],
    safe: [
      go('func f() { iv := make([]byte, 16); cipher.NewCBCEncrypter(block, iv) }'),
      go('func f() { rsa.GenerateKey(rand.Reader, 4096) }'),
    ],
  },
  'security/insecure-randomness': {
    path,
    faulty: [
      go(
        'func newToken() string { b := make([]byte, 8); for i := range b { b[i] = letters[rand.Intn(len(letters))] }; return string(b) }',
      ),
    ],
    safe: [go('func jitter() int { return rand.Intn(100) }')],
  },
  'security/tls-verification-off': {
    path,
    faulty: [
      go('var t = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}'),
      go('func f(c *tls.Config) { c.InsecureSkipVerify = true }'),
    ],
    safe: [go('var c = &tls.Config{InsecureSkipVerify: false}')],
  },
  'security/jwt': {
    path,
    faulty: [
      go('func f(t string) { jwt.NewParser().ParseUnverified(t, claims) }'),
      go('func f(t string) { jwt.Parse(t, func(t *jwt.Token) (any, error) { return key, nil }) }'),
      go('func f() { token.SignedString([]byte("my-secret-key")) }'),
    ],
    safe: [
      go(
        'func f(t string) { jwt.Parse(t, func(t *jwt.Token) (any, error) { return key, nil }, jwt.WithValidMethods([]string{"RS256"})) }',
      ),
      go(
        'func f(t string) { jwt.Parse(t, func(t *jwt.Token) (any, error) { if _, ok := t.Method.(*jwt.SigningMethodHMAC); !ok { return nil, errMethod }; return key, nil }) }',
      ),
    ],
  },
  'security/cookie-flags': {
    path,
    faulty: [
      go('func f(w http.ResponseWriter) { http.SetCookie(w, &http.Cookie{Name: "session", Value: id}) }'),
    ],
    safe: [
      go(
        'func f(w http.ResponseWriter) { http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Secure: true, HttpOnly: true}) }',
      ),
      go('func f(w http.ResponseWriter) { http.SetCookie(w, &http.Cookie{Name: "theme", Value: id}) }'),
    ],
  },
  'security/cors': {
    path,
    faulty: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin")) }',
      ),
      go('var u = websocket.Upgrader{CheckOrigin: func(r *http.Request) bool { return true }}'),
    ],
    safe: [
      go(
        'func h(w http.ResponseWriter, r *http.Request) { w.Header().Set("Access-Control-Allow-Origin", "https://a.example") }',
      ),
    ],
  },
  'security/timing-unsafe-compare': {
    path,
    faulty: [go('func ok(signature, expected string) bool { return signature == expected }')],
    safe: [go('func ok(a, b []byte) bool { return hmac.Equal(a, b) }')],
  },
  'security/secret-in-log': {
    path,
    faulty: [go('func f(password string) { log.Printf("login %s", password) }')],
    safe: [
      go('func f(secret *v1.Secret) { log.Printf("cannot read %s", secret.Name) }'),
      go('func f(user string) { log.Printf("password changed for %s", user) }'),
    ],
  },
  'security/world-writable': {
    path,
    faulty: [go('func f() { os.WriteFile(p, data, 0666) }')],
    safe: [go('func f() { os.WriteFile(p, data, 0o600) }')],
  },
});
