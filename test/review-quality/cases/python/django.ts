import { changesOf } from '../../changed-file.ts';

const base = `import hmac
import logging
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from shop.models import Order, Voucher

logger = logging.getLogger(__name__)


@login_required
def orders(request):
    term = request.GET.get("q", "")
    found = Order.objects.filter(customer=request.user, title__icontains=term)
    return render(request, "shop/orders.html", {"orders": found})


@login_required
def invoice(request, name):
    order = get_object_or_404(Order, invoice=name, customer=request.user)
    return FileResponse(order.document.open("rb"), as_attachment=True)


@login_required
@require_POST
def redeem(request):
    voucher = get_object_or_404(Voucher, code=request.POST["code"])
    voucher.redeem(request.user)
    logger.info("voucher redeemed by user %s", request.user.pk)
    return HttpResponseRedirect("/shop/orders/")


def payment_hook(request):
    given = request.headers.get("X-Signature", "")
    expected = hmac.new(settings.PAYMENT_SECRET.encode(), request.body, "sha256").hexdigest()
    if not hmac.compare_digest(expected, given):
        return HttpResponse(status=401)
    return JsonResponse({"ok": True})


def invite(request):
    token = secrets.token_urlsafe(32)
    request.session["invite"] = token
    return JsonResponse({"invite": token})


def badge(request):
    label = request.GET.get("label", "")
    return HttpResponse(format_html("<b>{}</b>", label))
`;

const file = { language: 'python', path: 'shop/views.py', base } as const;
const filtered = 'found = Order.objects.filter(customer=request.user, title__icontains=term)';
const opened = `order = get_object_or_404(Order, invoice=name, customer=request.user)
    return FileResponse(order.document.open("rb"), as_attachment=True)`;
const redirected = 'return HttpResponseRedirect("/shop/orders/")';

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'django-raw-search',
      replaces: filtered,
      faulty: `found = Order.objects.raw("SELECT * FROM shop_order WHERE title ILIKE '%%" + term + "%%'")`,
      safe: `found = Order.objects.raw("SELECT * FROM shop_order WHERE title ILIKE %s", [f"%{term}%"])`,
      at: 'objects.raw',
    },
    {
      what: 'django-extra-where',
      replaces: filtered,
      faulty: `found = Order.objects.filter(customer=request.user).extra(where=["title LIKE '%s'" % term])`,
      safe: `found = Order.objects.filter(customer=request.user).extra(where=["title LIKE %s"], params=[term])`,
      at: '.extra(',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'django-invoice-by-file-name',
      replaces: opened,
      faulty: `path = Path(settings.INVOICE_ROOT) / request.GET["file"]
    return FileResponse(path.open("rb"), as_attachment=True)`,
      safe: `path = (Path(settings.INVOICE_ROOT) / request.GET["file"]).resolve()
    if not path.is_relative_to(Path(settings.INVOICE_ROOT).resolve()):
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True)`,
      at: 'path.open',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'django-next-after-redeeming',
      replaces: redirected,
      faulty: 'return HttpResponseRedirect(request.POST.get("next", "/shop/orders/"))',
      safe: `target = request.POST.get("next", "/shop/orders/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=True):
        target = "/shop/orders/"
    return HttpResponseRedirect(target)`,
      at: 'HttpResponseRedirect(request',
    },
  ]),
  ...changesOf({ ...file, family: 'xss' }, [
    {
      what: 'django-badge-as-markup',
      replaces: 'return HttpResponse(format_html("<b>{}</b>", label))',
      faulty: 'return HttpResponse(f"<b class=badge>{label}</b>")',
      safe: 'return HttpResponse(format_html("<b class=badge>{}</b>", label))',
      at: 'class=badge',
    },
  ]),
  ...changesOf({ ...file, family: 'randomness' }, [
    {
      what: 'django-invite-from-random',
      replaces: 'token = secrets.token_urlsafe(32)',
      faulty: `token = "".join(random.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(10))`,
      safe: `token = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(24))`,
      at: 'random.choice',
    },
  ]),
  ...changesOf({ ...file, family: 'csrf' }, [
    {
      what: 'django-exempt-form',
      replaces: `@login_required
@require_POST
def redeem`,
      faulty: `@csrf_exempt
@login_required
@require_POST
def redeem`,
      safe: `@csrf_protect
@login_required
@require_POST
def redeem`,
      at: '@csrf_exempt',
    },
  ]),
  ...changesOf({ ...file, family: 'secret-in-log' }, [
    {
      what: 'django-password-logged',
      replaces: 'logger.info("voucher redeemed by user %s", request.user.pk)',
      faulty: 'logger.info("voucher redeemed with password %s", request.POST["password"])',
      safe: 'logger.info("voucher redeemed by user %s with code of %d characters", request.user.pk, len(voucher.code))',
      at: 'request.POST["password"]',
    },
  ]),
  ...changesOf({ ...file, family: 'timing' }, [
    {
      what: 'django-signature-by-equality',
      replaces: 'if not hmac.compare_digest(expected, given):',
      faulty: 'if given != expected:',
      safe: 'if not given or not hmac.compare_digest(expected, given):',
      at: 'given != expected',
    },
  ]),
];
