import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection': "cursor.execute('SELECT * FROM users WHERE id = %s', (user_id,))",
  'security/command-injection': "subprocess.run(['git', 'clone', '--', url], check=True)",
  'security/path-traversal': {
    instead:
      'Resolve the path, then check that it still lies below the base folder; or keep only its last part.',
    example: 'path = (BASE / name).resolve()\nif not path.is_relative_to(BASE):\n    abort(404)',
  },
  'security/ssrf':
    'if urlparse(url).hostname not in ALLOWED_HOSTS:\n    abort(400)\nrequests.get(url, allow_redirects=False, timeout=5)',
  'security/open-redirect':
    'if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):\n    target = "/"',
  'security/xss': {
    instead: 'Render a template that escapes, or escape the value.',
    example: "return render_template('greeting.html', name=name)",
  },
  'security/template-injection': "return render_template('greeting.html', name=name)",
  'security/dynamic-code': {
    instead:
      'Parse data with `ast.literal_eval` or `json.loads`, and choose behaviour from a dictionary of functions.',
    example: 'action = ACTIONS.get(name)',
  },
  'security/unsafe-deserialisation': {
    instead: 'Exchange JSON and check it; read YAML with the safe loader.',
    example: 'data = json.loads(body)\nsettings = yaml.safe_load(text)',
  },
  'security/nosql-injection': "users.find_one({'email': {'$eq': str(email)}})",
  'security/ldap-injection': "conn.search(base, f'(uid={escape_filter_chars(uid)})')",
  'security/xpath-injection': "tree.xpath('//user[@name=$name]', name=name)",
  'security/regex-injection': 'pattern = re.compile(re.escape(term))',
  'security/xxe': {
    instead: 'Parse with `defusedxml`.',
    example: 'from defusedxml.ElementTree import fromstring\nroot = fromstring(body)',
  },
  'security/weak-hash': {
    instead: 'Use scrypt or argon2 for passwords, and HMAC-SHA-256 for signatures.',
    example: 'hashed = hashlib.scrypt(password.encode(), salt=os.urandom(16), n=2**14, r=8, p=1)',
  },
  'security/weak-crypto': 'cipher = AES.new(key, AES.MODE_GCM, nonce=os.urandom(12))',
  'security/insecure-randomness': {
    instead: 'Use the module `secrets`.',
    example: 'token = secrets.token_urlsafe(32)',
  },
  'security/tls-verification-off': "requests.get(url, verify='internal-ca.pem', timeout=5)",
  'security/jwt': "claims = jwt.decode(token, PUBLIC_KEY, algorithms=['RS256'], audience=AUDIENCE)",
  'security/cookie-flags':
    "response.set_cookie('session', value, secure=True, httponly=True, samesite='Lax')",
  'security/cors': "CORSMiddleware(app, allow_origins=['https://app.example.com'], allow_credentials=True)",
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'hmac.compare_digest(expected, given)',
  },
  'security/secret-in-log': "log.info('signed in user_id=%s has_token=%s', user_id, token is not None)",
  'security/debug-exposure': "DEBUG = os.environ.get('DEBUG') == '1'",
  'security/csrf-protection-off': '@csrf_protect\ndef transfer(request): ...',
  'security/world-writable': 'os.chmod(path, 0o600)',
  'security/insecure-temp-file': 'with tempfile.NamedTemporaryFile() as file: ...',
  'security/archive-extraction': "archive.extractall(target, filter='data')",
  'security/mass-assignment': "fields = ['name', 'email']",
  'security/protection-off': 'SECURE_SSL_REDIRECT = True\nSECURE_HSTS_SECONDS = 31_536_000',
  'security/authorisation-off': 'permission_classes = [IsAuthenticated]',
  'security/removed-check': 'if not path.is_relative_to(BASE):\n    abort(404)',
  'security/removed-guard': '@login_required\ndef orders(request): ...',
};
