import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection':
    'var query = connection.prepareStatement("SELECT id FROM users WHERE name = ?");\nquery.setString(1, name);',
  'security/command-injection': 'new ProcessBuilder("git", "clone", "--", url).start();',
  'security/path-traversal': {
    instead: 'Normalise the path, then check that it still lies below the base folder.',
    example:
      'Path file = base.resolve(name).normalize();\nif (!file.startsWith(base)) throw new ResponseStatusException(NOT_FOUND);',
  },
  'security/ssrf':
    'if (!ALLOWED_HOSTS.contains(URI.create(input).getHost())) throw new ResponseStatusException(BAD_REQUEST);',
  'security/open-redirect': 'String target = PAGES.getOrDefault(name, "/");\nresponse.sendRedirect(target);',
  'security/xss': {
    instead: 'Render a template that escapes, or encode the value.',
    example: 'writer.print(Encode.forHtml(name));',
  },
  'security/template-injection': 'Template page = configuration.getTemplate("greeting.ftl");',
  'security/dynamic-code': {
    instead: 'Choose behaviour from a map of functions.',
    example: 'Runnable action = ACTIONS.get(name);',
  },
  'security/unsafe-deserialisation': {
    instead: 'Exchange JSON with fixed types, or set an `ObjectInputFilter` that names the classes.',
    example: 'Order order = mapper.readValue(body, Order.class);',
  },
  'security/ldap-injection': 'context.search(base, "(uid={0})", new Object[] {uid}, controls);',
  'security/xpath-injection': {
    instead: 'Pass values through an `XPathVariableResolver`.',
    example:
      'xpath.setXPathVariableResolver(name -> user);\nxpath.evaluate("//user[@name=$name]", document);',
  },
  'security/regex-injection': {
    instead: 'Quote the text.',
    example: 'Pattern.compile(Pattern.quote(term));',
  },
  'security/nosql-injection': {
    instead: 'Build the filter from typed conditions.',
    example: 'collection.find(Filters.eq("email", email));',
  },
  'security/weak-hash': {
    instead: 'Use bcrypt or argon2 for passwords, and HMAC-SHA-256 for signatures.',
    example: 'String hash = new BCryptPasswordEncoder(12).encode(password);',
  },
  'security/weak-crypto': 'Cipher.getInstance("AES/GCM/NoPadding");',
  'security/insecure-randomness': {
    instead: 'Use `SecureRandom`.',
    example: 'byte[] token = new byte[32];\nnew SecureRandom().nextBytes(token);',
  },
  'security/tls-verification-off': {
    instead: 'Leave the check on, and trust a private authority through a key store.',
    example:
      'TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");\nfactory.init(internalAuthorities);',
  },
  'security/jwt': 'Jwts.parser().verifyWith(key).build().parseSignedClaims(token);',
  'security/cookie-flags': 'cookie.setSecure(true);\ncookie.setHttpOnly(true);',
  'security/csrf-protection-off': 'http.csrf(csrf -> csrf.ignoringRequestMatchers("/webhooks/**"));',
  'security/authorisation-off':
    'requests.requestMatchers("/public/**").permitAll().anyRequest().authenticated();',
  'security/cors':
    'registry.addMapping("/api/**").allowedOrigins("https://app.example.com").allowCredentials(true);',
  'security/xxe': {
    instead: 'Refuse documents that define their own entities.',
    example: 'factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);',
  },
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'MessageDigest.isEqual(expected, given);',
  },
  'security/secret-in-log': 'log.info("signed in user={} hasToken={}", user.getId(), token != null);',
  'security/removed-check':
    'if (!path.startsWith(root)) throw new ResponseStatusException(HttpStatus.NOT_FOUND);',
  'security/removed-guard': '@PreAuthorize("hasRole(\'ADMIN\')")\npublic void delete(long id) { … }',
};
