import { changesOf } from '../../changed-file.ts';

const base = `<?php
declare(strict_types=1);

require __DIR__ . '/../bootstrap.php';

const ALLOWED_FEEDS = ['rates' => 'https://rates.example.com/v1'];
const DOCUMENTS = '/var/lib/documents';

function findMembers(PDO $pdo): array
{
    $name = $_GET['name'] ?? '';
    $query = $pdo->prepare('SELECT id, name FROM members WHERE name = ?');
    $query->execute([$name]);
    return $query->fetchAll(PDO::FETCH_ASSOC);
}

function showGreeting(): void
{
    $name = $_GET['name'] ?? 'guest';
    echo '<h1>Hello ' . htmlspecialchars($name) . '</h1>';
}

function sendDocument(): void
{
    $file = DOCUMENTS . '/' . basename($_GET['file']);
    header('Content-Type: application/pdf');
    readfile($file);
}

function compress(): void
{
    $level = $_POST['level'] ?? '6';
    exec('gzip -6 ' . escapeshellarg(DOCUMENTS . '/export.csv'));
}

function feed(): string
{
    $address = ALLOWED_FEEDS[$_GET['feed']] ?? ALLOWED_FEEDS['rates'];
    $curl = curl_init($address);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, true);
    return (string) curl_exec($curl);
}

function preferences(): array
{
    return json_decode($_COOKIE['preferences'] ?? '{}', true, 8, JSON_THROW_ON_ERROR);
}

function signIn(string $email, string $password): void
{
    $token = bin2hex(random_bytes(32));
    $passwordHash = password_hash($password, PASSWORD_DEFAULT);
    setcookie('session', $token, ['secure' => true, 'httponly' => true, 'samesite' => 'Lax']);
    error_log('signed in: ' . md5($email));
    header('Location: /members.php');
}

function isSigned(string $body, string $secret): bool
{
    $signature = $_SERVER['HTTP_X_SIGNATURE'] ?? '';
    return hash_equals(hash_hmac('sha256', $body, $secret), $signature);
}

function storeAvatar(): void
{
    $target = DOCUMENTS . '/' . bin2hex(random_bytes(8)) . '.png';
    move_uploaded_file($_FILES['avatar']['tmp_name'], $target);
}

function importXml(): DOMDocument
{
    $document = new DOMDocument();
    $document->loadXML(file_get_contents('php://input'), LIBXML_NONET);
    return $document;
}

function person($ldap): mixed
{
    $uid = ldap_escape($_GET['uid'], '', LDAP_ESCAPE_FILTER);
    return ldap_search($ldap, 'ou=people,dc=example', "(uid=$uid)");
}
`;

