import { describe, expect, it } from 'vitest';
import { holdRuleCases } from '../../cases/rule-cases.ts';
import { reviewSource } from '../../cases/review-source.ts';

const path = 'src/Web/UsersController.cs';
const action = (body: string, parameters = 'string name', attributes = '[HttpGet]') =>
  `using System;\npublic class UsersController : ControllerBase\n{\n    private readonly AppDbContext _context;\n\n    ${attributes}\n    public IActionResult Act(${parameters})\n    {\n        ${body}\n    }\n}\n`;

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      action('return Ok(_context.Users.FromSqlRaw("SELECT * FROM Users WHERE Name = \'" + name + "\'"));'),
      action(
        'var sql = $"SELECT * FROM Users WHERE Name = \'{name}\'";\nusing var command = new SqlCommand(sql, connection);',
      ),
      action(
        'var command = connection.CreateCommand();\ncommand.CommandText = "DELETE FROM t WHERE n = \'" + Request.Query["n"] + "\'";',
      ),
      action(
        'return Ok(connection.Query<User>(string.Format("SELECT * FROM users WHERE n = \'{0}\'", name)));',
      ),
    ],
    safe: [
      action('return Ok(_context.Users.FromSqlInterpolated($"SELECT * FROM Users WHERE Name = {name}"));'),
      action('return Ok(_context.Users.FromSqlRaw("SELECT * FROM Users WHERE Name = {0}", name));'),
      action(
        'using var command = new SqlCommand("SELECT * FROM t WHERE n = @n", connection);\ncommand.Parameters.AddWithValue("@n", name);',
      ),
      action('return Ok(_context.Users.FromSqlRaw($"SELECT * FROM Users WHERE Id = {id}"));', 'int id'),
      action(
        'if (name is not "asc" or "desc") return BadRequest();\nreturn Ok(_context.Users.FromSqlRaw($"SELECT * FROM Users ORDER BY Name {name}"));',
      ).replace('not "asc" or "desc"', 'not ("asc" or "desc")'),
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      action('Process.Start("cmd.exe", "/c ping " + name);'),
      action('var info = new ProcessStartInfo { FileName = "bash", Arguments = $"-c \\"ls {name}\\"" };'),
      action('var process = new Process();\nprocess.StartInfo.Arguments = "clone " + name;'),
    ],
    safe: [
      action('var info = new ProcessStartInfo("git");\ninfo.ArgumentList.Add(name);'),
      action('Process.Start("git", "status");'),
    ],
  },
  'security/path-traversal': {
    path,
    faulty: [
      action('return PhysicalFile(Path.Combine(_root, name), "image/png");'),
      action('var text = System.IO.File.ReadAllText("/srv/" + name);'),
      action(
        'using var stream = new FileStream(Path.Combine("up", file.FileName), FileMode.Create);',
        'IFormFile file',
        '[HttpPost]',
      ),
    ],
    safe: [
      action('return PhysicalFile(Path.Combine(_root, Path.GetFileName(name)), "image/png");'),
      action(
        'var full = Path.GetFullPath(Path.Combine(_root, name));\nif (!full.StartsWith(_root + Path.DirectorySeparatorChar)) return NotFound();\nreturn PhysicalFile(full, "image/png");',
      ),
    ],
  },
  'security/archive-extraction': {
    path,
    faulty: [
      action(
        'foreach (var entry in archive.Entries)\n{\n    entry.ExtractToFile(Path.Combine(root, entry.FullName));\n}',
      ),
    ],
    safe: [
      action(
        'foreach (var entry in archive.Entries)\n{\n    var target = Path.GetFullPath(Path.Combine(root, entry.FullName));\n    if (!target.StartsWith(root + Path.DirectorySeparatorChar)) continue;\n    entry.ExtractToFile(target);\n}',
      ),
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      action('return Ok(_httpClient.GetStringAsync(name).Result);'),
      action('var request = new HttpRequestMessage(HttpMethod.Get, new Uri(name));'),
    ],
    safe: [
      action('return Ok(_httpClient.GetStringAsync($"https://api.example.com/{name}").Result);'),
      action(
        'if (!AllowedHosts.Contains(new Uri(name).Host)) return BadRequest();\nreturn Ok(_httpClient.GetStringAsync(name).Result);',
      ),
    ],
  },
  'security/open-redirect': {
    path,
    faulty: [action('return Redirect(name);'), 'app.MapGet("/go", (string next) => Results.Redirect(next));'],
    safe: [
      action('return LocalRedirect(name);'),
      action('if (Url.IsLocalUrl(name)) { return Redirect(name); }\nreturn NotFound();'),
    ],
  },
  'security/xss': {
    path,
    faulty: [
      action('return Content("<h1>" + name + "</h1>", "text/html");'),
      action('var html = new HtmlString(name);'),
      action('await Response.WriteAsync($"<p>{name}</p>");'),
    ],
    safe: [
      action('return Content("<h1>" + HtmlEncoder.Default.Encode(name) + "</h1>", "text/html");'),
      action('return Content(name, "text/plain");'),
    ],
  },
  'security/unsafe-deserialisation': {
    path,
    faulty: [
      action('var formatter = new BinaryFormatter();\nvar order = formatter.Deserialize(Request.Body);'),
      action('var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };'),
    ],
    safe: [
      action('var order = JsonSerializer.Deserialize<Order>(name);'),
      action('var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };'),
    ],
  },
  'security/mass-assignment': {
    path,
    faulty: [action('_context.Users.Add(user);', 'User user', '[HttpPost]')],
    safe: [
      action('_context.Users.Add(user);', '[Bind("Name,Email")] User user', '[HttpPost]'),
      action('_context.Users.Add(new User { Name = input.Name });', 'UserInput input', '[HttpPost]'),
    ],
  },
  'security/xxe': {
    path,
    faulty: [
      action('var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse };'),
      action('document.XmlResolver = new XmlUrlResolver();'),
    ],
    safe: [action('var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };')],
  },
  'security/weak-hash': {
    path,
    faulty: [action('var hash = MD5.HashData(Encoding.UTF8.GetBytes(password));', 'string password')],
    safe: [action('var hash = SHA256.HashData(bytes);'), action('var etag = MD5.HashData(body);')],
  },
  'security/weak-crypto': {
    path,
    faulty: [
      action('using var aes = Aes.Create();\naes.Mode = CipherMode.ECB;'),
      action('using var des = DES.Create();'),
      action('aes.IV = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };'),
      action('using var rsa = RSA.Create(1024);'),
    ],
    safe: [
      action('using var aes = Aes.Create();\naes.GenerateIV();'),
      action('using var rsa = RSA.Create(3072);'),
    ],
  },
  'security/insecure-randomness': {
    path,
    faulty: [action('var token = new Random().Next(100000, 999999).ToString();')],
    safe: [
      action('var token = RandomNumberGenerator.GetInt32(100000, 999999);'),
      action('var delay = new Random().Next(5);'),
    ],
  },
  'security/tls-verification-off': {
    path,
    faulty: [
      action('handler.ServerCertificateCustomValidationCallback = (m, c, ch, e) => true;'),
      action('ServicePointManager.ServerCertificateValidationCallback += delegate { return true; };'),
      action(
        'var h = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };',
      ),
    ],
    safe: [
      action(
        'handler.ServerCertificateCustomValidationCallback = (m, c, ch, e) => e == SslPolicyErrors.None;',
      ),
    ],
  },
  'security/jwt': {
    path,
    faulty: [action('var p = new TokenValidationParameters { ValidateIssuerSigningKey = false };')],
    safe: [action('var p = new TokenValidationParameters { ValidateIssuerSigningKey = true };')],
  },
  'security/cookie-flags': {
    path,
    faulty: [
      action('var o = new CookieOptions { HttpOnly = false, Secure = true };'),
      action('Response.Cookies.Append("session", id);'),
    ],
    safe: [
      action('Response.Cookies.Append("session", id, new CookieOptions { HttpOnly = true, Secure = true });'),
    ],
  },
  'security/cors': {
    path,
    faulty: [action('policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowCredentials();')],
    safe: [action('policy.WithOrigins("https://app.example.com").AllowCredentials();')],
  },
  'security/timing-unsafe-compare': {
    path,
    faulty: [action('if (signature == expected) { return Ok(); }')],
    safe: [action('if (CryptographicOperations.FixedTimeEquals(signature, expected)) { return Ok(); }')],
  },
  'security/dynamic-code': {
    path,
    faulty: [
      action('var result = CSharpScript.EvaluateAsync(name).Result;'),
      action('var plugin = Activator.CreateInstance(Type.GetType(name));'),
    ],
    safe: [
      action('if (!Actions.TryGetValue(name, out var run)) return NotFound();\nrun();'),
      action('var plugin = Activator.CreateInstance(typeof(CsvExport));'),
    ],
  },
  'security/template-injection': {
    path,
    faulty: [action('var page = Engine.Razor.RunCompile(name, "key");')],
    safe: [action('var page = Engine.Razor.RunCompile("Hello @Model.Name", "key", null, name);')],
  },
  'security/ldap-injection': {
    path,
    faulty: [
      action('var searcher = new DirectorySearcher("(uid=" + name + ")");'),
      action('searcher.Filter = $"(cn={name})";'),
    ],
    safe: [action('searcher.Filter = $"(cn={Encoder.LdapFilterEncode(name)})";')],
  },
  'security/xpath-injection': {
    path,
    faulty: [action('var node = document.SelectSingleNode("//user[@name=\'" + name + "\']");')],
    safe: [
      action('var node = document.SelectSingleNode("//user");'),
      action('var node = document.SelectSingleNode($"//user[{id}]");', 'int id'),
    ],
  },
  'security/regex-injection': {
    path,
    faulty: [action('var found = Regex.IsMatch(text, name);')],
    safe: [
      action('var found = Regex.IsMatch(text, Regex.Escape(name));'),
      action('var found = Regex.IsMatch(name, "^[a-z]+$");'),
    ],
  },
  'security/nosql-code': {
    path,
    faulty: [action('var filter = BsonDocument.Parse("{ owner: \'" + name + "\' }");')],
    safe: [action('var filter = Builders<User>.Filter.Eq(user => user.Name, name);')],
  },
  'security/csrf-protection-off': {
    path,
    faulty: [
      action('return Ok();', 'int id', '[HttpPost]\n    [IgnoreAntiforgeryToken]'),
      'app.MapPost("/pay", (Pay pay) => Results.Ok()).DisableAntiforgery();\n',
    ],
    safe: [action('return Ok();', 'int id', '[HttpPost]\n    [ValidateAntiForgeryToken]')],
  },
  'security/authorisation-off': {
    path,
    faulty: [action('return Ok();', 'int id', '[AllowAnonymous]')],
    safe: [
      action('return Ok();', 'int id', '[Authorize]'),
      action('return Ok();', 'int id', '[AllowAnonymous]').replace('Act(', 'Login('),
    ],
  },
  'security/debug-exposure': {
    path: 'src/Web/Program.cs',
    faulty: ['var app = builder.Build();\napp.UseDeveloperExceptionPage();\n'],
    safe: [
      'var app = builder.Build();\nif (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage();\n',
    ],
  },
  'security/error-exposure': {
    path,
    faulty: [action('try { Run(); } catch (Exception ex) { return StatusCode(500, ex.ToString()); }')],
    safe: [
      action(
        'try { Run(); } catch (Exception ex) { _logger.LogError(ex, "failed"); return StatusCode(500); }',
      ),
    ],
  },
  'security/secret-in-log': {
    path,
    faulty: [action('_logger.LogInformation("signed in with {Password}", input.Password);')],
    safe: [action('_logger.LogInformation("signed in {User}", input.UserId);')],
  },
});

