import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection':
    'var command = new SqlCommand("SELECT id FROM users WHERE name = @name", connection);\ncommand.Parameters.AddWithValue("@name", name);',
  'security/command-injection':
    'var info = new ProcessStartInfo("git");\ninfo.ArgumentList.Add("clone");\ninfo.ArgumentList.Add("--");\ninfo.ArgumentList.Add(url);',
  'security/path-traversal': {
    instead: 'Resolve the path, then check that it still lies below the base folder.',
    example:
      'var file = Path.GetFullPath(Path.Combine(root, name));\nif (!file.StartsWith(root + Path.DirectorySeparatorChar)) return NotFound();',
  },
  'security/archive-extraction':
    'var target = Path.GetFullPath(Path.Combine(root, entry.FullName));\nif (!target.StartsWith(root + Path.DirectorySeparatorChar)) continue;\nentry.ExtractToFile(target);',
  'security/ssrf': 'if (!AllowedHosts.Contains(new Uri(url).Host)) return BadRequest();',
  'security/open-redirect': 'return LocalRedirect(returnUrl);',
  'security/xss': {
    instead: 'Render a view, or encode the value.',
    example: 'return Content(HtmlEncoder.Default.Encode(name), "text/html");',
  },
  'security/template-injection': 'return View("Greeting", new GreetingModel(name));',
  'security/dynamic-code': {
    instead: 'Choose behaviour from a dictionary of functions.',
    example: 'if (!Actions.TryGetValue(name, out var action)) return NotFound();',
  },
  'security/unsafe-deserialisation': {
    instead: 'Exchange JSON with fixed types.',
    example: 'var order = JsonSerializer.Deserialize<Order>(body);',
  },
  'security/ldap-injection': 'searcher.Filter = $"(uid={Encoder.LdapFilterEncode(uid)})";',
  'security/xpath-injection': {
    instead: 'Select by a fixed expression and compare values in C#.',
    example:
      'var user = document.Descendants("user").FirstOrDefault(one => (string)one.Attribute("name") == name);',
  },
  'security/regex-injection': { instead: 'Quote the text.', example: 'new Regex(Regex.Escape(term));' },
  'security/nosql-code': {
    instead: 'Build the filter from typed conditions.',
    example: 'Builders<User>.Filter.Eq(user => user.Email, email);',
  },
  'security/mass-assignment': {
    instead: 'Bind a type that has only the members a caller may set, and copy them.',
    example: 'context.Users.Add(new User { Name = input.Name });',
  },
  'security/weak-hash': {
    instead: 'Use `PasswordHasher` for passwords, and HMAC-SHA-256 for signatures.',
    example: 'var hash = hasher.HashPassword(user, password);',
  },
  'security/weak-crypto': 'using var cipher = new AesGcm(key, 16);',
  'security/insecure-randomness': {
    instead: 'Use `RandomNumberGenerator`.',
    example: 'var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));',
  },
  'security/tls-verification-off': {
    instead: 'Leave the check on, and trust a private authority through the machine’s store.',
    example: 'var client = new HttpClient();',
  },
  'security/jwt':
    'new TokenValidationParameters { ValidateIssuerSigningKey = true, IssuerSigningKey = key, ValidateLifetime = true };',
  'security/cookie-flags':
    'new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax };',
  'security/csrf-protection-off':
    '[ValidateAntiForgeryToken]\npublic IActionResult Transfer(TransferInput input)',
  'security/authorisation-off': '[Authorize(Policy = "Owners")]',
  'security/cors': 'policy.WithOrigins("https://app.example.com").AllowCredentials();',
  'security/xxe': {
    instead: 'Refuse documents that define their own entities.',
    example: 'new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };',
  },
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'CryptographicOperations.FixedTimeEquals(expected, given);',
  },
  'security/secret-in-log': 'logger.LogInformation("signed in {User}", user.Id);',
  'security/debug-exposure': 'if (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage();',
  'security/error-exposure':
    'logger.LogError(exception, "import failed");\nreturn Problem("The import failed.");',
  'security/removed-check': 'if (!AllowedHosts.Contains(new Uri(url).Host)) return BadRequest();',
  'security/removed-guard': '[Authorize(Roles = "Admin")]\npublic IActionResult Delete(int id)',
};
