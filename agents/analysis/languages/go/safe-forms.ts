import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection': 'rows, err := db.QueryContext(ctx, "SELECT id FROM users WHERE name = $1", name)',
  'security/command-injection': 'exec.CommandContext(ctx, "git", "clone", "--", url)',
  'security/path-traversal': {
    instead: 'Open files through `os.Root`, or refuse names that are not local.',
    example:
      'if !filepath.IsLocal(name) {\n\thttp.NotFound(w, r)\n\treturn\n}\nfile, err := os.Open(filepath.Join(base, name))',
  },
  'security/ssrf':
    'target, err := url.Parse(input)\nif err != nil || !allowedHosts[target.Host] {\n\treturn errHost\n}',
  'security/open-redirect':
    'if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {\n\tnext = "/"\n}',
  'security/xss': {
    instead: 'Render with `html/template`, or escape the value.',
    example: 'page.Execute(w, map[string]string{"Name": name}) // html/template',
  },
  'security/template-injection': 'page := template.Must(template.ParseFiles("greeting.html"))',
  'security/dynamic-code': {
    instead: 'Choose behaviour from a map of functions.',
    example: 'action, ok := actions[name]',
  },
  'security/ldap-injection': 'filter := fmt.Sprintf("(uid=%s)", ldap.EscapeFilter(uid))',
  'security/xpath-injection': {
    instead: 'Select by a fixed expression and compare values in Go.',
    example: 'for _, user := range xmlquery.Find(doc, "//user") { … }',
  },
  'security/weak-hash': {
    instead: 'Use bcrypt or argon2 for passwords, and HMAC-SHA-256 for signatures.',
    example: 'hash, err := bcrypt.GenerateFromPassword(password, 12)',
  },
  'security/weak-crypto':
    'gcm, err := cipher.NewGCM(block)\nnonce := make([]byte, gcm.NonceSize())\n_, err = rand.Read(nonce) // crypto/rand',
  'security/insecure-randomness': {
    instead: 'Use `crypto/rand`.',
    example: 'token := rand.Text() // crypto/rand',
  },
  'security/tls-verification-off': '&tls.Config{RootCAs: pool}',
  'security/jwt': 'jwt.Parse(text, key, jwt.WithValidMethods([]string{"RS256"}))',
  'security/cookie-flags':
    '&http.Cookie{Name: "session", Value: id, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}',
  'security/cors': 'cors.Config{AllowOrigins: []string{"https://app.example.com"}, AllowCredentials: true}',
  'security/debug-exposure': 'debug := http.NewServeMux() // served on localhost only',
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'hmac.Equal(expected, given)',
  },
  'security/secret-in-log': 'slog.Info("signed in", "user", user.ID, "hasToken", token != "")',
  'security/world-writable': 'os.WriteFile(path, data, 0o600)',
  'security/removed-check': 'if !filepath.IsLocal(name) {\n\treturn errInvalidName\n}',
  'security/removed-guard': 'if !filepath.IsLocal(name) {\n\treturn errInvalidName\n}',
};
