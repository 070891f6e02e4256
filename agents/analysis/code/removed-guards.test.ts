import { describe, expect, it } from 'vitest';
import { reviewSource } from '../cases/review-source.ts';

const found = async (path: string, base: string, head: string) =>
  (await reviewSource(head, { base, path, families: ['security'] })).map(
    ({ rule, cwe, location }) => `${rule} ${cwe} ${location?.side} ${location?.line}`,
  );

/** A function of each language that does its work after the given lines, told in its own words. */
const handlers = {
  python: {
    path: 'shop/views.py',
    of: (check: string) =>
      `def close(request, pk):\n${check}    Account.objects.filter(pk=pk).update(closed=True)\n`,
  },
  go: {
    path: 'internal/close.go',
    of: (check: string) =>
      `package shop\n\nfunc (s *Server) Close(w http.ResponseWriter, r *http.Request) {\n${check}\ts.store.Close(r.PathValue("id"))\n}\n`,
  },
  java: {
    path: 'src/main/java/shop/Closing.java',
    of: (check: string) =>
      `class Closing {\n  void close(User user, long id) {\n${check}    accounts.close(id);\n  }\n}\n`,
  },
  php: {
    path: 'src/Closing.php',
    of: (check: string) =>
      `<?php\nclass Closing {\n  function close(Request $request, int $id) {\n${check}    $this->accounts->close($id);\n  }\n}\n`,
  },
} as const;
type Language = keyof typeof handlers;

const checks: readonly (readonly [Language, string, string])[] = [
  ['python', 'a flag of the user', '    if not request.user.is_staff:\n        raise PermissionDenied\n'],
  [
    'python',
    'a permission',
    '    if not request.user.has_perm("shop.close"):\n        return HttpResponse(status=403)\n',
  ],
  ['python', 'the owner', '    if account.owner_id != request.user.id:\n        abort(404)\n'],
  ['python', 'a call that refuses', '    check_permission(request.user, "close")\n'],
  [
    'go',
    'an answer of 403',
    '\tif !s.isAdmin(r) {\n\t\thttp.Error(w, "no", http.StatusForbidden)\n\t\treturn\n\t}\n',
  ],
  ['go', 'a role', '\tif user.Role != "admin" {\n\t\tw.WriteHeader(403)\n\t\treturn\n\t}\n'],
  [
    'java',
    'a role',
    '    if (!user.hasRole("ADMIN")) {\n      throw new AccessDeniedException("no");\n    }\n',
  ],
  ['java', 'a call that refuses', '    permissions.checkOwner(user, id);\n'],
  ['php', 'a flag of the user', '    if (!$request->user()->isAdmin()) {\n      abort(403);\n    }\n'],
  ['php', 'a call that refuses', "    $this->authorize('close', $id);\n"],
];