describe('security/removed-guard', () => {
  const removed = async (base: string, head: string) =>
    (await reviewSource(head, { path, base })).filter(({ rule }) => rule === 'security/removed-guard').length;

  it.each(['[Authorize(Roles = "Admin")]', '[ValidateAntiForgeryToken]'])(
    'reports %s that a change takes away',
    async (attribute) => {
      const base = action('return Ok();', 'int id', `[HttpPost]\n    ${attribute}`);
      expect(await removed(base, action('return Ok();', 'int id', '[HttpPost]'))).toBe(1);
      expect(
        await removed(base, action('return NoContent();', 'int id', `[HttpPost, ${attribute.slice(1)}`)),
      ).toBe(0);
    },
  );

  it.each([
    'if (!User.IsInRole("Admin")) return Forbid();',
    'if (!ModelState.IsValid) return BadRequest(ModelState);',
  ])('reports a condition in front of work that is still done: %s', async (check) => {
    const work = 'await _orders.RemoveAsync(id);\nreturn NoContent();';
    const found = async (body: string) =>
      (
        await reviewSource(action(body, 'int id', '[HttpPost]'), {
          path,
          base: action(`${check}\n${work}`, 'int id', '[HttpPost]'),
        })
      ).map(({ rule }) => rule);
    expect(await found(work)).toEqual(['security/removed-check']);
    expect(await found('return Gone();')).toEqual([]);
  });

  it('reports the middleware that a change takes away', async () => {
    const rest = 'app.UseRouting();\napp.MapControllers();\n';
    expect(await removed(`app.UseAuthorization();\n${rest}`, rest)).toBe(1);
    expect(await removed(`app.UseAuthorization();\n${rest}`, `${rest}app.UseAuthorization();\n`)).toBe(0);
  });
});
