import { describe, expect, it } from 'vitest';
import { holdRuleCases } from '../../cases/rule-cases.ts';
import { reviewSource } from '../../cases/review-source.ts';

const path = 'src/routes.rs';
const handler = (body: string, parameters = 'Path(name): Path<String>') =>
  `use axum::extract::{Path, Query};\nuse std::process::Command;\nuse std::fs;\n\npub async fn act(${parameters}) -> Reply {\n    ${body}\n}\n`;

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      handler('sqlx::query(&format!("SELECT * FROM t WHERE n = \'{name}\'")).fetch_all(&pool).await'),
      handler('let q = format!("DELETE FROM t WHERE n = \'{}\'", name);\n    client.execute(&q, &[]).await'),
      handler('let q = "SELECT * FROM t WHERE n = \'".to_string() + &name;\n    conn.query_row(&q, [], map)'),
      handler('let mut b = sqlx::QueryBuilder::new("SELECT * FROM t ORDER BY ");\n    b.push(name);'),
      handler('sqlx::query(format!("SELECT {0} FROM t", q.column).as_str())', 'Query(q): Query<Q>'),
      'pub fn find(conn: &Connection, n: &str) {\n    conn.execute_batch(&format!("UPDATE t SET n = \'{n}\'"));\n}\n',
    ],
    safe: [
      handler('sqlx::query("SELECT * FROM t WHERE n = $1").bind(name).fetch_all(&pool).await'),
      handler('sqlx::query(&format!("SELECT * FROM t WHERE id = {id}"))', 'Path(id): Path<i64>'),
      handler('let id: i64 = name.parse()?;\n    sqlx::query(&format!("SELECT * FROM t WHERE id = {id}"))'),
      handler(
        'let sort = match name.as_str() { "a" => "a", _ => "b" };\n    sqlx::query(&format!("SELECT * FROM t ORDER BY {sort}"))',
      ),
      handler(
        'if !matches!(name.as_str(), "a" | "b") { return Reply::bad(); }\n    sqlx::query(&format!("SELECT * FROM t ORDER BY {name}"))',
      ),
      handler('let mut b = sqlx::QueryBuilder::new("SELECT * FROM t WHERE n = ");\n    b.push_bind(name);'),
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      handler('Command::new("sh").arg("-c").arg(format!("ls {}", name)).output()'),
      handler('let mut cmd = Command::new("bash");\n    cmd.arg("-c");\n    cmd.arg(&name);'),
      handler('Command::new(&name).output()'),
    ],
    safe: [
      handler('Command::new("ls").arg(&name).output()'),
      handler('Command::new("sh").arg("-c").arg("ls /srv").output()'),
    ],
  },
  'security/path-traversal': {
    path,
    faulty: [
      handler('fs::read(format!("/srv/{name}"))'),
      handler('let p = root.join(&name);\n    fs::remove_file(p)'),
      handler('let mut p = PathBuf::from("/srv");\n    p.push(name);\n    std::fs::File::open(&p)'),
    ],
    safe: [
      handler(
        'if name.contains("..") || name.contains("/") { return Reply::bad(); }\n    fs::read(root.join(&name))',
      ),
      handler(
        'let p = root.join(&name).canonicalize()?;\n    if !p.starts_with(&root) { return Reply::bad(); }\n    fs::read(p)',
      ),
      'pub fn load(path: &Path) -> Vec<u8> {\n    std::fs::read(path).unwrap()\n}\n',
    ],
  },
  'security/archive-extraction': {
    path,
    faulty: [
      'fn all(archive: &mut A, to: &Path) {\n    for entry in archive.entries() {\n        let path = to.join(entry.path());\n        entry.unpack(path);\n    }\n}\n',
    ],
    safe: [
      'fn all(archive: &mut A, to: &Path) {\n    for entry in archive.entries() {\n        entry.unpack_in(to);\n    }\n}\n',
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      handler('reqwest::Client::new().post(&name).send().await'),
      handler('ureq::get(&format!("https://{name}/a")).call()'),
    ],
    safe: [handler('reqwest::get(format!("https://api.example.com/{name}")).await')],
  },
  'security/open-redirect': {
    path,
    faulty: [
      handler('axum::response::Redirect::temporary(&name)'),
      handler('HttpResponse::Found().insert_header((header::LOCATION, name)).finish()'),
    ],
    safe: [handler('axum::response::Redirect::temporary(&format!("/users/{name}"))')],
  },
  'security/xss': {
    path,
    faulty: [
      handler('axum::response::Html(format!("<p>{}</p>", name))'),
      handler('HttpResponse::Ok().content_type("text/html").body(name)'),
      handler('html! { p { (PreEscaped(name)) } }'),
      'fn routes() {\n    warp::path::param().map(|name: String| warp::reply::html(format!("<p>{name}</p>")));\n}\n',
    ],
    safe: [
      handler('axum::response::Html(format!("<p>{}</p>", html_escape::encode_text(&name)))'),
      handler('html! { p { (name) } }'),
      handler('HttpResponse::Ok().content_type("text/plain").body(name)'),
    ],
  },
  'security/dynamic-code': {
    path,
    faulty: [handler('rhai::Engine::new().eval::<i64>(&name)')],
    safe: [handler('rhai::Engine::new().eval::<i64>("40 + 2")')],
  },
  'security/template-injection': {
    path,
    faulty: [handler('tera::Tera::one_off(&name, &context, true)')],
    safe: [handler('tera.render("a.html", &context)')],
  },
  'security/ldap-injection': {
    path,
    faulty: [handler('ldap.search("dc=a", Scope::Subtree, &format!("(uid={name})"), vec!["cn"]).await')],
    safe: [
      handler(
        'ldap.search("dc=a", Scope::Subtree, &format!("(uid={})", ldap_escape(name)), vec!["cn"]).await',
      ),
    ],
  },
  'security/xpath-injection': {
    path,
    faulty: [handler('sxd_xpath::evaluate_xpath(&document, &format!("//user[@n=\'{name}\']"))')],
    safe: [handler('sxd_xpath::evaluate_xpath(&document, "//user")')],
  },
  'security/nosql-injection': {
    path,
    faulty: [
      handler(
        'use mongodb::bson::doc;\n    collection.find_one(filter, None).await',
        'Json(filter): Json<Document>',
      ),
    ],
    safe: [handler('use mongodb::bson::doc;\n    collection.find_one(doc! { "n": name }, None).await')],
  },
  'security/weak-hash': {
    path,
    faulty: [
      'fn hash(password: &str) -> String {\n    format!("{:x}", Md5::digest(password.as_bytes()))\n}\n',
    ],
    safe: ['fn cache_key(url: &str) -> String {\n    format!("{:x}", Md5::digest(url.as_bytes()))\n}\n'],
  },
  'security/weak-crypto': {
    path,
    faulty: [
      'fn f() { let c = openssl::symm::Cipher::aes_128_ecb(); }\n',
      'const NONCE: &[u8; 12] = b"123456789012";\nfn f() { let n = Nonce::from_slice(NONCE); }\n',
      'fn f() { let n = Nonce::from([0u8; 12]); }\n',
      'fn f() { let k = RsaPrivateKey::new(&mut rng, 1024); }\n',
      'type Enc = ecb::Encryptor<Aes128>;\n',
      'fn f() { bcrypt::hash(password, 4); }\n',
    ],
    safe: [
      'fn f() { let c = openssl::symm::Cipher::aes_256_gcm(); }\n',
      'fn f(nonce: &[u8]) { let n = Nonce::from_slice(nonce); }\n',
      'fn f() { let k = RsaPrivateKey::new(&mut rng, 4096); }\n',
    ],
  },
  'security/insecure-randomness': {
    path,
    faulty: [
      'fn f() { let token = fastrand::u64(..); }\n',
      'fn f() { let mut rng = SmallRng::from_entropy();\n    let session_id = rng.next_u64(); }\n',
    ],
    safe: [
      'fn f() { let delay = fastrand::u64(..10); }\n',
      'fn f() { let token: u64 = rand::thread_rng().gen(); }\n',
    ],
  },
  'security/jwt': {
    path,
    faulty: [
      'fn f() { validation.insecure_disable_signature_validation(); }\n',
      'fn f() { let mut v = Validation::default();\n    v.validate_exp = false; }\n',
    ],
    safe: ['fn f() { let mut v = Validation::default();\n    v.validate_exp = true; }\n'],
  },
  'security/timing-unsafe-compare': {
    path,
    faulty: [handler('if name == state.api_key { return Reply::ok(); }')],
    safe: [handler('if constant_time_eq(name.as_bytes(), state.api_key.as_bytes()) { return Reply::ok(); }')],
  },
  'security/tls-verification-off': {
    path,
    faulty: [
      'fn f() { ClientBuilder::new().danger_accept_invalid_hostnames(true).build(); }\n',
      'fn f() { builder.set_verify(SslVerifyMode::NONE); }\n',
    ],
    safe: [
      'fn f() { ClientBuilder::new().danger_accept_invalid_certs(false).build(); }\n',
      'fn f() { builder.set_verify(SslVerifyMode::PEER); }\n',
    ],
  },
  'security/cors': {
    path,
    faulty: [
      'fn f() { CorsLayer::very_permissive(); }\n',
      'fn f() { CorsLayer::new().allow_origin(AllowOrigin::mirror_request()).allow_credentials(true); }\n',
    ],
    safe: ['fn f() { CorsLayer::new().allow_origin(Any); }\n'],
  },
  'security/cookie-flags': {
    path,
    faulty: [
      'fn f(id: String) { Cookie::build(("session", id)).http_only(true); }\n',
      'fn f() { SessionManagerLayer::new(store).with_secure(false); }\n',
    ],
    safe: [
      'fn f(id: String) { Cookie::build(("session", id)).secure(true).http_only(true); }\n',
      'fn f(t: String) { Cookie::build(("theme", t)); }\n',
    ],
  },
  'security/error-exposure': {
    path,
    faulty: [handler('HttpResponse::InternalServerError().body(format!("{:?}", err))')],
    safe: [handler('HttpResponse::InternalServerError().body("failed")')],
  },
  'security/secret-in-log': {
    path,
    faulty: [
      'fn f(user: &User) { info!("signing in with {}", user.password); }\n',
      'fn f(api_key: &str) { log::debug!("key {api_key}"); }\n',
    ],
    safe: ['fn f(user: &User) { info!("signed in {}", user.id); }\n'],
  },
  'security/world-writable': {
    path,
    faulty: ['fn f() { OpenOptions::new().create(true).mode(0o666).open(p); }\n'],
    safe: ['fn f() { OpenOptions::new().create(true).mode(0o600).open(p); }\n'],
  },
});

