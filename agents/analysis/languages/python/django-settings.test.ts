import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'shop/settings/base.py';

holdRuleCases({
  'security/protection-off': {
    path,
    faulty: [
      'SECURE_SSL_REDIRECT = False\n',
      'SECURE_HSTS_SECONDS = 0\n',
      'X_FRAME_OPTIONS = "ALLOWALL"\n',
      'AUTH_PASSWORD_VALIDATORS = []\n',
    ],
    safe: [
      'SECURE_SSL_REDIRECT = True\nSECURE_HSTS_SECONDS = 31536000\nX_FRAME_OPTIONS = "DENY"\n',
      'SECURE_SSL_REDIRECT = not DEBUG\n',
    ],
  },
  'security/cookie-flags': {
    path,
    faulty: ['SESSION_COOKIE_SAMESITE = "None"\n'],
    safe: ['SESSION_COOKIE_SAMESITE = "Lax"\n'],
  },
  'security/csrf-protection-off': {
    path,
    faulty: ['CSRF_TRUSTED_ORIGINS = ["https://*"]\n'],
    safe: ['CSRF_TRUSTED_ORIGINS = ["https://*.shop.example.com"]\n'],
  },
  'security/authorisation-off': {
    path,
    faulty: ['REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}\n'],
    safe: [
      'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}\n',
    ],
  },
  'security/unsafe-deserialisation': {
    path,
    faulty: ['SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"\n'],
    safe: ['SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"\n'],
  },
  'security/weak-hash': {
    path,
    faulty: ['PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]\n'],
    safe: [
      'PASSWORD_HASHERS = [\n    "django.contrib.auth.hashers.Argon2PasswordHasher",\n    "django.contrib.auth.hashers.MD5PasswordHasher",\n]\n',
    ],
  },
});

holdRuleCases({
  'security/protection-off': {
    path: 'shop/settings/local.py',
    faulty: [],
    safe: [
      'SECURE_SSL_REDIRECT = False\nPASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]\n',
    ],
  },
});