describe('a check in front of work that is still done', () => {
  it.each(checks)('of %s, %s, is told where it is gone', async (language, _, check) => {
    const { path, of } = handlers[language];
    const line =
      of('')
        .split('\n')
        .findIndex((text) => /\b(filter|[cC]lose)\(.*(pk=|id)/.test(text) && !/def|func|void/.test(text)) + 1;
    expect(await found(path, of(check), of(''))).toEqual([`security/removed-check CWE-862 old ${line}`]);
  });

  it.each(checks)('of %s, %s, is not told where it is written otherwise', async (language, _, check) => {
    const { path, of } = handlers[language];
    const other = check.replace(
      /admin|staff|perm\b|owner|role|authori[sz]e|permission/i,
      (word) => `${word}Permitted`,
    );
    expect(await found(path, of(check), of(other))).toEqual([]);
  });

  it.each(Object.values(handlers))(
    'in $path is not told of another kind, or with its work',
    async ({ path, of }) => {
      const [, , check = ''] = checks.find(([language]) => handlers[language].path === path) ?? [];
      const withoutWork = of('').replace(/^.*(update\(closed|[cC]lose\((r\.|id|\$id)).*\n/m, '');
      expect(await found(path, of(check), withoutWork)).toEqual([]);
    },
  );
});

describe('a check in a handler without a name', () => {
  const go = (lines: string) =>
    `package shop\n\nfunc (s *Server) Routes(r *gin.Engine) {\n\tr.GET("/orders/:id", func(c *gin.Context) {\n\t\tc.JSON(200, s.orders.Find(c.Param("id")))\n\t})\n${lines}}\n`;
  const check = '\t\tif !s.isAdmin(c) {\n\t\t\tc.AbortWithStatus(403)\n\t\t\treturn\n\t\t}\n';
  const remove = (checks: string, route = 'r.DELETE("/orders/:id"') =>
    `\t${route}, func(c *gin.Context) {\n${checks}\t\ts.orders.Remove(c.Param("id"))\n\t})\n`;
  const admin = (inner: string) => `\tr.Route("/admin", func(r chi.Router) {\n${inner}\t})\n`;
  const mux = 'http.HandleFunc("POST /orders/{id}/close"';
  const retried = (checks: string) =>
    `\tr.POST("/orders", func(c *gin.Context) {\n\t\tretry(func() {\n${checks}\t\t\ts.orders.Create(c)\n\t\t})\n\t})\n`;
  const php = (checks: string) =>
    `<?php\nRoute::middleware('web')->post('/orders/{order}/close', function (Request $request, Order $order) {\n${checks}    $order->archive($request->reason);\n});\n`;
  const role = "    if ($request->user()->role !== 'admin') {\n        abort(403);\n    }\n";
  const csharp = (checks: string) =>
    `app.MapDelete("/orders/{id}", async (int id, ClaimsPrincipal user, Orders orders) =>\n{\n${checks}    await orders.RemoveAsync(id);\n    return Results.NoContent();\n});\n`;
  const claim = '    if (!user.IsInRole("admin")) return Results.Forbid();\n';

  it.each([
    ['Go', 'routes.go', go(remove(check)), go(remove('')), 'old 8'],
    ['Go, of the standard library', 'routes.go', go(remove(check, mux)), go(remove('', mux)), 'old 8'],
    ['Go, below a prefix', 'routes.go', go(admin(remove(check))), go(admin(remove(''))), 'old 9'],
    ['Go, in a callback of the handler', 'routes.go', go(retried(check)), go(retried('')), 'old 9'],
    ['PHP', 'routes/web.php', php(role), php(''), 'old 3'],
    ['C#', 'Program.cs', csharp(claim), csharp(''), 'old 3'],
  ])('is told for %s', async (...[, path, base, head, place]) => {
    expect(await found(path, base, head)).toEqual([`security/removed-check CWE-862 ${place}`]);
  });

  it.each([
    [
      'the check is written otherwise',
      go(remove(check)),
      go(remove(check.replace('isAdmin', 'isAuthorised'))),
    ],
    ['the route goes with it', go(remove(check)), go('')],
    [
      'the route moves, so that nobody knows which it was',
      go(remove(check)),
      go(remove('', 'r.DELETE("/v2/:id"')),
    ],
    [
      'another route of the same group does the work without it',
      go(remove(check) + remove('', 'r.PUT("/orders/:id"')),
      go(remove('', 'r.PUT("/orders/:id"')),
    ],
  ])('is not told when %s', async (_, base, head) => {
    expect(await found('routes.go', base, head)).toEqual([]);
  });
});

describe('what stands before a handler', () => {
  const go = (lines: string) => `package shop\n\nfunc routes(r *chi.Mux, h *Handlers) {\n${lines}}\n`;
  const laravel = (line: string) => `<?php\nuse Illuminate\\Support\\Facades\\Route;\n${line}\n`;
  const spring = (rules: string) =>
    `class Rules {\n  void rules(HttpSecurity http) throws Exception {\n    http.authorizeHttpRequests(all -> all\n${rules}      .anyRequest().permitAll());\n  }\n}\n`;
  const view = (bases: string, body = '    model = Account\n') => `class AccountView(${bases}):\n${body}`;
  const settings = (lines: string) =>
    `MIDDLEWARE = [\n    "django.middleware.common.CommonMiddleware",\n${lines}]\n`;

  const lost: readonly (readonly [string, string, string, string, string])[] = [
    [
      'Go: used for all',
      'r.go',
      go('\tr.Use(RequireAuth)\n\tr.Get("/orders", h.Orders)\n'),
      go('\tr.Get("/orders", h.Orders)\n'),
      'old 4',
    ],
    [
      'Go: around a handler',
      'r.go',
      go('\tr.Handle("/admin", requireAdmin(h.Admin))\n'),
      go('\tr.Handle("/admin", h.Admin)\n'),
      'old 4',
    ],
    [
      'Go: with a route',
      'r.go',
      go('\tr.GET("/me", AuthRequired(), h.Me)\n'),
      go('\tr.GET("/me", h.Me)\n'),
      'old 4',
    ],
    [
      'Laravel',
      'routes/web.php',
      laravel("Route::get('/admin', [Admin::class, 'index'])->middleware('auth');"),
      laravel("Route::get('/admin', [Admin::class, 'index']);"),
      'old 3',
    ],
    [
      'Spring',
      'Rules.java',
      spring('      .requestMatchers("/admin/**").hasRole("ADMIN")\n'),
      spring(''),
      'old 4',
    ],
    ['Django: a base', 'views.py', view('LoginRequiredMixin, ListView'), view('ListView'), 'old 1'],
    [
      'Django: permissions of a view',
      'views.py',
      view('APIView', '    permission_classes = [IsAdminUser]\n    model = Account\n'),
      view('APIView'),
      'old 2',
    ],
  ];
  it.each(lost)('is told where it is gone: %s', async (...row) => {
    const [, path, base, head, place] = row;
    expect(await found(path, base, head)).toEqual([`security/removed-guard CWE-862 ${place}`]);
  });

  it('is told of the middleware of Django', async () => {
    const base = settings('    "django.middleware.csrf.CsrfViewMiddleware",\n');
    expect(await found('settings.py', base, settings(''))).toEqual(['security/removed-guard CWE-352 old 3']);
  });

  it('is told of an annotation of a whole class', async () => {
    const java = (mark: string) =>
      `${mark}class Admin {\n  void close(long id) {\n    accounts.close(id);\n  }\n}\n`;
    expect(await found('Admin.java', java('@RolesAllowed("ADMIN")\n'), java(''))).toEqual([
      'security/removed-guard CWE-862 old 1',
    ]);
    const onMethod = java('').replace('  void', '  @RolesAllowed("ADMIN")\n  void');
    expect(await found('Admin.java', java('@RolesAllowed("ADMIN")\n'), onMethod)).toEqual([]);
  });

  it.each([
    [
      'moves to all routes',
      'r.go',
      go('\tr.GET("/me", AuthRequired(), h.Me)\n'),
      go('\tr.Use(AuthRequired())\n\tr.GET("/me", h.Me)\n'),
    ],
    [
      'is replaced',
      'r.go',
      go('\tr.GET("/me", AuthRequired(), h.Me)\n'),
      go('\tr.GET("/me", RequireSession(), h.Me)\n'),
    ],
    [
      'goes with its route',
      'r.go',
      go('\tr.GET("/me", AuthRequired(), h.Me)\n\tr.GET("/", h.Home)\n'),
      go('\tr.GET("/", h.Home)\n'),
    ],
    [
      'is given to a group',
      'routes/web.php',
      laravel("Route::get('/admin', [Admin::class, 'index'])->middleware('auth');"),
      laravel(
        "Route::middleware('auth')->group(function () {\n    Route::get('/admin', [Admin::class, 'index']);\n});",
      ),
    ],
    [
      'has another name',
      'views.py',
      view('LoginRequiredMixin, ListView'),
      view('StaffRequiredMixin, ListView'),
    ],
    [
      'becomes a decorator',
      'views.py',
      view('LoginRequiredMixin, ListView'),
      `@method_decorator(login_required, name="dispatch")\n${view('ListView')}`,
    ],
  ])('is not told where it %s', async (_, path, base, head) => {
    expect(await found(path, base, head)).toEqual([]);
  });
});