describe('security/removed-guard', () => {
  const removed = async (base: string, head: string) =>
    (await reviewSource(head, { path, base })).filter(({ rule }) => rule === 'security/removed-guard').length;

  it('reports a layer that a change takes away, not one that another replaces', async () => {
    const routes = (layer: string) =>
      `fn routes() -> Router {\n    Router::new()\n        .route("/a", get(a))${layer}\n}\n`;
    const auth = routes('\n        .layer(middleware::from_fn(require_auth))');
    expect(await removed(auth, routes(''))).toBe(1);
    expect(await removed(auth, routes('\n        .route_layer(from_extractor::<Claims>())'))).toBe(0);
  });

  it('reports an extractor that let only some in', async () => {
    const fn = (parameters: string) =>
      `pub async fn remove(${parameters}) -> Reply {\n    store.remove(id).await\n}\n`;
    const guarded = fn('claims: Claims, Path(id): Path<u64>');
    expect(await removed(guarded, fn('Path(id): Path<u64>'))).toBe(1);
    expect(await removed(guarded, fn('user: AdminUser, Path(id): Path<u64>'))).toBe(0);
  });

  it.each([
    '    if !user.is_admin {\n        return Err(StatusCode::FORBIDDEN);\n    }\n',
    '    require_owner(&user, id).await?;\n',
  ])('reports a condition in front of work that is still done: %s', async (check) => {
    const service = (lines: string) =>
      `async fn close(user: Account, id: u64) -> Result<(), StatusCode> {\n${lines}    store.close_account(id).await\n}\n`;
    const found = async (head: string) =>
      (await reviewSource(head, { path: 'src/closing.rs', base: service(check) })).map(({ rule }) => rule);
    expect(await found(service(''))).toEqual(['security/removed-check']);
    expect(await found(service(check).replace('close_account', 'keep_account'))).toEqual([]);
  });

  it('reports a comparison that no longer takes constant time', async () => {
    const fn = (test: string) => `fn ok(mac: M, given: &[u8]) -> bool {\n    ${test}\n}\n`;
    expect(await removed(fn('mac.verify_slice(given).is_ok()'), fn('mac.finalize() == given'))).toBe(1);
  });
});
