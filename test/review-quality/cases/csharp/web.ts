import type { FamilyId } from '../../families.ts';
import { oneFile, type QualityCase } from '../../quality-case.ts';

const path = 'src/Portal/Services/DocumentService.cs';

interface Pair {
  readonly what: string;
  readonly family: FamilyId;
  readonly faulty: string;
  readonly safe: string;
  /** On the line of the fault. */
  readonly at: string;
}

const controller = (members: string) => `using Microsoft.AspNetCore.Mvc;

namespace Portal;

[Route("documents")]
public class DocumentsController : Controller
{
    private readonly PortalContext _db;
    private readonly HttpClient _http;

    public DocumentsController(PortalContext db, HttpClient http)
    {
        _db = db;
        _http = http;
    }

${members}
}
`;

const pairs: readonly Pair[] = [
  {
    what: 'ado-command-text',
    family: 'sql-injection',
    faulty: controller(`    [HttpGet("find")]
    public IActionResult Find(string title)
    {
        using var connection = new SqlConnection(_db.Text);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM documents WHERE title LIKE '%{title}%'";
        return Ok(command.ExecuteScalar());
    }`),
    safe: controller(`    [HttpGet("find")]
    public IActionResult Find(string title)
    {
        using var connection = new SqlConnection(_db.Text);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM documents WHERE title LIKE @title";
        command.Parameters.AddWithValue("@title", $"%{title}%");
        return Ok(command.ExecuteScalar());
    }`),
    at: 'CommandText',
  },
  {
    what: 'dapper-order-by',
    family: 'sql-injection',
    faulty: controller(`    [HttpGet]
    public async Task<IActionResult> List()
    {
        var order = Request.Query["order"].ToString();
        var rows = await _db.Connection.QueryAsync<Row>("SELECT * FROM documents ORDER BY " + order);
        return View(rows);
    }`),
    safe: controller(`    [HttpGet]
    public async Task<IActionResult> List()
    {
        var order = Request.Query["order"] == "title" ? "title" : "created";
        var rows = await _db.Connection.QueryAsync<Row>("SELECT * FROM documents ORDER BY " + order);
        return View(rows);
    }`),
    at: 'QueryAsync',
  },
  {
    what: 'process-arguments',
    family: 'command-injection',
    faulty: controller(`    [HttpPost("convert")]
    public IActionResult Convert([FromForm] string source)
    {
        var start = new ProcessStartInfo();
        start.FileName = "/bin/sh";
        start.Arguments = "-c \\"pandoc " + source + " -o out.pdf\\"";
        Process.Start(start);
        return Ok();
    }`),
    safe: controller(`    [HttpPost("convert")]
    public IActionResult Convert([FromForm] string source)
    {
        var start = new ProcessStartInfo("pandoc");
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(source);
        Process.Start(start);
        return Ok();
    }`),
    at: 'start.Arguments',
  },
  {
    what: 'download',
    family: 'path-traversal',
    faulty: controller(`    [HttpGet("download")]
    public IActionResult Download(string file)
    {
        var full = Path.Combine("/var/documents", file);
        return File(System.IO.File.OpenRead(full), "application/pdf");
    }`),
    safe: controller(`    [HttpGet("download")]
    public IActionResult Download(string file)
    {
        var full = Path.Combine("/var/documents", Path.GetFileName(file));
        return File(System.IO.File.OpenRead(full), "application/pdf");
    }`),
    at: 'OpenRead',
  },
  {
    what: 'upload',
    family: 'path-traversal',
    faulty: controller(`    [HttpPost("upload")]
    public async Task<IActionResult> Upload(IFormFile document)
    {
        var target = Path.Combine("uploads", document.FileName);
        await using var stream = System.IO.File.Create(target);
        await document.CopyToAsync(stream);
        return Ok();
    }`),
    safe: controller(`    [HttpPost("upload")]
    public async Task<IActionResult> Upload(IFormFile document)
    {
        var target = Path.Combine("uploads", Path.GetRandomFileName());
        await using var stream = System.IO.File.Create(target);
        await document.CopyToAsync(stream);
        return Ok();
    }`),
    at: 'File.Create',
  },
  {
    what: 'preview',
    family: 'ssrf',
    faulty: controller(`    [HttpGet("preview")]
    public async Task<IActionResult> Preview([FromQuery] string address)
    {
        var response = await _http.GetAsync(new Uri(address));
        return Ok(await response.Content.ReadAsStringAsync());
    }`),
    safe: controller(`    [HttpGet("preview")]
    public async Task<IActionResult> Preview([FromQuery] string address)
    {
        var uri = new Uri(address);
        if (!AllowedHosts.Contains(uri.Host))
        {
            return BadRequest();
        }
        var response = await _http.GetAsync(uri);
        return Ok(await response.Content.ReadAsStringAsync());
    }`),
    at: 'GetAsync',
  },
  {
    what: 'return-url',
    family: 'open-redirect',
    faulty: controller(`    [HttpPost("sign-in")]
    public IActionResult SignIn(string returnUrl) => Redirect(returnUrl ?? "/");`),
    safe: controller(`    [HttpPost("sign-in")]
    public IActionResult SignIn(string returnUrl)
    {
        if (!Url.IsLocalUrl(returnUrl))
        {
            return RedirectToAction("Index");
        }
        return Redirect(returnUrl);
    }`),
    at: 'Redirect(',
  },
  {
    what: 'html-content',
    family: 'xss',
    faulty: controller(`    [HttpGet("hello")]
    public IActionResult Hello(string name)
    {
        var page = $"<html><body>Hello {name}</body></html>";
        return Content(page, "text/html");
    }`),
    safe: controller(`    [HttpGet("hello")]
    public IActionResult Hello(string name)
    {
        var page = $"<html><body>Hello {WebUtility.HtmlEncode(name)}</body></html>";
        return Content(page, "text/html");
    }`),
    at: 'Content(page',
  },
  {
    what: 'binary-formatter',
    family: 'deserialisation',
    faulty: controller(`    [HttpPost("restore")]
    public IActionResult Restore()
    {
        var state = (State)new BinaryFormatter().Deserialize(Request.Body);
        return Ok(state.Name);
    }`),
    safe: controller(`    [HttpPost("restore")]
    public async Task<IActionResult> Restore()
    {
        var state = await JsonSerializer.DeserializeAsync<State>(Request.Body);
        return Ok(state!.Name);
    }`),
    at: 'Deserialize(',
  },
  {
    what: 'dtd',
    family: 'xxe',
    faulty: controller(`    private static XmlReader Open(Stream body)
    {
        var settings = new XmlReaderSettings();
        settings.DtdProcessing = DtdProcessing.Parse;
        return XmlReader.Create(body, settings);
    }`),
    safe: controller(`    private static XmlReader Open(Stream body)
    {
        var settings = new XmlReaderSettings();
        settings.DtdProcessing = DtdProcessing.Prohibit;
        return XmlReader.Create(body, settings);
    }`),
    at: 'DtdProcessing.Parse',
  },
  {
    what: 'reset-token',
    family: 'randomness',
    faulty: controller(`    private static string CreateResetToken()
    {
        var random = new Random();
        return random.Next(100000, 999999).ToString();
    }`),
    safe: controller(`    private static string CreateResetToken()
    {
        return Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    }`),
    at: 'random.Next',
  },
  {
    what: 'password-md5',
    family: 'crypto',
    faulty: controller(`    private static string HashPassword(string password)
    {
        using var md5 = MD5.Create();
        return Convert.ToHexString(md5.ComputeHash(Encoding.UTF8.GetBytes(password)));
    }`),
    safe: controller(`    private static string HashPassword(string password)
    {
        return new PasswordHasher<User>().HashPassword(new User(), password);
    }`),
    at: 'MD5.Create',
  },
  {
    what: 'certificate-callback',
    family: 'tls',
    faulty: controller(`    private static HttpClient CreateClient()
    {
        var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => { return true; };
        return new HttpClient(handler);
    }`),
    safe: controller(`    private static HttpClient CreateClient()
    {
        var handler = new HttpClientHandler();
        handler.CheckCertificateRevocationList = true;
        return new HttpClient(handler);
    }`),
    at: 'ServerCertificateCustomValidationCallback',
  },
  {
    what: 'bound-entity',
    family: 'mass-assignment',
    faulty: controller(`    [HttpPost("account")]
    public async Task<IActionResult> Register([FromBody] Account account)
    {
        _db.Accounts.Add(account);
        await _db.SaveChangesAsync();
        return Ok();
    }`),
    safe: controller(`    [HttpPost("account")]
    public async Task<IActionResult> Register([FromBody] AccountInput input)
    {
        _db.Accounts.Add(new Account { Email = input.Email });
        await _db.SaveChangesAsync();
        return Ok();
    }`),
    at: 'Accounts.Add',
  },
];

export const cases: readonly QualityCase[] = pairs.map(({ what, family, faulty, safe, at }) => ({
  id: `${family}/csharp/${what}`,
  family,
  language: 'csharp',
  files: oneFile(path, faulty),
  expect: [{ at }],
  safe: oneFile(path, safe),
}));
