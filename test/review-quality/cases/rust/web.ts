import type { FamilyId } from '../../families.ts';
import { oneFile, type QualityCase } from '../../quality-case.ts';

interface Pair {
  readonly what: string;
  readonly family: FamilyId;
  readonly path?: string;
  readonly faulty: string;
  readonly safe: string;
  /** On the line of the fault. */
  readonly at: string;
}

const axum = (body: string, uses = '') => `use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect};
use axum::Json;
use serde::Deserialize;
${uses}
use crate::state::AppState;

#[derive(Debug, Deserialize)]
pub struct Params {
    pub term: String,
    pub page: Option<u32>,
    pub sort: Option<String>,
}

${body}
`;

const actix = (
  body: string,
  uses = '',
) => `use actix_web::{get, post, web, HttpRequest, HttpResponse, Responder};
use serde::Deserialize;
${uses}
#[derive(Deserialize)]
pub struct Upload {
    pub name: String,
    pub url: String,
}

${body}
`;

const pairs: readonly Pair[] = [
  {
    what: 'sqlx-format',
    family: 'sql-injection',
    faulty: axum(`pub async fn search(
    State(state): State<AppState>,
    Query(params): Query<Params>,
) -> Result<Json<Vec<Book>>, StatusCode> {
    let sql = format!("SELECT * FROM books WHERE title ILIKE '%{}%' LIMIT 50", params.term);
    let books = sqlx::query_as::<_, Book>(&sql)
        .fetch_all(&state.pool)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(books))
}`),
    safe: axum(`pub async fn search(
    State(state): State<AppState>,
    Query(params): Query<Params>,
) -> Result<Json<Vec<Book>>, StatusCode> {
    let books = sqlx::query_as::<_, Book>("SELECT * FROM books WHERE title ILIKE $1 LIMIT 50")
        .bind(format!("%{}%", params.term))
        .fetch_all(&state.pool)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(books))
}`),
    at: 'query_as',
  },
  {
    what: 'order-by',
    family: 'sql-injection',
    faulty:
      axum(`pub async fn list(State(state): State<AppState>, Query(params): Query<Params>) -> impl IntoResponse {
    let sort = params.sort.unwrap_or_else(|| "title".to_string());
    let mut sql = String::from("SELECT id, title FROM books");
    sql.push_str(&format!(" ORDER BY {sort}"));
    let rows = sqlx::query(&sql).fetch_all(&state.pool).await.unwrap_or_default();
    Json(rows.len())
}`),
    safe: axum(`pub async fn list(State(state): State<AppState>, Query(params): Query<Params>) -> impl IntoResponse {
    let sort = match params.sort.as_deref() {
        Some("author") => "author",
        _ => "title",
    };
    let mut sql = String::from("SELECT id, title FROM books");
    sql.push_str(&format!(" ORDER BY {sort}"));
    let rows = sqlx::query(&sql).fetch_all(&state.pool).await.unwrap_or_default();
    Json(rows.len())
}`),
    at: 'sqlx::query',
  },
  {
    what: 'rusqlite-repository',
    family: 'sql-injection',
    path: 'src/repository.rs',
    faulty: `use rusqlite::{Connection, Result};

pub struct Users {
    conn: Connection,
}

impl Users {
    pub fn by_email(&self, email: &str) -> Result<Option<i64>> {
        let query = format!("SELECT id FROM users WHERE email = '{email}'");
        let mut statement = self.conn.prepare(&query)?;
        let mut rows = statement.query([])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}
`,
    safe: `use rusqlite::{Connection, Result};

pub struct Users {
    conn: Connection,
}

impl Users {
    pub fn by_email(&self, email: &str) -> Result<Option<i64>> {
        let mut statement = self.conn.prepare("SELECT id FROM users WHERE email = ?1")?;
        let mut rows = statement.query([email])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}
`,
    at: 'prepare',
  },
  {
    what: 'diesel-sql-query',
    family: 'sql-injection',
    faulty: actix(
      `#[get("/items/{category}")]
pub async fn by_category(path: web::Path<String>, pool: web::Data<DbPool>) -> impl Responder {
    let category = path.into_inner();
    let mut conn = pool.get().expect("a connection");
    let items = diesel::sql_query(format!("SELECT * FROM items WHERE category = '{}'", category))
        .load::<Item>(&mut conn);
    HttpResponse::Ok().json(items.unwrap_or_default())
}`,
      'use diesel::prelude::*;\n',
    ),
    safe: actix(
      `#[get("/items/{category}")]
pub async fn by_category(path: web::Path<String>, pool: web::Data<DbPool>) -> impl Responder {
    let category = path.into_inner();
    let mut conn = pool.get().expect("a connection");
    let items = diesel::sql_query("SELECT * FROM items WHERE category = $1")
        .bind::<diesel::sql_types::Text, _>(category)
        .load::<Item>(&mut conn);
    HttpResponse::Ok().json(items.unwrap_or_default())
}`,
      'use diesel::prelude::*;\n',
    ),
    at: 'sql_query',
  },
  {
    what: 'shell-archive',
    family: 'command-injection',
    faulty: actix(
      `#[post("/archive")]
pub async fn archive(form: web::Form<Upload>) -> impl Responder {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("tar czf /tmp/{}.tgz /srv/data", form.name))
        .output();
    match output {
        Ok(_) => HttpResponse::Created().finish(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}`,
      'use std::process::Command;\n',
    ),
    safe: actix(
      `#[post("/archive")]
pub async fn archive(form: web::Form<Upload>) -> impl Responder {
    let output = Command::new("tar")
        .arg("czf")
        .arg(format!("/tmp/{}.tgz", form.name))
        .arg("/srv/data")
        .output();
    match output {
        Ok(_) => HttpResponse::Created().finish(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}`,
      'use std::process::Command;\n',
    ),
    at: '.arg(format!',
  },
  {
    what: 'shell-args-list',
    family: 'command-injection',
    faulty: axum(
      `pub async fn ping(Path(host): Path<String>) -> Result<String, StatusCode> {
    let line = format!("ping -c 1 {host}");
    let output = Command::new("/bin/bash")
        .args(["-c", line.as_str()])
        .output()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}`,
      'use tokio::process::Command;\n',
    ),
    safe: axum(
      `pub async fn ping(Path(host): Path<String>) -> Result<String, StatusCode> {
    let host: std::net::IpAddr = host.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    let output = Command::new("ping")
        .args(["-c", "1", &host.to_string()])
        .output()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}`,
      'use tokio::process::Command;\n',
    ),
    at: '.args(',
  },
  {
    what: 'read-file',
    family: 'path-traversal',
    faulty: axum(`pub async fn page(Path(name): Path<String>) -> Result<String, StatusCode> {
    let path = std::path::Path::new("/srv/pages").join(&name);
    tokio::fs::read_to_string(path).await.map_err(|_| StatusCode::NOT_FOUND)
}`),
    safe: axum(`pub async fn page(Path(name): Path<String>) -> Result<String, StatusCode> {
    let name = std::path::Path::new(&name).file_name().ok_or(StatusCode::BAD_REQUEST)?;
    let path = std::path::Path::new("/srv/pages").join(name);
    tokio::fs::read_to_string(path).await.map_err(|_| StatusCode::NOT_FOUND)
}`),
    at: 'read_to_string',
  },
  {
    what: 'named-file',
    family: 'path-traversal',
    faulty: actix(
      `#[get("/files/{tail:.*}")]
async fn download(req: HttpRequest) -> actix_web::Result<NamedFile> {
    let tail = req.match_info().query("tail");
    let path: PathBuf = format!("./uploads/{}", tail).into();
    Ok(NamedFile::open(path)?)
}`,
      'use actix_files::NamedFile;\nuse std::path::PathBuf;\n',
    ),
    safe: actix(
      `#[get("/files/{tail:.*}")]
async fn download(req: HttpRequest) -> actix_web::Result<NamedFile> {
    let tail = req.match_info().query("tail");
    let base = std::fs::canonicalize("./uploads")?;
    let path: PathBuf = std::fs::canonicalize(base.join(tail))?;
    if !path.starts_with(&base) {
        return Err(actix_web::error::ErrorForbidden("outside of the folder"));
    }
    Ok(NamedFile::open(path)?)
}`,
      'use actix_files::NamedFile;\nuse std::path::PathBuf;\n',
    ),
    at: 'NamedFile::open',
  },
  {
    what: 'multipart-name',
    family: 'path-traversal',
    faulty: axum(
      `pub async fn upload(mut multipart: Multipart) -> Result<StatusCode, StatusCode> {
    while let Some(field) = multipart.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        let name = field.file_name().unwrap_or("unnamed").to_string();
        let data = field.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let target = PathBuf::from("/var/uploads").join(name);
        tokio::fs::write(&target, &data).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    Ok(StatusCode::CREATED)
}`,
      'use axum::extract::Multipart;\nuse std::path::PathBuf;\n',
    ),
    safe: axum(
      `pub async fn upload(mut multipart: Multipart) -> Result<StatusCode, StatusCode> {
    while let Some(field) = multipart.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        let data = field.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let target = PathBuf::from("/var/uploads").join(Uuid::new_v4().to_string());
        tokio::fs::write(&target, &data).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    Ok(StatusCode::CREATED)
}`,
      'use axum::extract::Multipart;\nuse std::path::PathBuf;\nuse uuid::Uuid;\n',
    ),
    at: 'tokio::fs::write',
  },
  {
    what: 'zip-entry',
    family: 'archive',
    path: 'src/import.rs',
    faulty: `use std::fs::{self, File};
use std::io;
use std::path::Path;

pub fn unpack(archive: &Path, target: &Path) -> io::Result<()> {
    let mut archive = zip::ZipArchive::new(File::open(archive)?)?;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let path = target.join(file.name());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = File::create(&path)?;
        io::copy(&mut file, &mut out)?;
    }
    Ok(())
}
`,
    safe: `use std::fs::{self, File};
use std::io;
use std::path::Path;

pub fn unpack(archive: &Path, target: &Path) -> io::Result<()> {
    let mut archive = zip::ZipArchive::new(File::open(archive)?)?;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let Some(name) = file.enclosed_name() else { continue };
        let path = target.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = File::create(&path)?;
        io::copy(&mut file, &mut out)?;
    }
    Ok(())
}
`,
    at: 'File::create',
  },
  {
    what: 'reqwest-get',
    family: 'ssrf',
    faulty: actix(`#[post("/preview")]
pub async fn preview(body: web::Json<Upload>) -> impl Responder {
    match reqwest::get(&body.url).await {
        Ok(response) => HttpResponse::Ok().body(response.text().await.unwrap_or_default()),
        Err(_) => HttpResponse::BadGateway().finish(),
    }
}`),
    safe: actix(`#[post("/preview")]
pub async fn preview(body: web::Json<Upload>) -> impl Responder {
    let Ok(url) = reqwest::Url::parse(&body.url) else {
        return HttpResponse::BadRequest().finish();
    };
    if !ALLOWED_HOSTS.contains(&url.host_str().unwrap_or_default()) {
        return HttpResponse::Forbidden().finish();
    }
    match reqwest::get(url).await {
        Ok(response) => HttpResponse::Ok().body(response.text().await.unwrap_or_default()),
        Err(_) => HttpResponse::BadGateway().finish(),
    }
}`),
    at: 'reqwest::get',
  },
  {
    what: 'client-in-state',
    family: 'ssrf',
    faulty:
      axum(`pub async fn proxy(State(state): State<AppState>, Path(host): Path<String>) -> Result<String, StatusCode> {
    let url = format!("http://{host}/status");
    let response = state.client.get(&url).send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    response.text().await.map_err(|_| StatusCode::BAD_GATEWAY)
}`),
    safe: axum(`pub async fn proxy(State(state): State<AppState>, Path(host): Path<String>) -> Result<String, StatusCode> {
    let url = format!("http://status.internal/hosts/{host}");
    let response = state.client.get(&url).send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    response.text().await.map_err(|_| StatusCode::BAD_GATEWAY)
}`),
    at: 'client.get',
  },
  {
    what: 'redirect-next',
    family: 'open-redirect',
    faulty: axum(`#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

pub async fn login(Query(query): Query<Next>) -> impl IntoResponse {
    let target = query.next.unwrap_or_else(|| "/".into());
    Redirect::to(&target)
}`),
    safe: axum(`#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

pub async fn login(Query(query): Query<Next>) -> impl IntoResponse {
    let target = match query.next.as_deref() {
        Some("/orders") => "/orders",
        _ => "/",
    };
    Redirect::to(target)
}`),
    at: 'Redirect::to',
  },
  {
    what: 'location-header',
    family: 'open-redirect',
    faulty: actix(`#[get("/go")]
pub async fn go(query: web::Query<Upload>) -> impl Responder {
    HttpResponse::Found().append_header(("Location", query.url.clone())).finish()
}`),
    safe: actix(`#[get("/go")]
pub async fn go(query: web::Query<Upload>) -> impl Responder {
    HttpResponse::Found().append_header(("Location", format!("/go/{}", query.name))).finish()
}`),
    at: 'append_header',
  },
  {
    what: 'html-format',
    family: 'xss',
    faulty: axum(`pub async fn greet(Query(params): Query<Params>) -> Html<String> {
    Html(format!("<h1>Results for {}</h1>", params.term))
}`),
    safe: axum(`pub async fn greet(Query(params): Query<Params>) -> Html<String> {
    Html(format!("<h1>Results for {}</h1>", html_escape::encode_text(&params.term)))
}`),
    at: 'Html(format!',
  },
  {
    what: 'html-body',
    family: 'xss',
    faulty: actix(`#[get("/hello/{name}")]
pub async fn hello(name: web::Path<String>) -> impl Responder {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(format!("<p>Hello {}</p>", name))
}`),
    safe: actix(`#[get("/hello/{name}")]
pub async fn hello(name: web::Path<String>) -> impl Responder {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(format!("Hello {}", name))
}`),
    at: '.body(',
  },
  {
    what: 'rocket-raw-html',
    family: 'xss',
    path: 'src/routes.rs',
    faulty: `use rocket::response::content::RawHtml;

#[get("/search?<q>")]
fn search(q: &str) -> RawHtml<String> {
    let page = format!("<main>Nothing found for <b>{q}</b></main>");
    RawHtml(page)
}
`,
    safe: `use rocket::response::content::RawHtml;

#[get("/search?<q>")]
fn search(q: &str) -> RawHtml<String> {
    let page = format!("<main>Nothing found for <b>{}</b></main>", ammonia::clean(q));
    RawHtml(page)
}
`,
    at: 'RawHtml(page)',
  },
  {
    what: 'tera-one-off',
    family: 'template-injection',
    faulty: axum(
      `pub async fn render(Json(body): Json<Params>) -> Result<Html<String>, StatusCode> {
    let context = Context::new();
    let html = Tera::one_off(&body.term, &context, true).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(Html(html))
}`,
      'use tera::{Context, Tera};\n',
    ),
    safe: axum(
      `pub async fn render(State(state): State<AppState>, Json(body): Json<Params>) -> Result<Html<String>, StatusCode> {
    let mut context = Context::new();
    context.insert("term", &body.term);
    let html = state.tera.render("search.html", &context).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(Html(html))
}`,
      'use tera::Context;\n',
    ),
    at: 'one_off',
  },
  {
    what: 'md5-password',
    family: 'crypto',
    path: 'src/accounts.rs',
    faulty: `use crate::models::User;

pub fn check(user: &User, password: &str) -> bool {
    let digest = md5::compute(password.as_bytes());
    format!("{:x}", digest) == user.password_hash
}
`,
    safe: `use argon2::{Argon2, PasswordHash, PasswordVerifier};

use crate::models::User;

pub fn check(user: &User, password: &str) -> bool {
    let Ok(hash) = PasswordHash::new(&user.password_hash) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}
`,
    at: 'md5::compute',
  },
  {
    what: 'constant-nonce',
    family: 'crypto',
    path: 'src/seal.rs',
    faulty: `use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};

pub fn seal(key: &[u8], text: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(key));
    let nonce = Nonce::from_slice(b"unique nonce");
    cipher.encrypt(nonce, text).expect("encryption")
}
`,
    safe: `use aes_gcm::aead::{Aead, AeadCore, KeyInit, OsRng};
use aes_gcm::{Aes256Gcm, Key};

pub fn seal(key: &[u8], text: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(key));
    let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
    let mut sealed = nonce.to_vec();
    sealed.extend(cipher.encrypt(&nonce, text).expect("encryption"));
    sealed
}
`,
    at: 'Nonce::from_slice',
  },
  {
    what: 'fastrand-token',
    family: 'randomness',
    path: 'src/tokens.rs',
    faulty: `pub fn reset_token() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(32).collect()
}

pub fn session_id() -> u64 {
    fastrand::u64(..)
}
`,
    safe: `use rand::distributions::Alphanumeric;
use rand::rngs::OsRng;
use rand::Rng;

pub fn reset_token() -> String {
    OsRng.sample_iter(Alphanumeric).take(32).map(char::from).collect()
}

pub fn session_id() -> u64 {
    OsRng.gen()
}
`,
    at: 'fastrand::u64',
  },
  {
    what: 'seeded-generator',
    family: 'randomness',
    path: 'src/invites.rs',
    faulty: `use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

pub fn invite_code(user: u64) -> String {
    let mut rng = StdRng::seed_from_u64(user);
    let invite_code: u32 = rng.gen_range(100_000..1_000_000);
    invite_code.to_string()
}
`,
    safe: `use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

pub fn invite_code() -> String {
    let mut rng = StdRng::from_entropy();
    let invite_code: u32 = rng.gen_range(100_000..1_000_000);
    invite_code.to_string()
}
`,
    at: 'seed_from_u64',
  },
  {
    what: 'jwt-no-signature',
    family: 'jwt',
    path: 'src/auth.rs',
    faulty: `use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};

pub fn claims(token: &str) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.insecure_disable_signature_validation();
    decode::<Claims>(token, &DecodingKey::from_secret(&[]), &validation).ok().map(|data| data.claims)
}
`,
    safe: `use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};

pub fn claims(token: &str, key: &DecodingKey) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&["shop"]);
    decode::<Claims>(token, key, &validation).ok().map(|data| data.claims)
}
`,
    at: 'insecure_disable',
  },
  {
    what: 'jwt-written-secret',
    family: 'jwt',
    path: 'src/auth.rs',
    faulty: `use jsonwebtoken::{encode, EncodingKey, Header};

const SIGNING_KEY: &[u8] = b"${['change', 'me', 'please'].join('-')}";

pub fn issue(claims: &Claims) -> Result<String, Error> {
    Ok(encode(&Header::default(), claims, &EncodingKey::from_secret(SIGNING_KEY))?)
}
`,
    safe: `use jsonwebtoken::{encode, EncodingKey, Header};

pub fn issue(claims: &Claims, settings: &Settings) -> Result<String, Error> {
    let key = EncodingKey::from_secret(settings.signing_key.as_bytes());
    Ok(encode(&Header::default(), claims, &key)?)
}
`,
    at: 'EncodingKey::from_secret',
  },
  {
    what: 'hmac-compare',
    family: 'timing',
    path: 'src/hooks.rs',
    faulty: `use hmac::{Hmac, Mac};
use sha2::Sha256;

pub fn is_genuine(key: &[u8], body: &[u8], signature: &str) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(body);
    let expected = hex::encode(mac.finalize().into_bytes());
    signature == expected
}
`,
    safe: `use hmac::{Hmac, Mac};
use sha2::Sha256;

pub fn is_genuine(key: &[u8], body: &[u8], signature: &str) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(body);
    let Ok(given) = hex::decode(signature) else { return false };
    mac.verify_slice(&given).is_ok()
}
`,
    at: 'signature == expected',
  },
  {
    what: 'invalid-certificates',
    family: 'tls',
    path: 'src/client.rs',
    faulty: `use std::time::Duration;

pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .danger_accept_invalid_certs(true)
        .build()
}
`,
    safe: `use std::time::Duration;

pub fn client(authority: reqwest::Certificate) -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .add_root_certificate(authority)
        .build()
}
`,
    at: 'danger_accept',
  },
  {
    what: 'blind-verifier',
    family: 'tls',
    path: 'src/tls.rs',
    faulty: `use rustls::client::{ServerCertVerified, ServerCertVerifier};

struct AnyServer;

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _end_entity: &rustls::Certificate,
        _intermediates: &[rustls::Certificate],
        _server_name: &rustls::ServerName,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }
}
`,
    safe: `use rustls::client::{ServerCertVerified, ServerCertVerifier};

struct Pinned {
    fingerprint: [u8; 32],
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &rustls::Certificate,
        _intermediates: &[rustls::Certificate],
        _server_name: &rustls::ServerName,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if sha256(&end_entity.0) != self.fingerprint {
            return Err(rustls::Error::General("unknown certificate".into()));
        }
        Ok(ServerCertVerified::assertion())
    }
}
`,
    at: 'verify_server_cert',
  },
  {
    what: 'permissive-cors',
    family: 'cors',
    path: 'src/main.rs',
    faulty: `use actix_cors::Cors;
use actix_web::{web, App, HttpServer};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        let cors = Cors::default().allow_any_origin().allow_any_method().supports_credentials();
        App::new().wrap(cors).configure(routes::register)
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
`,
    safe: `use actix_cors::Cors;
use actix_web::{web, App, HttpServer};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        let cors = Cors::default().allowed_origin("https://shop.example.com").supports_credentials();
        App::new().wrap(cors).configure(routes::register)
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
`,
    at: 'allow_any_origin',
  },
  {
    what: 'session-cookie',
    family: 'cookies',
    faulty: actix(
      `pub fn signed_in(id: String) -> HttpResponse {
    let cookie = Cookie::build("session", id).path("/").secure(false).http_only(true).finish();
    HttpResponse::Ok().cookie(cookie).finish()
}`,
      'use actix_web::cookie::Cookie;\n',
    ),
    safe: actix(
      `pub fn signed_in(id: String) -> HttpResponse {
    let cookie = Cookie::build("session", id).path("/").secure(true).http_only(true).finish();
    HttpResponse::Ok().cookie(cookie).finish()
}`,
      'use actix_web::cookie::Cookie;\n',
    ),
    at: 'Cookie::build',
  },
  {
    what: 'password-traced',
    family: 'secret-in-log',
    faulty: axum(`#[derive(Deserialize)]
pub struct Login {
    email: String,
    password: String,
}

pub async fn login(State(state): State<AppState>, Json(login): Json<Login>) -> StatusCode {
    tracing::info!("login of {} with {}", login.email, login.password);
    state.sessions.start(&login.email, &login.password).await
}`),
    safe: axum(`#[derive(Deserialize)]
pub struct Login {
    email: String,
    password: String,
}

pub async fn login(State(state): State<AppState>, Json(login): Json<Login>) -> StatusCode {
    tracing::info!("login of {}", login.email);
    state.sessions.start(&login.email, &login.password).await
}`),
    at: 'tracing::info!',
  },
  {
    what: 'open-permissions',
    family: 'file-permissions',
    path: 'src/store.rs',
    faulty: `use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

pub fn save(path: &Path, key: &[u8]) -> std::io::Result<()> {
    fs::write(path, key)?;
    fs::set_permissions(path, Permissions::from_mode(0o666))
}
`,
    safe: `use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

pub fn save(path: &Path, key: &[u8]) -> std::io::Result<()> {
    fs::write(path, key)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))
}
`,
    at: '0o666',
  },
];

export const cases: readonly QualityCase[] = pairs.map(
  ({ what, family, path = 'src/routes/books.rs', faulty, safe, at }) => ({
    id: `${family}/rust/${what}`,
    family,
    language: 'rust',
    files: oneFile(path, faulty),
    expect: [{ at }],
    safe: oneFile(path, safe),
  }),
);
