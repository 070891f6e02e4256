import { changesOf } from '../../changed-file.ts';

const base = `import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import requests
from flask import Blueprint, abort, current_app, jsonify, redirect, render_template, request, send_from_directory, url_for
from markupsafe import escape

from reports.storage import connection

bp = Blueprint("reports", __name__, url_prefix="/reports")
ALLOWED_HOSTS = {"feeds.example.com", "data.example.org"}
SORTS = {"name": "name", "age": "created_at"}


@bp.get("/")
def index():
    owner = request.args.get("owner", "")
    with connection() as conn:
        cur = conn.cursor()
        cur.execute("SELECT id, name FROM reports WHERE owner = %s", (owner,))
        rows = cur.fetchall()
    return jsonify([{"id": row[0], "name": row[1]} for row in rows])


@bp.get("/sorted")
def ordered():
    column = SORTS.get(request.args.get("sort"), "name")
    with connection() as conn:
        cur = conn.cursor()
        cur.execute(f"SELECT id, name FROM reports ORDER BY {column}")
        return jsonify(cur.fetchall())


@bp.post("/<int:report_id>/thumbnail")
def thumbnail(report_id):
    size = request.form["size"]
    source = Path(current_app.config["REPORTS"]) / f"{report_id}.pdf"
    subprocess.run(["convert", "-resize", "200x200", str(source), f"{report_id}.png"], check=True)
    return "", 204


@bp.get("/files")
def download():
    name = request.args["name"]
    return send_from_directory(current_app.config["REPORTS"], name)


@bp.post("/import")
def import_feed():
    url = request.get_json()["url"]
    if urlsplit(url).hostname not in ALLOWED_HOSTS:
        abort(400)
    answer = requests.get(url, timeout=10, allow_redirects=False)
    return jsonify(answer.json())


@bp.post("/session")
def sign_in():
    target = request.args.get("next", "")
    current_app.logger.info("signed in, back to the overview")
    return redirect(url_for("reports.index"))


@bp.get("/hello")
def hello():
    name = request.args.get("name", "reader")
    return render_template("hello.html", name=name)


@bp.get("/badge")
def badge():
    label = request.args.get("label", "ok")
    return f"<span class='badge'>{escape(label)}</span>"
`;

const file = { language: 'python', path: 'reports/views.py', base } as const;
const statement = `cur.execute("SELECT id, name FROM reports WHERE owner = %s", (owner,))`;
const column = 'column = SORTS.get(request.args.get("sort"), "name")';
const convert = `subprocess.run(["convert", "-resize", "200x200", str(source), f"{report_id}.png"], check=True)`;
const sent = 'return send_from_directory(current_app.config["REPORTS"], name)';
const guarded = `    if urlsplit(url).hostname not in ALLOWED_HOSTS:
        abort(400)
    answer = requests.get(url, timeout=10, allow_redirects=False)`;

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'flask-filter-by-f-string',
      replaces: statement,
      faulty: `cur.execute(f"SELECT id, name FROM reports WHERE owner = '{owner}' AND archived = false")`,
      safe: `cur.execute("SELECT id, name FROM reports WHERE owner = %s AND archived = false", (owner,))`,
      at: 'archived = false',
    },
    {
      what: 'flask-free-sort-column',
      replaces: column,
      faulty: 'column = request.args.get("sort", "name")',
      safe: `column = request.args.get("sort", "name")
    if column not in SORTS:
        abort(400)`,
      at: 'ORDER BY {column}',
    },
  ]),
  ...changesOf({ ...file, family: 'command-injection' }, [
    {
      what: 'flask-shell-for-a-size',
      replaces: convert,
      faulty: 'subprocess.run(f"convert -resize {size} {source} {report_id}.png", shell=True, check=True)',
      safe: `if not size.isdigit():
        abort(400)
    subprocess.run(["convert", "-resize", size, str(source), f"{report_id}.png"], check=True)`,
      at: 'shell=True',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'flask-open-below-a-folder',
      replaces: sent,
      faulty: `with open(os.path.join(current_app.config["REPORTS"], name), "rb") as handle:
        return handle.read()`,
      safe: `with open(os.path.join(current_app.config["REPORTS"], os.path.basename(name)), "rb") as handle:
        return handle.read()`,
      at: 'open(os.path.join',
    },
    {
      what: 'flask-pathlib-read',
      replaces: sent,
      faulty: `path = Path(current_app.config["REPORTS"]) / name
    return path.read_bytes()`,
      safe: `root = Path(current_app.config["REPORTS"]).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        abort(404)
    return path.read_bytes()`,
      at: 'path.read_bytes()',
    },
  ]),
  ...changesOf({ ...file, family: 'ssrf' }, [
    {
      what: 'flask-suffix-is-no-check',
      replaces: guarded,
      faulty: `    answer = requests.get(url, timeout=10, allow_redirects=True)`,
      safe: `    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in ALLOWED_HOSTS:
        abort(400)
    answer = requests.get(url, timeout=10, allow_redirects=False)`,
      at: 'requests.get(url',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'flask-next-parameter',
      replaces: 'return redirect(url_for("reports.index"))',
      faulty: 'return redirect(target or url_for("reports.index"))',
      safe: `if target == "overview":
        return redirect(url_for("reports.overview"))
    return redirect(url_for("reports.index"))`,
      at: 'redirect(target',
    },
  ]),
  ...changesOf({ ...file, family: 'xss' }, [
    {
      what: 'flask-badge-unescaped',
      replaces: `return f"<span class='badge'>{escape(label)}</span>"`,
      faulty: `tone = "bad" if label == "failed" else "good"
    return f"<span class='badge {tone}'>{label}</span>"`,
      safe: `tone = "bad" if label == "failed" else "good"
    return f"<span class='badge {tone}'>{escape(label)}</span>"`,
      at: '{label}',
    },
  ]),
  ...changesOf({ ...file, family: 'template-injection' }, [
    {
      what: 'flask-greeting-as-template',
      replaces: 'return render_template("hello.html", name=name)',
      faulty: 'return render_template_string("<h1>Hello " + name + "</h1>")',
      safe: 'return render_template_string("<h1>Hello {{ name }}</h1>", name=name)',
      at: 'render_template_string',
    },
  ]),
];
