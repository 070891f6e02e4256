import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const django = `from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from clinics.models import Record, audit


class RecordList(LoginRequiredMixin, ListView):
    model = Record
    paginate_by = 50


def export(request, pk):
    record = get_object_or_404(Record, pk=pk)
    if not request.user.is_staff:
        raise PermissionDenied
    audit("export", record)
    return JsonResponse(record.as_json())


def share(request, pk):
    record = get_object_or_404(Record, pk=pk)
    if record.owner_id != request.user.id:
        return HttpResponse(status=404)
    record.share_with(request.POST["email"])
    return HttpResponse(status=204)
`;

const go = `package clinic

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

type Server struct {
	records *Records
	session *Sessions
}

func (s *Server) Routes() http.Handler {
	router := chi.NewRouter()
	router.Get("/health", s.Health)
	router.With(s.RequireSession).Get("/records", s.List)
	router.Handle("/metrics", adminOnly(http.HandlerFunc(s.Metrics)))
	return router
}

func (s *Server) Delete(w http.ResponseWriter, r *http.Request) {
	user := s.session.User(r)
	if !user.IsAdmin {
		http.Error(w, "not allowed", http.StatusForbidden)
		return
	}
	if err := s.records.Delete(r.Context(), chi.URLParam(r, "id")); err != nil {
		http.Error(w, "not deleted", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
`;

const spring = `package clinic;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

@Service
public class RecordService {
    private final RecordRepository records;
    private final AuditLog audit;

    public RecordService(RecordRepository records, AuditLog audit) {
        this.records = records;
        this.audit = audit;
    }

    public void delete(User user, long id) {
        if (!user.hasRole("DOCTOR")) {
            throw new AccessDeniedException("only doctors delete records");
        }
        audit.note(user, "delete", id);
        records.deleteById(id);
    }

    public Record read(User user, long id) {
        Record record = records.findById(id).orElseThrow();
        if (record.getOwnerId() != user.getId()) {
            throw new AccessDeniedException("not yours");
        }
        return audit.seen(user, record);
    }
}
`;

const laravel = `<?php

namespace App\\Http\\Controllers;

use App\\Models\\Record;
use Illuminate\\Http\\Request;

class RecordController extends Controller
{
    public function destroy(Request $request, Record $record)
    {
        $this->authorize('delete', $record);
        $record->files()->delete();
        $record->delete();
        return response()->noContent();
    }

    public function publish(Request $request, Record $record)
    {
        if ($request->user()->role !== 'editor') {
            abort(403);
        }
        $record->publish();
        return response()->noContent();
    }
}
`;

const family = 'removed-guard';
export const cases: readonly QualityCase[] = [
  ...changesOf({ family, language: 'python', path: 'clinics/views.py', base: django }, [
    {
      what: 'django-plain-staff-check',
      replaces: '    if not request.user.is_staff:\n        raise PermissionDenied\n',
      faulty: '',
      safe: '    if not request.user.is_staff or record.is_locked:\n        raise PermissionDenied\n',
      at: 'request.user.is_staff',
      side: 'old',
    },
    {
      what: 'django-owner-check',
      replaces: '    if record.owner_id != request.user.id:\n        return HttpResponse(status=404)\n',
      faulty: '',
      safe: '    if not record.is_owned_by(request.user):\n        return HttpResponse(status=404)\n',
      at: 'record.owner_id',
      side: 'old',
    },
    {
      what: 'django-login-mixin',
      replaces: 'class RecordList(LoginRequiredMixin, ListView):',
      faulty: 'class RecordList(ListView):',
      safe: 'class RecordList(PermissionRequiredMixin, ListView):\n    permission_required = "clinics.view_record"\n',
      at: 'LoginRequiredMixin, ListView',
      side: 'old',
    },
  ]),
  ...changesOf({ family, language: 'go', path: 'internal/clinic/server.go', base: go }, [
    {
      what: 'plain-admin-check',
      replaces:
        '	if !user.IsAdmin {\n		http.Error(w, "not allowed", http.StatusForbidden)\n		return\n	}\n',
      faulty: '',
      safe: '	if !user.IsAdmin && !user.IsOwner {\n		http.Error(w, "not allowed", http.StatusForbidden)\n		return\n	}\n',
      at: 'user.IsAdmin',
      side: 'old',
    },
    {
      what: 'chi-with-session',
      replaces: 'router.With(s.RequireSession).Get("/records", s.List)',
      faulty: 'router.Get("/records", s.List)',
      safe: 'router.With(s.RequireSession, s.Paged).Get("/records", s.List)',
      at: 's.RequireSession',
      side: 'old',
    },
    {
      what: 'handler-without-its-wrapper',
      replaces: 'adminOnly(http.HandlerFunc(s.Metrics))',
      faulty: 'http.HandlerFunc(s.Metrics)',
      safe: 'adminOnly(counted(http.HandlerFunc(s.Metrics)))',
      at: 'adminOnly(',
      side: 'old',
    },
  ]),
  ...changesOf({ family, language: 'java', path: 'src/main/java/clinic/RecordService.java', base: spring }, [
    {
      what: 'plain-role-check',
      replaces:
        '        if (!user.hasRole("DOCTOR")) {\n            throw new AccessDeniedException("only doctors delete records");\n        }\n',
      faulty: '',
      safe: '        if (!user.hasAnyRole("DOCTOR", "NURSE")) {\n            throw new AccessDeniedException("only staff deletes records");\n        }\n',
      at: 'user.hasRole',
      side: 'old',
    },
    {
      what: 'plain-owner-check',
      replaces:
        '        if (record.getOwnerId() != user.getId()) {\n            throw new AccessDeniedException("not yours");\n        }\n',
      faulty: '',
      safe: '        access.checkOwner(user, record);\n',
      at: 'record.getOwnerId()',
      side: 'old',
    },
  ]),
  ...changesOf(
    { family, language: 'php', path: 'app/Http/Controllers/RecordController.php', base: laravel },
    [
      {
        what: 'laravel-authorize',
        replaces: "        $this->authorize('delete', $record);\n",
        faulty: '',
        safe: "        Gate::authorize('delete', $record);\n",
        at: '$this->authorize',
        side: 'old',
      },
      {
        what: 'laravel-plain-role',
        replaces: "        if ($request->user()->role !== 'editor') {\n            abort(403);\n        }\n",
        faulty: '',
        safe: '        if (! $request->user()->isEditor()) {\n            abort(403);\n        }\n',
        at: '->role',
        side: 'old',
      },
    ],
  ),
];
