import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection':
    "$query = $pdo->prepare('SELECT id FROM users WHERE name = ?');\n$query->execute([$name]);",
  'security/command-injection': "$process = new Process(['git', 'clone', '--', $url]);",
  'security/path-traversal': {
    instead: 'Keep only the last part of the name, or check where the resolved path leads.',
    example: "$path = $base . '/' . basename($name);",
  },
  'security/ssrf': 'if (!in_array(parse_url($url, PHP_URL_HOST), ALLOWED_HOSTS, true)) {\n    abort(400);\n}',
  'security/open-redirect': "return redirect()->route('home');",
  'security/xss': {
    instead: 'Escape the value, or render a template that does.',
    example: 'echo htmlspecialchars($name);',
  },
  'security/template-injection': "return view('greeting', ['name' => $name]);",
  'security/dynamic-code': {
    instead: 'Choose behaviour from an array of functions.',
    example: '$action = ACTIONS[$name] ?? null;',
  },
  'security/unsafe-deserialisation': {
    instead: 'Exchange JSON and check it.',
    example: '$order = json_decode($body, true, flags: JSON_THROW_ON_ERROR);',
  },
  'security/ldap-injection':
    "ldap_search($link, $base, '(uid=' . ldap_escape($uid, '', LDAP_ESCAPE_FILTER) . ')');",
  'security/xpath-injection': {
    instead: 'Select by a fixed expression and compare values in PHP.',
    example: "foreach ($document->xpath('//user') as $user) { … }",
  },
  'security/regex-injection': {
    instead: 'Quote the text.',
    example: "preg_match('/' . preg_quote($term, '/') . '/', $text);",
  },
  'security/weak-hash': {
    instead: 'Use `password_hash` for passwords, and HMAC-SHA-256 for signatures.',
    example: '$hash = password_hash($password, PASSWORD_DEFAULT);',
  },
  'security/weak-crypto': "openssl_encrypt($text, 'aes-256-gcm', $key, 0, random_bytes(12), $tag);",
  'security/insecure-randomness': {
    instead: 'Use `random_bytes` or `random_int`.',
    example: '$token = bin2hex(random_bytes(32));',
  },
  'security/tls-verification-off': "curl_setopt($curl, CURLOPT_CAINFO, 'internal-ca.pem');",
  'security/jwt': "JWT::decode($token, new Key($publicKey, 'RS256'));",
  'security/xxe': '$document->loadXML($text, LIBXML_NONET);',
  'security/cors': "header('Access-Control-Allow-Origin: https://app.example.com');",
  'security/cookie-flags':
    "setcookie('session', $id, ['secure' => true, 'httponly' => true, 'samesite' => 'Lax']);",
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'hash_equals($expected, $given);',
  },
  'security/secret-in-log': "Log::info('signed in', ['user' => $user->id]);",
  'security/world-writable': 'chmod($path, 0600);',
  'security/removed-check': 'if (!in_array($host, ALLOWED_HOSTS, true)) {\n    abort(400);\n}',
  'security/removed-guard': 'if (!in_array($host, ALLOWED_HOSTS, true)) {\n    abort(400);\n}',
};
