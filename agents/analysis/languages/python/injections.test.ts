import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'app/views.py';

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      `from flask import request
@app.route('/users')
def users():
    name = request.args.get('name')
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
`,
      `from flask import request as r
import sqlite3

def find():
    term = r.form['term']
    query = f"SELECT id FROM items WHERE title LIKE '%{term}%'"
    conn = sqlite3.connect('x.db')
    return conn.execute(query).fetchall()
`,
      `def detail(request, slug):
    sql = "SELECT * FROM posts WHERE slug = '%s'" % slug
    with connection.cursor() as cur:
        cur.execute(sql)
`,
      `from django.contrib.auth.models import User
def search(request):
    order = request.GET.get('order', 'id')
    return User.objects.raw('SELECT * FROM auth_user ORDER BY {}'.format(order))
`,
      `from fastapi import FastAPI
app = FastAPI()
@app.get('/items/{name}')
async def item(name: str):
    return await database.fetch_all(f"SELECT * FROM items WHERE name = '{name}'")
`,
      `from sqlalchemy import text
def report(session, region: str):
    stmt = text("SELECT * FROM sales WHERE region = '" + region + "'")
    return session.execute(stmt)
`,
      `class Repo:
    def __init__(self, conn):
        self.conn = conn
    def by_email(self, email):
        q = "DELETE FROM users WHERE email = '%s'"
        self.conn.cursor().execute(q % email)
`,
      `def _where(column, value):
    return "SELECT * FROM t WHERE " + column + " = '" + value + "'"

@bp.route('/x')
def x():
    return db.engine.execute(_where('a', request.values['v'])).all()
`,
    ],
    safe: [
      `from flask import request
def users():
    cursor.execute("SELECT * FROM users WHERE name = %s", (request.args['name'],))
`,
      `from flask import request
def users():
    user_id = int(request.args['id'])
    cursor.execute(f"SELECT * FROM users WHERE id = {user_id}")
`,
      `COLUMNS = {'name': 'u.name', 'age': 'u.age'}
def users(request):
    column = COLUMNS[request.GET['sort']]
    cursor.execute(f"SELECT * FROM users u ORDER BY {column}")
`,
      `def users(request):
    sort = request.GET['sort']
    if sort not in ('name', 'age'):
        raise ValueError(sort)
    cursor.execute("SELECT * FROM users ORDER BY " + sort)
`,
      `TABLE = 'users'
def users():
    cursor.execute(f"SELECT * FROM {TABLE}")
`,
      `from psycopg import sql
def users(request):
    query = sql.SQL('SELECT * FROM {}').format(sql.Identifier(request.GET['table']))
    cursor.execute(query)
`,
      `def many(conn, ids):
    marks = ','.join('?' for _ in ids)
    return conn.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)
`,
      `executor.execute(request.args['job'])`,
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      `import os
from flask import request
def ping():
    os.system('ping -c 1 ' + request.args['host'])
`,
      `from subprocess import check_output as run
def convert(request):
    name = request.POST['name']
    cmd = 'convert {} out.png'.format(name)
    return run(cmd, shell=True)
`,
      `import subprocess as sp
def backup(target):
    sp.Popen(f"tar czf /backup/x.tgz {target}", shell=True)
`,
      `import subprocess
@app.post('/run')
async def run(body: Command):
    subprocess.run(['bash', '-c', 'ls ' + body.directory])
`,
      `import asyncio
async def handler(request):
    data = await request.json()
    await asyncio.create_subprocess_shell('dig ' + data['name'])
`,
      `import os
def handler(event, context):
    return os.popen('ls ' + event['queryStringParameters']['dir']).read()
`,
      `import paramiko
def restart(request):
    client = paramiko.SSHClient()
    service = request.GET.get('service')
    client.exec_command('systemctl restart ' + service)
`,
      `import subprocess
class Runner:
    def __init__(self, branch):
        self.command = 'git checkout ' + branch
    def run(self):
        subprocess.call(self.command, shell=True)
`,
    ],
    safe: [
      `import subprocess
from flask import request
def ping():
    subprocess.run(['ping', '-c', '1', '--', request.args['host']], check=True)
`,
      `import os
os.system('clear')
`,
      `import os, shlex
from flask import request
def ping():
    os.system('ping -c 1 ' + shlex.quote(request.args['host']))
`,
      `import re, os
def ping(request):
    host = request.GET['host']
    if not re.match(r'^[a-z0-9.]+$', host):
        return None
    os.system('ping ' + host)
`,
      `import subprocess
def build(target):
    subprocess.run(['make', target], shell=False)
`,
      `import subprocess
PORT = 8000
subprocess.run(f'fuser -k {PORT}/tcp', shell=True)
`,
      `import os
ACTIONS = {'a': 'ls', 'b': 'df'}
def run(request):
    command = ACTIONS.get(request.GET['action'])
    os.system(command)
`,
    ],
  },
  'security/path-traversal': {
    path,
    faulty: [
      `from flask import request, send_file
import os
@app.route('/download')
def download():
    return send_file(os.path.join('/srv/files', request.args['name']))
`,
      `@app.route('/read/<path:name>')
def read(name):
    with open('/srv/notes/' + name) as handle:
        return handle.read()
`,
      `from pathlib import Path
def read(request):
    target = Path('/srv') / request.GET['name']
    return target.read_text()
`,
      `@app.post('/upload')
def upload():
    file = request.files['file']
    file.save(os.path.join(UPLOADS, file.filename))
`,
      `from fastapi.responses import FileResponse
@router.get('/f/{name:path}')
def get(name: str):
    return FileResponse(f'/data/{name}')
`,
      `import os
def delete(request):
    path = os.path.normpath(os.path.join(ROOT, request.POST['file']))
    os.remove(path)
`,
    ],
    safe: [
      `from werkzeug.utils import secure_filename
@app.post('/upload')
def upload():
    file = request.files['file']
    file.save(os.path.join(UPLOADS, secure_filename(file.filename)))
`,
      `import os
def read(request):
    path = os.path.realpath(os.path.join(ROOT, request.GET['name']))
    if not path.startswith(ROOT + os.sep):
        raise PermissionError
    with open(path) as handle:
        return handle.read()
`,
      `from pathlib import Path
def read(request):
    target = (BASE / request.GET['name']).resolve()
    if not target.is_relative_to(BASE):
        abort(404)
    return target.read_text()
`,
      `from flask import send_from_directory
@app.route('/f/<name>')
def f(name):
    return send_from_directory('/srv', name)
`,
      `def load(path):
    with open(path) as handle:
        return handle.read()
`,
      `@app.route('/r/<int:number>')
def report(number):
    return open(f'/srv/reports/{number}.pdf', 'rb').read()
`,
      `def read(request):
    name = os.path.basename(request.GET['name'])
    return open(os.path.join(ROOT, name)).read()
`,
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      `import requests
from flask import request
def fetch():
    return requests.get(request.args['url']).text
`,
      `from urllib.request import urlopen
def preview(request):
    target = request.POST.get('target')
    return urlopen('http://' + target + '/status').read()
`,
      `import httpx
@app.post('/hook')
async def hook(body: Hook):
    async with httpx.AsyncClient() as client:
        return await client.post(body.callback, json={})
`,
      `import aiohttp
async def proxy(request):
    url = request.query['url']
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            return await response.text()
`,
    ],
    safe: [
      `import requests
def fetch(request):
    return requests.get('https://api.example.com/items/' + request.GET['id'])
`,
      `import requests
from urllib.parse import urlparse
def fetch(request):
    url = request.GET['url']
    if urlparse(url).hostname not in ALLOWED_HOSTS:
        abort(400)
    return requests.get(url)
`,
      `import requests
API = 'https://api.example.com'
def call(path, payload):
    return requests.post(f'{API}/{path}', json=payload)
`,
      `import requests
def fetch(request):
    return requests.get(settings.API_URL, params={'q': request.GET['q']})
`,
    ],
  },
  'security/open-redirect': {
    path,
    faulty: [
      `from flask import request, redirect
def go():
    return redirect(request.args.get('next'))
`,
      `from django.http import HttpResponseRedirect
def go(request):
    target = request.GET.get('next', '/')
    return HttpResponseRedirect(target)
`,
      `from starlette.responses import RedirectResponse
@app.get('/go')
def go(url: str):
    return RedirectResponse(url)
`,
    ],
    safe: [
      `from flask import redirect, url_for, request
def go():
    return redirect(url_for('profile', name=request.args['name']))
`,
      `from django.utils.http import url_has_allowed_host_and_scheme
def go(request):
    target = request.GET.get('next', '/')
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = '/'
    return redirect(target)
`,
      `def go(request):
    return redirect('/users/' + request.GET['id'])
`,
    ],
  },
  'security/xss': {
    path,
    faulty: [
      `from flask import request
@app.route('/hello')
def hello():
    return '<h1>Hello ' + request.args['name'] + '</h1>'
`,
      `from django.http import HttpResponse
def hello(request):
    return HttpResponse(f"<p>{request.GET['q']}</p>")
`,
      `from django.utils.safestring import mark_safe
def badge(request):
    return mark_safe('<b>%s</b>' % request.GET['label'])
`,
      `from markupsafe import Markup
def bio(request):
    return Markup(request.form['bio'])
`,
      `from flask import make_response, request
@app.route('/x')
def x():
    name = request.cookies.get('name')
    body = 'Hi {}'.format(name)
    return make_response(body)
`,
    ],
    safe: [
      `from flask import request, render_template
@app.route('/hello')
def hello():
    return render_template('hello.html', name=request.args['name'])
`,
      `from flask import request
from markupsafe import escape
@app.route('/hello')
def hello():
    return f"<h1>{escape(request.args['name'])}</h1>"
`,
      `from flask import jsonify
@app.route('/hello')
def hello():
    return jsonify(name=request.args['name'])
`,
      `from django.http import HttpResponse
def hello(request):
    return HttpResponse(json.dumps({'q': request.GET['q']}), content_type='application/json')
`,
      `@app.get('/x')
def x(name: str):
    return {'name': name}
`,
    ],
  },
  'security/template-injection': {
    path,
    faulty: [
      `from flask import render_template_string, request
def page():
    return render_template_string('Hello ' + request.args['name'])
`,
      `from jinja2 import Template
def page(request):
    return Template(request.POST['body']).render()
`,
      `import jinja2
def page(request):
    env = jinja2.Environment()
    source = f"Hi {request.GET['name']}"
    return env.from_string(source).render()
`,
    ],
    safe: [
      `from flask import render_template_string, request
def page():
    return render_template_string('Hello {{ name }}', name=request.args['name'])
`,
      `from jinja2 import Template
TEXT = 'Hi {{ name }}'
def page(request):
    return Template(TEXT).render(name=request.GET['name'])
`,
    ],
  },
  'security/dynamic-code': {
    path,
    faulty: [
      `from flask import request
def calc():
    return str(eval(request.args['expr']))
`,
      `def run(request):
    code = request.POST['code']
    exec(compile(code, 'x', 'exec'))
`,
      `import importlib
def plugin(request):
    return importlib.import_module(request.GET['plugin'])
`,
      `def evaluate(expression):
    return eval(expression)
`,
    ],
    safe: [
      `import ast
def calc(request):
    return ast.literal_eval(request.GET['value'])
`,
      `import re
pattern = re.compile(r'a+')
model.eval()
df.eval('a + b')
`,
      `def load():
    return eval('1 + 1')
`,
    ],
  },
  'security/unsafe-deserialisation': {
    path,
    faulty: [
      `import pickle
from flask import request
def load():
    return pickle.loads(request.data)
`,
      `import yaml
def load(request):
    return yaml.load(request.body)
`,
      `import yaml
def config(stream):
    return yaml.load(stream, Loader=yaml.Loader)
`,
      `import pickle, base64
def session(request):
    raw = base64.b64decode(request.COOKIES['session'])
    return pickle.loads(raw)
`,
      `from jsonpickle import decode
def load(request):
    return decode(request.GET['state'])
`,
    ],
    safe: [
      `import yaml
def load(request):
    return yaml.safe_load(request.body)
`,
      `import yaml
def load(text):
    return yaml.load(text, Loader=yaml.SafeLoader)
`,
      `import json
def load(request):
    return json.loads(request.body)
`,
      `import pickle
def cached():
    with open('/var/cache/app/model.pkl', 'rb') as handle:
        return pickle.load(handle)
`,
    ],
  },
  'security/nosql-injection': {
    path,
    faulty: [
      `from flask import request
def login():
    return db.users.find_one(request.json)
`,
      `from flask import request
def login():
    user = request.get_json()
    return mongo.db.users.find_one({'name': user['name'], 'password': user['password']})
`,
    ],
    safe: [
      `from flask import request
def login():
    return db.users.find_one({'name': str(request.json['name'])})
`,
      `from bson import ObjectId
def item(request):
    return db.items.find_one({'_id': ObjectId(request.GET['id'])})
`,
      `text = request.args['q']
where = text.find('x')
`,
    ],
  },
  'security/ldap-injection': {
    path,
    faulty: [
      `import ldap
def find(request):
    conn = ldap.initialize('ldap://x')
    return conn.search_s('dc=x', ldap.SCOPE_SUBTREE, '(uid=' + request.GET['uid'] + ')')
`,
      `import ldap3
def find(request):
    conn = ldap3.Connection(server)
    username = request.args['user']
    search_filter = f'(&(objectClass=person)(uid={username}))'
    conn.search('dc=x', search_filter)
`,
    ],
    safe: [
      `import ldap3
from ldap3.utils.conv import escape_filter_chars
def find(request):
    conn = ldap3.Connection(server)
    conn.search('dc=x', f'(uid={escape_filter_chars(request.GET["uid"])})')
`,
    ],
  },
  'security/xpath-injection': {
    path,
    faulty: [
      `from lxml import etree
def find(request):
    tree = etree.parse('users.xml')
    return tree.xpath("//user[@name='" + request.GET['name'] + "']")
`,
    ],
    safe: [
      `from lxml import etree
def find(request):
    tree = etree.parse('users.xml')
    return tree.xpath('//user[@name=$name]', name=request.GET['name'])
`,
    ],
  },
  'security/regex-injection': {
    path,
    faulty: [`import re\ndef find(request):\n    return re.search(request.GET['pattern'], text)\n`],
    safe: [
      `import re\ndef find(request):\n    return re.search(re.escape(request.GET['term']), text)\n`,
      `import re\ndef find(request):\n    return re.search(r'^a+$', request.GET['term'])\n`,
    ],
  },
});
