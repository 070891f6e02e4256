import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'src/Controller.php';
const php = (body: string) => `<?php\n${body}\n`;

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      php(`$id = $_GET['id'];\nmysqli_query($conn, "SELECT * FROM users WHERE id = '$id'");`),
      php(
        `class R { function find(Request $request) { $name = $request->input('name'); return DB::select("SELECT * FROM users WHERE name = '" . $name . "'"); } }`,
      ),
      php(
        `class R { private $db; function find($name) { $sql = sprintf("SELECT * FROM users WHERE name = '%s'", $name); return $this->db->query($sql); } }`,
      ),
      php(`$q = "SELECT * FROM t WHERE a = ";\n$q .= $_POST['a'];\n$pdo->query($q);`),
      php(
        `class R { function list(Request $r) { return User::query()->orderByRaw($r->query('sort'))->get(); } }`,
      ),
    ],
    safe: [
      php(`$s = $pdo->prepare('SELECT * FROM users WHERE id = ?');\n$s->execute([$_GET['id']]);`),
      php(`$id = (int) $_GET['id'];\nmysqli_query($conn, "SELECT * FROM users WHERE id = $id");`),
      php(
        `$sort = $_GET['sort'];\nif (!in_array($sort, ['name', 'age'], true)) { exit; }\n$pdo->query("SELECT * FROM users ORDER BY $sort");`,
      ),
      php(
        `$name = mysqli_real_escape_string($conn, $_GET['n']);\nmysqli_query($conn, "SELECT * FROM users WHERE name = '$name'");`,
      ),
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      php(`system('ping ' . $_GET['host']);`),
      php(`$f = $_POST['f'];\n$out = \`convert $f out.png\`;`),
      php(`function run(string $dir) { exec("ls $dir"); }`),
    ],
    safe: [php(`system('ping ' . escapeshellarg($_GET['host']));`), php(`exec('make all');`)],
  },
  'security/path-traversal': {
    path,
    faulty: [
      php(`include 'pages/' . $_GET['page'] . '.php';`),
      php(`echo htmlspecialchars(file_get_contents('/srv/' . $_GET['f']));`),
      php(`move_uploaded_file($_FILES['f']['tmp_name'], 'up/' . $_FILES['f']['name']);`),
    ],
    safe: [
      php(`include 'pages/' . basename($_GET['page']) . '.php';`),
      php(
        `$pages = ['a' => 'a.php'];\n$page = $_GET['page'];\nif (!array_key_exists($page, $pages)) { exit; }\ninclude $pages[$page];`,
      ),
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      php(`$c = curl_init($_GET['url']);`),
      php(`class P { function p(Request $request) { return Http::get($request->input('url')); } }`),
    ],
    safe: [php(`$c = curl_init('https://api.example.com/' . $_GET['id']);`)],
  },
  'security/open-redirect': {
    path,
    faulty: [php(`header('Location: ' . $_GET['next']);`)],
    safe: [php(`header('Location: /home');`)],
  },
  'security/xss': {
    path,
    faulty: [php(`echo '<h1>' . $_GET['name'] . '</h1>';`), `<p><?= $_GET['name'] ?></p>\n`],
    safe: [
      php(`echo '<h1>' . htmlspecialchars($_GET['name']) . '</h1>';`),
      `<p><?= htmlspecialchars($_GET['name']) ?></p>\n`,
    ],
  },
  'security/dynamic-code': {
    path,
    faulty: [php(`eval($_POST['code']);`)],
    safe: [php(`eval('return 1;');`)],
  },
  'security/unsafe-deserialisation': {
    path,
    faulty: [php(`$cart = unserialize($_COOKIE['cart']);`)],
    safe: [
      php(`$cart = json_decode($_COOKIE['cart'], true);`),
      php(`$cart = unserialize($_COOKIE['cart'], ['allowed_classes' => false]);`),
    ],
  },
  'security/weak-hash': {
    path,
    faulty: [php(`$hash = md5($password);`)],
    safe: [php(`$key = md5($url);`), php(`$hash = password_hash($password, PASSWORD_DEFAULT);`)],
  },
  'security/insecure-randomness': {
    path,
    faulty: [php(`$token = md5(uniqid());`), php(`$resetCode = mt_rand(100000, 999999);`)],
    safe: [php(`$token = bin2hex(random_bytes(16));`), php(`$delay = mt_rand(1, 5);`)],
  },
  'security/tls-verification-off': {
    path,
    faulty: [
      php(`curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);`),
      php(`$client = new Client(['verify' => false]);`),
    ],
    safe: [php(`curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);`)],
  },
});
