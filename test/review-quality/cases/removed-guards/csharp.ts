import { changesOf } from '../../changed-file.ts';

const base = `using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Portal.Accounts;

[Authorize]
public class AccountsController : Controller
{
    private readonly IAccounts _accounts;

    public AccountsController(IAccounts accounts)
    {
        _accounts = accounts;
    }

    [HttpPost("accounts/{id:long}/close")]
    [ValidateAntiForgeryToken]
    [Authorize(Policy = "Managers")]
    public async Task<IActionResult> Close(long id)
    {
        await _accounts.CloseAsync(id);
        return RedirectToAction("Index");
    }

    [HttpPost("accounts/{id:long}/rename")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Rename(long id, RenameInput input)
    {
        if (!ModelState.IsValid) return BadRequest(ModelState);
        var account = await _accounts.FindAsync(id);
        if (account.OwnerId != User.Id()) return Forbid();
        await _accounts.RenameAsync(id, input.Name);
        return NoContent();
    }

    [HttpGet("accounts/leave")]
    public IActionResult Leave(string to)
    {
        if (!Url.IsLocalUrl(to)) return BadRequest();
        return Redirect(to);
    }

    [AllowAnonymous]
    [HttpPost("accounts/hook")]
    public IActionResult Hook([FromHeader(Name = "X-Signature")] string signature, [FromBody] byte[] body)
    {
        var expected = HMACSHA256.HashData(_accounts.Key, body);
        if (!CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(signature))) return Unauthorized();
        return Accepted();
    }
}
`;

export const cases = changesOf(
  { family: 'removed-guard', language: 'csharp', path: 'src/Portal/Accounts/AccountsController.cs', base },
  [
    {
      what: 'authorize-policy',
      replaces: '    [Authorize(Policy = "Managers")]\n',
      faulty: '',
      safe: '    [Authorize(Roles = "Manager")]\n',
      at: 'Policy = "Managers"',
      side: 'old',
    },
    {
      what: 'authorize-class',
      replaces: '[Authorize]\npublic class',
      faulty: 'public class',
      safe: '[Authorize, ApiController]\npublic class',
      at: '[Authorize]',
      side: 'old',
    },
    {
      what: 'antiforgery',
      replaces: '    [ValidateAntiForgeryToken]\n    [Authorize(Policy = "Managers")]\n',
      faulty: '    [Authorize(Policy = "Managers")]\n',
      safe: '    [Authorize(Policy = "Managers"), ValidateAntiForgeryToken]\n',
      at: '[ValidateAntiForgeryToken]',
      side: 'old',
    },
    {
      what: 'model-state',
      replaces: '        if (!ModelState.IsValid) return BadRequest(ModelState);\n',
      faulty: '',
      safe: '        if (!ModelState.IsValid) return ValidationProblem(ModelState);\n',
      at: 'ModelState.IsValid',
      side: 'old',
    },
    {
      what: 'owner',
      replaces: '        if (account.OwnerId != User.Id()) return Forbid();\n',
      faulty: '',
      safe: '        if (!account.IsOwnedBy(User)) return Forbid();\n',
      at: 'account.OwnerId',
      side: 'old',
    },
    {
      what: 'local-url',
      replaces: '        if (!Url.IsLocalUrl(to)) return BadRequest();\n',
      faulty: '',
      safe: '        if (!Url.IsLocalUrl(to)) return NotFound();\n',
      at: 'Url.IsLocalUrl',
      side: 'old',
    },
    {
      what: 'constant-time',
      replaces: 'if (!CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(signature)))',
      faulty: 'if (Convert.ToHexString(expected) != signature)',
      safe: 'if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(signature), expected))',
      at: 'Convert.ToHexString(expected) != signature',
    },
  ],
);
