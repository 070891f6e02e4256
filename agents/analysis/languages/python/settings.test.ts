import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'app/service.py';

holdRuleCases({
  'security/weak-hash': {
    path,
    faulty: [
      `import hashlib\ndef store(password):\n    return hashlib.md5(password.encode()).hexdigest()\n`,
      `from hashlib import sha1\ndef sign(body, key):\n    return sha1(key + body).hexdigest()\n`,
      `import hashlib\ndef hash_password(pw):\n    h = hashlib.new('md5')\n    h.update(pw)\n    return h.digest()\n`,
      `import hmac\nimport hashlib\nmac = hmac.new(key, body, hashlib.sha1)\n`,
      `import hashlib\ndef register(user, password):\n    user.password = hashlib.sha256(password.encode()).hexdigest()\n`,
    ],
    safe: [
      `import hashlib\ndef cache_key(url):\n    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()\n`,
      `import hashlib\ndef etag(body):\n    return hashlib.sha1(body).hexdigest()\n`,
      `import hashlib\ndigest = hashlib.sha256(body).hexdigest()\n`,
      `import hmac, hashlib\nmac = hmac.new(key, body, hashlib.sha256)\n`,
    ],
  },
  'security/weak-crypto': {
    path,
    faulty: [
      `from Crypto.Cipher import DES\ncipher = DES.new(key, DES.MODE_CBC, iv)\n`,
      `from Crypto.Cipher import AES\ncipher = AES.new(key, AES.MODE_ECB)\n`,
      `from Crypto.Cipher import AES\nIV = b'0123456789abcdef'\ndef enc(key, data):\n    return AES.new(key, AES.MODE_CBC, IV).encrypt(data)\n`,
      `from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\nc = Cipher(algorithms.AES(key), modes.ECB())\n`,
      `from cryptography.hazmat.primitives.asymmetric import rsa\nkey = rsa.generate_private_key(public_exponent=65537, key_size=1024)\n`,
      `import hashlib\nk = hashlib.pbkdf2_hmac('sha256', password, salt, 1000)\n`,
      `import hashlib\nk = hashlib.pbkdf2_hmac('sha256', password, b'constant-salt', 600000)\n`,
      `import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n`,
    ],
    safe: [
      `from Crypto.Cipher import AES\nfrom Crypto.Random import get_random_bytes\niv = get_random_bytes(16)\ncipher = AES.new(key, AES.MODE_CBC, iv)\n`,
      `from Crypto.Cipher import AES\ncipher = AES.new(key, AES.MODE_GCM, nonce=os.urandom(12))\n`,
      `from cryptography.hazmat.primitives.asymmetric import rsa\nkey = rsa.generate_private_key(public_exponent=65537, key_size=3072)\n`,
      `import hashlib\nk = hashlib.pbkdf2_hmac('sha256', password, os.urandom(16), 600000)\n`,
      `import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n`,
    ],
  },
  'security/insecure-randomness': {
    path,
    faulty: [
      `import random, string\ndef make_token():\n    return ''.join(random.choice(string.ascii_letters) for _ in range(32))\n`,
      `import random\notp = random.randint(100000, 999999)\n`,
      `from random import choices as pick\npassword = ''.join(pick('abc', k=12))\n`,
      `import random\ndef reset(user):\n    user.reset_code = str(random.random())[2:8]\n`,
      `import uuid\nsession_id = str(uuid.uuid1())\n`,
    ],
    safe: [
      `import secrets\ntoken = secrets.token_hex(16)\n`,
      `import random\ndelay = random.uniform(0, 1)\n`,
      `import random\ndef shuffle_cards(cards):\n    random.shuffle(cards)\n`,
      `import random\nrng = random.SystemRandom()\ntoken = rng.choice('abc')\n`,
    ],
  },
  'security/tls-verification-off': {
    path,
    faulty: [
      `import requests\nrequests.get(url, verify=False)\n`,
      `import ssl\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\ncontext.verify_mode = ssl.CERT_NONE\n`,
      `import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n`,
      `import paramiko\nclient = paramiko.SSHClient()\nclient.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n`,
      `import httpx\nclient = httpx.AsyncClient(verify=False)\n`,
      `import aiohttp\nconnector = aiohttp.TCPConnector(ssl=False)\n`,
      `session.verify = False\n`,
    ],
    safe: [
      `import requests\nrequests.get(url, verify='ca.pem')\n`,
      `import ssl\ncontext = ssl.create_default_context()\ncontext.verify_mode = ssl.CERT_REQUIRED\n`,
      `import paramiko\nclient.set_missing_host_key_policy(paramiko.RejectPolicy())\n`,
    ],
  },
  'security/jwt': {
    path,
    faulty: [
      `import jwt\nclaims = jwt.decode(token, options={'verify_signature': False})\n`,
      `import jwt\nclaims = jwt.decode(token, key, algorithms=['none', 'HS256'])\n`,
      `from jose import jwt\nclaims = jwt.decode(token, key, algorithms=['HS256'], options={'verify_exp': False})\n`,
      `import jwt\ntoken = jwt.encode(claims, 'hard-coded-secret', algorithm='HS256')\n`,
      `import jwt\nclaims = jwt.decode(token, key, algorithms=[jwt.get_unverified_header(token)['alg']])\n`,
      `import jwt\nclaims = jwt.decode(token, verify=False)\n`,
    ],
    safe: [
      `import jwt\nclaims = jwt.decode(token, key, algorithms=['RS256'], audience=AUDIENCE)\n`,
      `import jwt\ntoken = jwt.encode(claims, settings.SECRET, algorithm='HS256')\n`,
    ],
  },
  'security/debug-exposure': {
    path,
    faulty: [
      `from flask import Flask\napp = Flask(__name__)\napp.run(host='0.0.0.0', debug=True)\n`,
      `DEBUG = True\n`,
    ],
    safe: [
      `app.run(debug=os.environ.get('DEBUG') == '1')\n`,
      `DEBUG = env.bool('DEBUG', False)\n`,
      `run(plan, debug=True)\n`,
    ],
  },
  'security/cookie-flags': {
    path,
    faulty: [
      `resp.set_cookie('session', value)\n`,
      `resp.set_cookie('auth_token', token, secure=True, httponly=False)\n`,
      `SESSION_COOKIE_SECURE = False\n`,
    ],
    safe: [
      `resp.set_cookie('session', value, secure=True, httponly=True)\n`,
      `resp.set_cookie('theme', 'dark')\n`,
    ],
  },
  'security/cors': {
    path,
    faulty: [
      `app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True)\n`,
      `CORS_ALLOW_ALL_ORIGINS = True\n`,
      `def after(response):\n    response.headers['Access-Control-Allow-Origin'] = request.headers['Origin']\n`,
      `from flask_cors import CORS\nCORS(app, origins='*', supports_credentials=True)\n`,
    ],
    safe: [
      `app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'], allow_credentials=True)\n`,
      `from flask_cors import CORS\nCORS(app, origins=['https://a.example'], supports_credentials=True)\n`,
    ],
  },
  'security/xxe': {
    path,
    faulty: [
      `from lxml import etree\nparser = etree.XMLParser(resolve_entities=True)\n`,
      `from lxml import etree\ndef load(request):\n    return etree.fromstring(request.body)\n`,
      `import xml.sax\nparser = xml.sax.make_parser()\nparser.setFeature(xml.sax.handler.feature_external_ges, True)\n`,
      `import xml.etree.ElementTree as ET\ndef load(request):\n    return ET.fromstring(request.data)\n`,
    ],
    safe: [
      `from defusedxml.ElementTree import fromstring\ndef load(request):\n    return fromstring(request.body)\n`,
      `from lxml import etree\nparser = etree.XMLParser(resolve_entities=False, no_network=True)\n`,
      `import xml.etree.ElementTree as ET\ntree = ET.parse('config.xml')\n`,
    ],
  },
  'security/timing-unsafe-compare': {
    path,
    faulty: [
      `def check(request):\n    expected = hmac.new(KEY, request.body, 'sha256').hexdigest()\n    if request.headers['X-Signature'] != expected_signature(expected):\n        pass\n    return request.headers['X-Signature'] == hmac.new(KEY, request.body, 'sha256').hexdigest()\n`,
      `def check(signature, computed):\n    return signature == computed\n`,
      `def ok(request):\n    return request.headers.get('X-Api-Key') == settings.api_key\n`,
    ],
    safe: [
      `def check(given, expected):\n    return hmac.compare_digest(given, expected)\n`,
      `if signature is None:\n    pass\n`,
      `if signature == '':\n    pass\n`,
      `same = token_type == 'bearer'\n`,
    ],
  },
  'security/secret-in-log': {
    path,
    faulty: [
      `import logging\nlogger = logging.getLogger(__name__)\ndef login(user, password):\n    logger.info('login %s %s', user, password)\n`,
      `import logging\nlogging.debug(f'token is {access_token}')\n`,
      `print('password: ' + user.password)\n`,
    ],
    safe: [
      `import logging\nlogging.info('password changed for %s', user.id)\n`,
      `import logging\nlogging.info('has token: %s', has_access_token)\n`,
      `logger.info('n=%s', len(password))\n`,
    ],
  },
  'security/csrf-protection-off': {
    path,
    faulty: [`@csrf_exempt\ndef transfer(request):\n    return pay(request)\n`, `WTF_CSRF_ENABLED = False\n`],
    safe: [`@csrf_protect\ndef transfer(request):\n    return pay(request)\n`],
  },
  'security/world-writable': {
    path,
    faulty: [
      `import os\nos.chmod(path, 0o777)\n`,
      `import os\nos.makedirs(path, mode=0o777)\n`,
      `import os, stat\nos.chmod(path, stat.S_IRWXU | stat.S_IRWXO)\n`,
    ],
    safe: [`import os\nos.chmod(path, 0o600)\n`, `import os\nos.chmod(path, 0o755)\n`],
  },
  'security/insecure-temp-file': {
    path,
    faulty: [`import tempfile\nname = tempfile.mktemp()\n`],
    safe: [`import tempfile\nhandle, name = tempfile.mkstemp()\n`],
  },
  'security/archive-extraction': {
    path,
    faulty: [`import tarfile\nwith tarfile.open(name) as tar:\n    tar.extractall(target)\n`],
    safe: [`import tarfile\nwith tarfile.open(name) as tar:\n    tar.extractall(target, filter='data')\n`],
  },
  'security/mass-assignment': {
    path,
    faulty: [
      `class UserForm(ModelForm):\n    class Meta:\n        model = User\n        fields = '__all__'\n`,
    ],
    safe: [`class UserForm(ModelForm):\n    class Meta:\n        model = User\n        fields = ['name']\n`],
  },
  'security/authorisation-off': {
    path,
    faulty: [`class Payments(APIView):\n    permission_classes = [AllowAny]\n`],
    safe: [`class Payments(APIView):\n    permission_classes = [IsAuthenticated]\n`],
  },
});
