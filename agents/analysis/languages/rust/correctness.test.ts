import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'src/orders.rs';
const rs = (items: string) =>
  `use std::sync::Mutex;\nuse std::{fs, thread};\nuse axum::{extract::{Path, Query, Json}, http::{HeaderMap, StatusCode}, body::Bytes};\n\n${items}\n`;
const inAsync = (body: string) =>
  rs(
    `async fn notify(id: u32) {}\n\nasync fn run(&self, id: u32) -> Result<(), Error> {\n    ${body}\n    Ok(())\n}`,
  );
const handler = (body: string, parameters = 'headers: HeaderMap') =>
  rs(
    `pub async fn show(${parameters}) -> Result<String, StatusCode> {\n    ${body}\n    Ok(String::new())\n}`,
  );

holdRuleCases({
  'security/panic-on-input': {
    path,
    faulty: [
      handler('let token = headers.get("authorization").unwrap();'),
      handler('let token = headers.get("x-token").ok_or(StatusCode::BAD_REQUEST)?.to_str().unwrap();'),
      handler('let host = &headers["x-tenant"];'),
      handler(
        'let page: u32 = query.get("page").expect("page").parse().unwrap();',
        'Query(query): Query<HashMap<String, String>>',
      ),
      handler('let order: Order = serde_json::from_slice(&body).unwrap();', 'body: Bytes'),
      handler('let id = Uuid::parse_str(&id).unwrap();', 'Path(id): Path<String>'),
      handler('let limit = input.limit.unwrap();', 'Json(input): Json<Input>'),
      handler('let year = &day[0..4];', 'Path(day): Path<String>'),
      rs(
        '#[get("/day/<day>")]\nfn day(day: &str) -> String {\n    let day = NaiveDate::parse_from_str(day, "%Y").unwrap();\n    day.to_string()\n}',
      ),
    ],
    safe: [
      handler('let token = headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;'),
      handler(
        'let page: u32 = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);',
        'Query(query): Query<HashMap<String, String>>',
      ),
      handler('let text = serde_json::to_string(&input).unwrap();', 'Json(input): Json<Input>'),
      handler(
        'if input.limit.is_none() { return Err(StatusCode::BAD_REQUEST); }\n    let limit = input.limit.unwrap();',
        'Json(input): Json<Input>',
      ),
      handler('let users = self.users.lock().unwrap();'),
      rs(
        '#[cfg(test)]\nmod tests {\n    #[test]\n    fn asks(headers: HeaderMap) {\n        assert_eq!(headers.get("x").unwrap(), "y");\n    }\n}',
      ),
      handler('let url = Url::parse("https://example.org/").unwrap();'),
      handler(
        'if !token.starts_with("v1.") { return Err(StatusCode::BAD_REQUEST); }\n    let rest = &token[3..];',
        'Path(token): Path<String>',
      ),
      rs('pub fn load(text: &str) -> Config {\n    toml::from_str(text).unwrap()\n}'),
    ],
  },
  'correctness/coroutine-not-awaited': {
    path,
    faulty: [inAsync('notify(id);'), inAsync('let _ = notify(id);'), inAsync('tokio::time::sleep(delay);')],
    safe: [
      inAsync('notify(id).await;'),
      inAsync('tokio::spawn(notify(id));'),
      inAsync('let work = notify(id);\n    work.await;'),
      rs('#[tokio::main]\nasync fn serve() {}\n\nfn main() {\n    serve();\n}'),
    ],
  },
  'correctness/blocking-call': {
    path,
    faulty: [
      inAsync('thread::sleep(delay);'),
      rs('fn start() {\n    tokio::spawn(async move {\n        std::thread::sleep(delay);\n    });\n}'),
      inAsync('let page = reqwest::blocking::get(url)?;'),
    ],
    safe: [
      inAsync('tokio::time::sleep(delay).await;'),
      inAsync('tokio::task::spawn_blocking(move || thread::sleep(delay)).await?;'),
      rs('fn wait() {\n    thread::sleep(delay);\n}'),
    ],
  },
  'correctness/lock-across-await': {
    path,
    faulty: [
      inAsync(
        'let mut users = self.users.lock().unwrap();\n    users.push(id);\n    self.store.save(id).await?;',
      ),
      inAsync(
        'let users = self.users.read().expect("poisoned");\n    if users.contains(&id) {\n        notify(id).await;\n    }',
      ),
      inAsync('self.client.lock().unwrap().send(id).await?;'),
    ],
    safe: [
      inAsync('let mut users = self.users.lock().await;\n    self.store.save(id).await?;'),
      inAsync(
        'let mut users = self.users.lock().unwrap();\n    users.push(id);\n    drop(users);\n    self.store.save(id).await?;',
      ),
      inAsync(
        '{\n        let mut users = self.users.lock().unwrap();\n        users.push(id);\n    }\n    self.store.save(id).await?;',
      ),
      inAsync('let count = self.users.lock().unwrap().len();\n    self.store.save(count).await?;'),
      inAsync('let users = self.users.lock().unwrap();\n    tokio::spawn(async move { notify(id).await });'),
    ],
  },
  'correctness/lost-error': {
    path,
    faulty: [
      inAsync('let _ = tx.commit().await;'),
      inAsync('let _ = fs::rename(&from, &to);'),
      inAsync('fs::write(&path, text).ok();'),
    ],
    safe: [
      inAsync('tx.commit().await?;'),
      inAsync('let _ = fs::remove_file(&path);'),
      inAsync('// The cache is filled again when it is asked for.\n    let _ = fs::write(&path, text);'),
      inAsync('let moved = fs::rename(&from, &to).ok();'),
    ],
  },
  'correctness/fail-open': {
    path,
    faulty: [
      rs('fn is_allowed(&self, user: &User) -> bool {\n    self.store.allows(user).unwrap_or(true)\n}'),
      rs(
        'fn verify_token(token: &str) -> bool {\n    match decode(token) {\n        Ok(claims) => claims.valid,\n        Err(_) => true,\n    }\n}',
      ),
    ],
    safe: [
      rs('fn is_allowed(&self, user: &User) -> bool {\n    self.store.allows(user).unwrap_or(false)\n}'),
      rs(
        'fn is_stale(&self, entry: &Entry) -> bool {\n    entry.age().map(|age| age > LIMIT).unwrap_or(true)\n}',
      ),
    ],
  },
  'correctness/narrowed-number': {
    path,
    faulty: [
      rs(
        'pub fn frame(body: &[u8], out: &mut Vec<u8>) {\n    out.extend((body.len() as u16).to_be_bytes());\n}',
      ),
    ],
    safe: [
      rs('pub fn frame(body: &[u8]) -> Result<u16, Error> {\n    Ok(u16::try_from(body.len())?)\n}'),
      rs(
        'pub fn frame(body: &[u8]) -> Option<u8> {\n    if body.len() > 255 {\n        return None;\n    }\n    Some(body.len() as u8)\n}',
      ),
      rs('fn header(kind: &[u8]) -> u8 {\n    kind.len() as u8\n}'),
      rs('pub fn total(body: &[u8]) -> u64 {\n    body.len() as u64\n}'),
    ],
  },
  'correctness/index-past-end': {
    path,
    faulty: [rs('fn sum(items: &[u32]) {\n    for i in 0..=items.len() {\n        add(items[i]);\n    }\n}')],
    safe: [
      rs('fn sum(items: &[u32]) {\n    for i in 0..items.len() {\n        add(items[i]);\n    }\n}'),
      rs('fn sum(items: &[u32]) {\n    for end in 0..=items.len() {\n        add(&items[..end]);\n    }\n}'),
    ],
  },
  'correctness/self-compare': {
    path,
    faulty: [rs('fn same(a: &Order, b: &Order) -> bool {\n    a.id == a.id && a.name == b.name\n}')],
    safe: [
      rs('fn same(a: &Order, b: &Order) -> bool {\n    a.id == b.id\n}'),
      rs('fn is_nan(x: f64) -> bool {\n    x != x\n}'),
    ],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: [
      rs(
        'fn run(k: u8) {\n    if k == 1 { one(); } else if k == 2 { two(); } else if k == 1 { three(); }\n}',
      ),
    ],
    safe: [rs('fn run(k: u8) {\n    if k == 1 { one(); } else if k == 2 { two(); }\n}')],
  },
  'correctness/impossible-case': {
    path,
    faulty: [
      rs('fn is_admin(role: &str) -> bool {\n    role.to_lowercase() == "Admin"\n}'),
      rs('fn is_png(name: &str) -> bool {\n    name.trim().to_ascii_uppercase().ends_with(".png")\n}'),
    ],
    safe: [rs('fn is_admin(role: &str) -> bool {\n    role.to_lowercase() == "admin"\n}')],
  },
});
