import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const gin = `package api

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"example.org/depot/internal/parcels"
)

// Register puts the routes of the depot behind the session middleware.
func Register(engine *gin.Engine, store *parcels.Store, sessions *Sessions) {
	api := engine.Group("/api", sessions.Load())

	api.GET("/parcels/:id", func(c *gin.Context) {
		parcel, err := store.Find(c.Request.Context(), c.Param("id"))
		if errors.Is(err, parcels.ErrUnknown) {
			c.AbortWithStatus(http.StatusNotFound)
			return
		}
		if err != nil {
			c.AbortWithStatus(http.StatusInternalServerError)
			return
		}
		if parcel.OwnerID != sessions.UserID(c) {
			c.AbortWithStatus(http.StatusNotFound)
			return
		}
		c.JSON(http.StatusOK, parcel)
	})

	api.DELETE("/parcels/:id", func(c *gin.Context) {
		if !sessions.User(c).IsAdmin {
			c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"error": "only dispatchers delete parcels"})
			return
		}
		if err := store.Delete(c.Request.Context(), c.Param("id")); err != nil {
			c.AbortWithStatus(http.StatusInternalServerError)
			return
		}
		c.Status(http.StatusNoContent)
	})
}
`;

const mux = `package main

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
)

func newRouter(feeds *Feeds, users *Users) http.Handler {
	router := chi.NewRouter()

	router.Route("/admin", func(r chi.Router) {
		r.Post("/feeds/{name}/purge", func(w http.ResponseWriter, req *http.Request) {
			if user := users.Of(req); user == nil || user.Role != "operator" {
				http.Error(w, "operators only", http.StatusForbidden)
				return
			}
			purged, err := feeds.Purge(req.Context(), chi.URLParam(req, "name"))
			if err != nil {
				slog.Error("purge", "err", err)
				http.Error(w, "purge failed", http.StatusBadGateway)
				return
			}
			_ = json.NewEncoder(w).Encode(map[string]int{"purged": purged})
		})
	})

	router.Get("/feeds/{name}", func(w http.ResponseWriter, req *http.Request) {
		feeds.Write(w, chi.URLParam(req, "name"))
	})
	return router
}
`;

const laravel = `<?php

use App\\Models\\Invoice;
use App\\Services\\Ledger;
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\Route;

Route::get('/invoices/{invoice}', function (Request $request, Invoice $invoice) {
    return view('invoices.show', ['invoice' => $invoice]);
})->middleware('auth')->can('view', 'invoice');

Route::middleware('auth')->group(function () {
    Route::post('/invoices/{invoice}/cancel', function (Request $request, Invoice $invoice, Ledger $ledger) {
        if ($invoice->user_id !== $request->user()->id) {
            abort(404);
        }

        $ledger->reverse($invoice);
        $invoice->update(['status' => 'cancelled']);

        return redirect()->route('invoices.index')->with('status', 'Invoice cancelled.');
    });
});
`;

const slim = `<?php

declare(strict_types=1);

use Depot\\Storage\\Shelves;
use Psr\\Http\\Message\\ResponseInterface as Response;
use Psr\\Http\\Message\\ServerRequestInterface as Request;
use Slim\\App;
use Slim\\Exception\\HttpForbiddenException;

return function (App $app): void {
    $app->delete('/shelves/{id:[0-9]+}', function (Request $request, Response $response, array $args): Response {
        $user = $request->getAttribute('user');
        if (!$user->isAdmin()) {
            throw new HttpForbiddenException($request);
        }
        $this->get(Shelves::class)->remove((int) $args['id']);

        return $response->withStatus(204);
    });
};
`;

/** Handlers written where the route is, as small services do. */
const family = 'removed-guard';
export const cases: readonly QualityCase[] = [
  ...changesOf({ family, language: 'go', path: 'internal/api/routes.go', base: gin }, [
    {
      what: 'gin-literal-admin-check',
      replaces:
        '		if !sessions.User(c).IsAdmin {\n			c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"error": "only dispatchers delete parcels"})\n			return\n		}\n',
      faulty: '',
      safe: '		if user := sessions.User(c); !user.IsAdmin && !user.IsDispatcher {\n			c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"error": "only dispatchers delete parcels"})\n			return\n		}\n',
      at: 'sessions.User(c).IsAdmin',
      side: 'old',
    },
    {
      what: 'gin-literal-owner-check',
      replaces:
        '		if parcel.OwnerID != sessions.UserID(c) {\n			c.AbortWithStatus(http.StatusNotFound)\n			return\n		}\n',
      faulty: '',
      safe: '		if !parcel.IsOwnedBy(sessions.UserID(c)) {\n			c.AbortWithStatus(http.StatusNotFound)\n			return\n		}\n',
      at: 'parcel.OwnerID',
      side: 'old',
    },
  ]),
  ...changesOf({ family, language: 'go', path: 'cmd/feeds/router.go', base: mux }, [
    {
      what: 'chi-literal-below-a-prefix',
      replaces:
        '			if user := users.Of(req); user == nil || user.Role != "operator" {\n				http.Error(w, "operators only", http.StatusForbidden)\n				return\n			}\n',
      faulty: '',
      safe: '			if !users.Of(req).HasRole("operator") {\n				http.Error(w, "operators only", http.StatusForbidden)\n				return\n			}\n',
      at: 'user.Role != "operator"',
      side: 'old',
    },
  ]),
  ...changesOf({ family, language: 'php', path: 'routes/web.php', base: laravel }, [
    {
      what: 'laravel-closure-owner-check',
      replaces:
        '        if ($invoice->user_id !== $request->user()->id) {\n            abort(404);\n        }\n\n',
      faulty: '',
      safe: "        Gate::authorize('cancel', $invoice);\n\n",
      at: '$invoice->user_id',
      side: 'old',
    },
  ]),
  ...changesOf({ family, language: 'php', path: 'app/routes.php', base: slim }, [
    {
      what: 'slim-closure-admin-check',
      replaces:
        '        if (!$user->isAdmin()) {\n            throw new HttpForbiddenException($request);\n        }\n',
      faulty: '',
      safe: "        if (!$user->may('shelves.remove') || !$user->isStaff()) {\n            throw new HttpForbiddenException($request);\n        }\n",
      at: '$user->isAdmin()',
      side: 'old',
    },
  ]),
];