const file = { language: 'php', path: 'public/members.php', base } as const;
const prepared = `$query = $pdo->prepare('SELECT id, name FROM members WHERE name = ?');
    $query->execute([$name]);`;

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'pdo-query-interpolated',
      replaces: prepared,
      faulty: `$query = $pdo->query("SELECT id, name FROM members WHERE name LIKE '%$name%'");`,
      safe: `$query = $pdo->prepare('SELECT id, name FROM members WHERE name LIKE ?');
    $query->execute(["%$name%"]);`,
      at: '$pdo->query',
    },
    {
      what: 'pdo-prepare-concatenated',
      replaces: prepared,
      faulty: `$query = $pdo->prepare('SELECT id, name FROM members ORDER BY ' . $_GET['sort']);
    $query->execute();`,
      safe: `$query = $pdo->prepare('SELECT id, name FROM members WHERE name = ? ORDER BY name');
    $query->execute([$name]);`,
      at: 'ORDER BY',
    },
  ]),
  ...changesOf({ ...file, family: 'xss' }, [
    {
      what: 'echo-unescaped',
      replaces: `echo '<h1>Hello ' . htmlspecialchars($name) . '</h1>';`,
      faulty: `echo "<h1>Welcome, $name</h1>";`,
      safe: `echo '<h1>Welcome, ' . htmlspecialchars($name, ENT_QUOTES) . '</h1>';`,
      at: 'Welcome',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'readfile-of-a-name',
      replaces: `$file = DOCUMENTS . '/' . basename($_GET['file']);`,
      faulty: `$file = DOCUMENTS . '/' . $_GET['file'];`,
      safe: `$file = DOCUMENTS . '/' . basename($_GET['file'], '.php');`,
      at: 'readfile(',
    },
    {
      what: 'upload-under-its-own-name',
      replaces: `$target = DOCUMENTS . '/' . bin2hex(random_bytes(8)) . '.png';`,
      faulty: `$target = DOCUMENTS . '/' . $_FILES['avatar']['name'];`,
      safe: `$target = DOCUMENTS . '/' . basename($_FILES['avatar']['name']);`,
      at: 'move_uploaded_file(',
    },
  ]),
  ...changesOf({ ...file, family: 'command-injection' }, [
    {
      what: 'exec-with-a-level',
      replaces: `exec('gzip -6 ' . escapeshellarg(DOCUMENTS . '/export.csv'));`,
      faulty: `exec("gzip -$level " . escapeshellarg(DOCUMENTS . '/export.csv'));`,
      safe: `exec('gzip -' . (int) $level . ' ' . escapeshellarg(DOCUMENTS . '/export.csv'));`,
      at: 'exec("gzip',
    },
  ]),
  ...changesOf({ ...file, family: 'ssrf' }, [
    {
      what: 'curl-to-any-address',
      replaces: `$address = ALLOWED_FEEDS[$_GET['feed']] ?? ALLOWED_FEEDS['rates'];`,
      faulty: `$address = $_GET['feed'];`,
      safe: `$address = ALLOWED_FEEDS[$_GET['feed']] ?? null;`,
      at: 'curl_init(',
    },
  ]),
  ...changesOf({ ...file, family: 'tls' }, [
    {
      what: 'curl-unverified',
      replaces: 'CURLOPT_SSL_VERIFYPEER, true',
      faulty: 'CURLOPT_SSL_VERIFYPEER, false',
      safe: 'CURLOPT_SSL_VERIFYHOST, 2',
      at: 'VERIFYPEER, false',
    },
  ]),
  ...changesOf({ ...file, family: 'deserialisation' }, [
    {
      what: 'unserialize-a-cookie',
      replaces: `return json_decode($_COOKIE['preferences'] ?? '{}', true, 8, JSON_THROW_ON_ERROR);`,
      faulty: `return unserialize(base64_decode($_COOKIE['preferences']));`,
      safe: `return unserialize($_COOKIE['preferences'], ['allowed_classes' => false]);`,
      at: 'unserialize(',
    },
  ]),
  ...changesOf({ ...file, family: 'randomness' }, [
    {
      what: 'session-token-from-mt-rand',
      replaces: '$token = bin2hex(random_bytes(32));',
      faulty: '$token = sprintf("%08x%08x", mt_rand(), mt_rand());',
      safe: '$token = base64_encode(random_bytes(32));',
      at: 'mt_rand()',
    },
  ]),
  ...changesOf({ ...file, family: 'crypto' }, [
    {
      what: 'password-under-sha1',
      replaces: '$passwordHash = password_hash($password, PASSWORD_DEFAULT);',
      faulty: '$passwordHash = sha1($password);',
      safe: '$passwordHash = password_hash($password, PASSWORD_ARGON2ID);',
      at: 'sha1(',
    },
  ]),
  ...changesOf({ ...file, family: 'cookies' }, [
    {
      what: 'session-cookie-without-flags',
      replaces: `setcookie('session', $token, ['secure' => true, 'httponly' => true, 'samesite' => 'Lax']);`,
      faulty: `setcookie('session', $token);`,
      safe: `setcookie('session', $token, ['secure' => true, 'httponly' => true, 'samesite' => 'Strict']);`,
      at: 'setcookie',
    },
  ]),
  ...changesOf({ ...file, family: 'secret-in-log' }, [
    {
      what: 'password-in-error-log',
      replaces: `error_log('signed in: ' . md5($email));`,
      faulty: `error_log('signed in with ' . $password);`,
      safe: `error_log('signed in with a password of ' . strlen($password) . ' characters');`,
      at: 'error_log',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'location-header',
      replaces: `header('Location: /members.php');`,
      faulty: `header('Location: ' . $_GET['next']);`,
      safe: `header('Location: /members.php?next=' . urlencode($_GET['next']));`,
      at: 'Location',
    },
  ]),
  ...changesOf({ ...file, family: 'timing' }, [
    {
      what: 'hmac-by-equality',
      replaces: `return hash_equals(hash_hmac('sha256', $body, $secret), $signature);`,
      faulty: `return hash_hmac('sha256', $body, $secret) === $signature;`,
      safe: `return $signature !== '' && hash_equals(hash_hmac('sha256', $body, $secret), $signature);`,
      at: '=== $signature',
    },
  ]),
  ...changesOf({ ...file, family: 'xxe' }, [
    {
      what: 'entities-substituted',
      replaces: 'LIBXML_NONET',
      faulty: 'LIBXML_NOENT | LIBXML_DTDLOAD',
      safe: 'LIBXML_NONET | LIBXML_NOBLANKS',
      at: 'LIBXML_NOENT',
    },
  ]),
  ...changesOf({ ...file, family: 'ldap-injection' }, [
    {
      what: 'ldap-filter-unescaped',
      replaces: `$uid = ldap_escape($_GET['uid'], '', LDAP_ESCAPE_FILTER);`,
      faulty: `$uid = trim($_GET['uid']);`,
      safe: `$uid = ldap_escape(trim($_GET['uid']), '', LDAP_ESCAPE_FILTER);`,
      at: 'ldap_search(',
    },
  ]),
];
