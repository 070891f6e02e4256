import { changesOf } from '../../changed-file.ts';

const base = `import os

from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, Http404, HttpResponse
from django.utils.html import escape
from django.views.decorators.csrf import csrf_protect

from accounts.models import Account

ROOT = "/var/lib/statements"


@login_required
def overview(request):
    return HttpResponse(Account.objects.filter(owner=request.user).count())


@csrf_protect
@permission_required("accounts.close")
def close(request, pk):
    Account.objects.filter(pk=pk).update(closed=True)
    return HttpResponse(status=204)


def statement(request):
    path = os.path.realpath(os.path.join(ROOT, request.GET["name"]))
    if not path.startswith(ROOT + os.sep):
        raise Http404
    return FileResponse(open(path, "rb"))


def greeting(request):
    name = request.GET.get("name", "")
    name = escape(name)
    return HttpResponse(f"<p>Hello {name}</p>")
`;

export const cases = changesOf(
  { family: 'removed-guard', language: 'python', path: 'accounts/views.py', base },
  [
    {
      what: 'django-login-required',
      replaces: '@login_required\ndef overview(request):',
      faulty: 'def overview(request):',
      safe: '@permission_required("accounts.view")\ndef overview(request):',
      at: '@login_required',
      side: 'old',
    },
    {
      what: 'django-permission-required',
      replaces: '@permission_required("accounts.close")\ndef close(request, pk):',
      faulty: 'def close(request, pk):',
      safe: '@permission_required("accounts.close", raise_exception=True)\ndef close(request, pk):',
      at: '@permission_required',
      side: 'old',
    },
    {
      what: 'django-prefix-check',
      replaces: '    if not path.startswith(ROOT + os.sep):\n        raise Http404\n',
      faulty: '',
      safe: '    if os.path.commonpath([ROOT, path]) != ROOT:\n        raise Http404\n',
      at: 'path.startswith',
      side: 'old',
    },
    {
      what: 'django-escape-around-a-value',
      replaces: '    name = escape(name)\n',
      faulty: '',
      safe: '    name = escape(name.strip())\n',
      at: 'escape(name)',
      side: 'old',
    },
  ],
);
