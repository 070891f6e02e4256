import type { FamilyId } from '../../families.ts';
import { oneFile, type QualityCase } from '../../quality-case.ts';

interface Pair {
  readonly what: string;
  readonly family: FamilyId;
  readonly path: string;
  readonly faulty: string;
  readonly safe: string;
  /** On the line of the fault. */
  readonly at: string;
}

const endpoint = (body: string) => `using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<ShopContext>();
builder.Services.AddHttpClient();

var app = builder.Build();

${body}

app.Run();
`;

const pairs: readonly Pair[] = [
  {
    what: 'string-builder',
    family: 'sql-injection',
    path: 'src/Shop/Reports/SalesReport.cs',
    faulty: `using System.Text;
using Microsoft.Data.SqlClient;

namespace Shop.Reports;

public class SalesReport(SqlConnection connection)
{
    public SqlDataReader Run(string region, string orderBy)
    {
        var sql = new StringBuilder("SELECT region, SUM(total) FROM sales WHERE region = @region GROUP BY region");
        sql.Append(" ORDER BY ").Append(orderBy);
        var command = new SqlCommand(sql.ToString(), connection);
        command.Parameters.AddWithValue("@region", region);
        return command.ExecuteReader();
    }
}
`,
    safe: `using System.Text;
using Microsoft.Data.SqlClient;

namespace Shop.Reports;

public class SalesReport(SqlConnection connection)
{
    public SqlDataReader Run(string region, bool byTotal)
    {
        var sql = new StringBuilder("SELECT region, SUM(total) FROM sales WHERE region = @region GROUP BY region");
        sql.Append(" ORDER BY ").Append(byTotal ? "2" : "1");
        var command = new SqlCommand(sql.ToString(), connection);
        command.Parameters.AddWithValue("@region", region);
        return command.ExecuteReader();
    }
}
`,
    at: 'new SqlCommand',
  },
  {
    what: 'minimal-endpoint',
    family: 'sql-injection',
    path: 'src/Shop/Program.cs',
    faulty: endpoint(`app.MapGet("/customers", async (string city, ShopContext db) =>
    await db.Customers.FromSqlRaw($"SELECT * FROM Customers WHERE City = '{city}'").ToListAsync());`),
    safe: endpoint(`app.MapGet("/customers", async (string city, ShopContext db) =>
    await db.Customers.FromSql($"SELECT * FROM Customers WHERE City = {city}").ToListAsync());`),
    at: 'FromSqlRaw',
  },
  {
    what: 'fetch-endpoint',
    family: 'ssrf',
    path: 'src/Shop/Program.cs',
    faulty: endpoint(`app.MapPost("/import", async (HttpRequest request, IHttpClientFactory factory) =>
{
    var form = await request.ReadFormAsync();
    var client = factory.CreateClient();
    var text = await client.GetStringAsync(form["source"]);
    return Results.Ok(Import.Parse(text));
});`),
    safe: endpoint(`app.MapPost("/import", async (HttpRequest request, IHttpClientFactory factory) =>
{
    var form = await request.ReadFormAsync();
    var client = factory.CreateClient();
    var text = await client.GetStringAsync("https://feeds.example.com/" + Uri.EscapeDataString(form["feed"]));
    return Results.Ok(Import.Parse(text));
});`),
    at: 'GetStringAsync',
  },
  {
    what: 'stream-of-a-name',
    family: 'path-traversal',
    path: 'src/Shop/Program.cs',
    faulty: endpoint(`app.MapGet("/manuals/{name}", (string name, IWebHostEnvironment host) =>
    Results.Stream(File.OpenRead(Path.Join(host.ContentRootPath, "manuals", name)), "application/pdf"));`),
    safe: endpoint(`app.MapGet("/manuals/{name}", (string name, IWebHostEnvironment host) =>
    Results.Stream(File.OpenRead(Path.Join(host.ContentRootPath, "manuals", Path.GetFileName(name))), "application/pdf"));`),
    at: 'File.OpenRead',
  },
  {
    what: 'razor-raw',
    family: 'xss',
    path: 'src/Shop/Views/Reviews/Show.cshtml',
    faulty: `@model Shop.Models.Review

<article>
    <h1>@Model.Title</h1>
    <p>by @Model.Author</p>
    @Html.Raw(Model.Text)
</article>
`,
    safe: `@model Shop.Models.Review

<article>
    <h1>@Model.Title</h1>
    <p>by @Model.Author</p>
    @Model.Text
</article>
`,
    at: 'Html.Raw',
  },
  {
    what: 'razor-query',
    family: 'xss',
    path: 'src/Shop/Pages/Search.cshtml',
    faulty: `@page
@{
    var term = Request.Query["term"];
}

<h1>Results</h1>
<p>For @Html.Raw(term)</p>
`,
    safe: `@page
@{
    var term = Request.Query["term"];
}

<h1>Results</h1>
<p>For @term</p>
`,
    at: '@Html.Raw',
  },
  {
    what: 'token-of-a-generator',
    family: 'randomness',
    path: 'src/Shop/Accounts/PasswordReset.cs',
    faulty: `namespace Shop.Accounts;

public class PasswordReset
{
    private static readonly Random Generator = new();

    public string NewToken()
    {
        var bytes = new byte[32];
        Generator.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
`,
    safe: `using System.Security.Cryptography;

namespace Shop.Accounts;

public class PasswordReset
{
    public string NewToken()
    {
        return Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    }
}
`,
    at: 'NextBytes',
  },
  {
    what: 'known-type-name',
    family: 'code-injection',
    path: 'src/Shop/Exports/ExportsController.cs',
    faulty: `using Microsoft.AspNetCore.Mvc;

namespace Shop.Exports;

public class ExportsController : Controller
{
    [HttpGet("export/{kind}")]
    public IActionResult Export(string kind)
    {
        var type = Type.GetType("Shop.Exports." + kind);
        var export = (IExport)Activator.CreateInstance(type!)!;
        return File(export.Run(), export.ContentType);
    }
}
`,
    safe: `using Microsoft.AspNetCore.Mvc;

namespace Shop.Exports;

public class ExportsController : Controller
{
    private static readonly Dictionary<string, Func<IExport>> Exports = new()
    {
        ["csv"] = () => new CsvExport(),
        ["pdf"] = () => new PdfExport(),
    };

    [HttpGet("export/{kind}")]
    public IActionResult Export(string kind)
    {
        if (!Exports.TryGetValue(kind, out var make)) return NotFound();
        var export = make();
        return File(export.Run(), export.ContentType);
    }
}
`,
    at: 'Type.GetType',
  },
  {
    what: 'open-cors',
    family: 'cors',
    path: 'src/Shop/Program.cs',
    faulty: endpoint(
      `app.UseCors(policy => policy.SetIsOriginAllowed(origin => true).AllowAnyHeader().AllowAnyMethod().AllowCredentials());`,
    ),
    safe: endpoint(
      `app.UseCors(policy => policy.WithOrigins("https://shop.example.com").AllowAnyHeader().AllowAnyMethod().AllowCredentials());`,
    ),
    at: 'UseCors',
  },
  {
    what: 'blind-smtp',
    family: 'tls',
    path: 'src/Shop/Mail/Mailer.cs',
    faulty: `using MailKit.Net.Smtp;

namespace Shop.Mail;

public class Mailer(MailSettings settings)
{
    public async Task SendAsync(MimeMessage message)
    {
        using var client = new SmtpClient();
        client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => true;
        await client.ConnectAsync(settings.Host, 465, true);
        await client.SendAsync(message);
    }
}
`,
    safe: `using MailKit.Net.Smtp;

namespace Shop.Mail;

public class Mailer(MailSettings settings)
{
    public async Task SendAsync(MimeMessage message)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(settings.Host, 465, true);
        await client.SendAsync(message);
    }
}
`,
    at: 'ServerCertificateValidationCallback',
  },
];

export const cases: readonly QualityCase[] = pairs.map(({ what, family, path, faulty, safe, at }) => ({
  id: `${family}/csharp/${what}`,
  family,
  language: 'csharp',
  files: oneFile(path, faulty),
  expect: [{ at }],
  safe: oneFile(path, safe),
}));
