import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'src/main/java/app/Handler.java';
const servlet = (body: string) =>
  `import java.sql.*;\nimport javax.servlet.http.*;\npublic class H extends HttpServlet {\n  public void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {\n${body}\n  }\n  private static String pass(String value) { String copy = value; return copy; }\n}\n`;
const spring = (body: string) =>
  `@RestController\npublic class C {\n  private final JdbcTemplate jdbc;\n  ${body}\n}\n`;
const query =
  'Statement statement = connection.createStatement(); statement.executeQuery("SELECT * FROM t WHERE a = \'" + bar + "\'");';

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      servlet(`String bar = request.getParameter("x"); ${query}`),
      servlet(
        `String param = request.getHeader("x"); param = java.net.URLDecoder.decode(param, "UTF-8"); String bar = pass(param); ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); java.util.HashMap<String, Object> map = new java.util.HashMap<String, Object>(); map.put("a", "safe"); map.put("b", param); String bar = (String) map.get("b"); ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); java.util.List<String> list = new java.util.ArrayList<String>(); list.add("safe"); list.add(param); list.add("more"); list.remove(0); String bar = list.get(0); ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); String bar; int num = 106; bar = (7 * 18) + num > 200 ? param : "never"; ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); StringBuilder b = new StringBuilder(param); String bar = b.append("_").toString(); ${query}`,
      ),
      spring(
        '@GetMapping("/u") public List<User> find(@RequestParam String name) { return jdbc.query("SELECT * FROM users WHERE name = \'" + name + "\'", mapper); }',
      ),
      spring(
        '@PostMapping("/u") public Object find(@RequestBody Search search) { String q = String.format("FROM User u WHERE u.name = \'%s\'", search.getName()); return entityManager.createQuery(q).getResultList(); }',
      ),
      'class Dao { ResultSet byName(Connection c, String name) throws Exception { String sql = "SELECT * FROM users WHERE name = \'" + name + "\'"; return c.prepareStatement(sql).executeQuery(); } }',
    ],
    safe: [
      servlet(
        'PreparedStatement s = connection.prepareStatement("SELECT * FROM t WHERE a = ?"); s.setString(1, request.getParameter("x")); s.executeQuery();',
      ),
      servlet(
        `String param = request.getParameter("x"); java.util.HashMap<String, Object> map = new java.util.HashMap<String, Object>(); map.put("a", "safe"); map.put("b", param); String bar = (String) map.get("a"); ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); java.util.List<String> list = new java.util.ArrayList<String>(); list.add("safe"); list.add(param); list.add("more"); list.remove(0); String bar = list.get(1); ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); String bar; int num = 106; bar = (7 * 18) + num > 200 ? "always" : param; ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); String bar; int num = 86; if ((7 * 42) - num > 200) bar = "always"; else bar = param; ${query}`,
      ),
      servlet(
        `String param = request.getParameter("x"); String bar; String guess = "ABC"; char target = guess.charAt(1); switch (target) { case 'A': bar = param; break; case 'B': bar = "bob"; break; default: bar = param; break; } ${query}`,
      ),
      spring(
        '@GetMapping("/u") public List<User> find(@RequestParam int id) { return jdbc.query("SELECT * FROM users WHERE id = " + id, mapper); }',
      ),
      spring(
        '@GetMapping("/u") public List<User> find(@RequestParam String sort) { if (!ALLOWED.contains(sort)) throw new IllegalArgumentException(); return jdbc.query("SELECT * FROM users ORDER BY " + sort, mapper); }',
      ),
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      servlet('String bar = request.getParameter("x"); Runtime.getRuntime().exec("ping " + bar);'),
      servlet(
        'String bar = request.getParameter("x"); String[] args = {"sh", "-c", "ping " + bar}; Runtime r = Runtime.getRuntime(); r.exec(args);',
      ),
      spring(
        '@GetMapping("/p") public void p(@RequestParam String host) throws Exception { new ProcessBuilder("bash", "-c", "ping " + host).start(); }',
      ),
    ],
    safe: [
      spring(
        '@GetMapping("/p") public void p(@RequestParam String host) throws Exception { new ProcessBuilder("ping", "-c", "1", host).start(); }',
      ),
      servlet('Runtime.getRuntime().exec("ls -l");'),
    ],
  },
  'security/path-traversal': {
    path,
    faulty: [
      servlet(
        'String name = request.getParameter("f"); java.io.FileInputStream in = new java.io.FileInputStream(new java.io.File("/srv/" + name));',
      ),
      spring(
        '@GetMapping("/f/{name}") public byte[] f(@PathVariable String name) throws Exception { return Files.readAllBytes(Paths.get("/srv", name)); }',
      ),
      spring(
        '@PostMapping("/up") public void up(@RequestParam MultipartFile file) throws Exception { file.transferTo(new File(ROOT + file.getOriginalFilename())); }',
      ),
      'class U { void unzip(ZipInputStream in, File dir) throws Exception { ZipEntry entry = in.getNextEntry(); File out = new File(dir, entry.getName()); Files.copy(in, out.toPath()); } }',
    ],
    safe: [
      spring(
        '@GetMapping("/f/{name}") public byte[] f(@PathVariable String name) throws Exception { Path file = BASE.resolve(name).normalize(); if (!file.startsWith(BASE)) throw new SecurityException(); return Files.readAllBytes(file); }',
      ),
      servlet(
        'String name = org.apache.commons.io.FilenameUtils.getName(request.getParameter("f")); new java.io.File("/srv", name);',
      ),
      'class A { byte[] load(Path path) throws Exception { return Files.readAllBytes(path); } }',
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      spring(
        '@GetMapping("/p") public String p(@RequestParam String url) { return new RestTemplate().getForObject(url, String.class); }',
      ),
      servlet('java.net.URL u = new java.net.URL(request.getParameter("u")); u.openStream();'),
    ],
    safe: [
      spring(
        '@GetMapping("/p") public String p(@RequestParam String id) { return new RestTemplate().getForObject("https://api.example.com/" + id, String.class); }',
      ),
    ],
  },
  'security/open-redirect': {
    path,
    faulty: [
      servlet('response.sendRedirect(request.getParameter("next"));'),
      '@Controller class C { @GetMapping("/go") String go(@RequestParam String url) { return "redirect:" + url; } }',
    ],
    safe: [servlet('response.sendRedirect("/home?x=" + request.getParameter("next"));')],
  },
  'security/xss': {
    path,
    faulty: [
      servlet(
        'String bar = request.getParameter("x"); response.setContentType("text/html"); response.getWriter().println("<p>" + bar + "</p>");',
      ),
      servlet('java.io.PrintWriter out = response.getWriter(); out.write(request.getHeader("Referer"));'),
      spring(
        '@GetMapping("/h") public String h(@RequestParam String name) { return "<h1>" + name + "</h1>"; }',
      ),
    ],
    safe: [
      servlet(
        'response.getWriter().println(org.owasp.esapi.ESAPI.encoder().encodeForHTML(request.getParameter("x")));',
      ),
      servlet(
        'response.setContentType("application/json"); response.getWriter().println(request.getParameter("x"));',
      ),
    ],
  },
  'security/unsafe-deserialisation': {
    path,
    faulty: [
      servlet(
        'java.io.ObjectInputStream in = new java.io.ObjectInputStream(request.getInputStream()); Object o = in.readObject();',
      ),
    ],
    safe: [
      spring(
        '@PostMapping("/o") public void o(@RequestBody String body) { Order order = mapper.readValue(body, Order.class); }',
      ),
    ],
  },
  'security/xxe': {
    path,
    faulty: [
      'class X { Document f(InputStream in) throws Exception { DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance(); return factory.newDocumentBuilder().parse(in); } }',
    ],
    safe: [
      'class X { Document f(InputStream in) throws Exception { DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance(); factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true); return factory.newDocumentBuilder().parse(in); } }',
    ],
  },
  'security/ldap-injection': {
    path,
    faulty: [
      servlet(
        'javax.naming.directory.DirContext ctx = open(); String filter = "(uid=" + request.getParameter("u") + ")"; ctx.search("ou=x", filter, controls);',
      ),
    ],
    safe: [
      servlet(
        'javax.naming.directory.DirContext ctx = open(); ctx.search("ou=x", "(uid={0})", new Object[]{request.getParameter("u")}, controls);',
      ),
    ],
  },
  'security/xpath-injection': {
    path,
    faulty: [
      servlet(
        'javax.xml.xpath.XPath xp = factory.newXPath(); xp.evaluate("/users/user[@id=\'" + request.getParameter("u") + "\']", doc);',
      ),
    ],
    safe: [servlet('javax.xml.xpath.XPath xp = factory.newXPath(); xp.evaluate("/users/user", doc);')],
  },
  'security/weak-hash': {
    path,
    faulty: [
      servlet('java.security.MessageDigest md = java.security.MessageDigest.getInstance("MD5");'),
      'class P { byte[] hashPassword(String p) throws Exception { return MessageDigest.getInstance("SHA-1").digest(p.getBytes()); } }',
    ],
    safe: [servlet('MessageDigest md = MessageDigest.getInstance("SHA-256");')],
  },
  'security/weak-crypto': {
    path,
    faulty: [
      servlet('javax.crypto.Cipher c = javax.crypto.Cipher.getInstance("DES/CBC/PKCS5Padding");'),
      servlet('Cipher c = Cipher.getInstance("AES/ECB/PKCS5Padding");'),
      'class K { Object k() { return new SecretKeySpec("0123456789abcdef".getBytes(), "AES"); } }',
    ],
    safe: [servlet('Cipher c = Cipher.getInstance("AES/GCM/NoPadding");')],
  },
  'security/insecure-randomness': {
    path,
    faulty: [
      'class T { String token() { return Long.toHexString(new Random().nextLong()); } }',
      servlet('String sessionId = Double.toString(Math.random());'),
    ],
    safe: [
      'class T { String token() { return Long.toHexString(new SecureRandom().nextLong()); } }',
      'class T { int jitter() { return new Random().nextInt(5); } }',
    ],
  },
  'security/tls-verification-off': {
    path,
    faulty: [
      'class T implements X509TrustManager { public void checkServerTrusted(X509Certificate[] c, String a) { } }',
      'class T { void f() { HttpsURLConnection.setDefaultHostnameVerifier((h, s) -> true); } }',
    ],
    safe: [
      'class T implements X509TrustManager { public void checkServerTrusted(X509Certificate[] c, String a) throws CertificateException { inner.checkServerTrusted(c, a); } }',
    ],
  },
  'security/jwt': {
    path,
    faulty: ['class J { Object f(String t) { return Jwts.parser().parse(t); } }'],
    safe: [
      'class J { Object f(String t) { return Jwts.parser().verifyWith(key).build().parseSignedClaims(t); } }',
    ],
  },
  'security/cookie-flags': {
    path,
    faulty: [servlet('Cookie c = new Cookie("session", id); c.setSecure(false); c.setHttpOnly(true);')],
    safe: [servlet('Cookie c = new Cookie("session", id); c.setSecure(true); c.setHttpOnly(true);')],
  },
  'security/csrf-protection-off': {
    path,
    faulty: [
      'class S { void f(HttpSecurity http) { http.csrf().disable(); } }',
      'class S { void f(HttpSecurity http) { http.csrf(csrf -> csrf.disable()); } }',
    ],
    safe: ['class S { void f(HttpSecurity http) { http.formLogin().disable(); } }'],
  },
  'security/authorisation-off': {
    path,
    faulty: ['class S { void f(HttpSecurity http) { http.authorizeRequests().anyRequest().permitAll(); } }'],
    safe: [
      'class S { void f(HttpSecurity http) { http.authorizeRequests().anyRequest().authenticated(); } }',
    ],
  },
  'security/timing-unsafe-compare': {
    path,
    faulty: [
      'class M { boolean ok(byte[] signature, byte[] expected) { return Arrays.equals(signature, expected); } }',
    ],
    safe: ['class M { boolean ok(byte[] a, byte[] b) { return MessageDigest.isEqual(a, b); } }'],
  },
  'security/secret-in-log': {
    path,
    faulty: ['class L { void f(String password) { log.info("login " + password); } }'],
    safe: ['class L { void f(String user) { log.info("password changed for " + user); } }'],
  },
});
