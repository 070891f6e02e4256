import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection': 'sqlx::query("SELECT id FROM users WHERE name = $1").bind(name)',
  'security/nosql-injection': {
    instead: 'Build the filter from typed values.',
    example: 'users.find_one(doc! { "email": email.as_str() }).await?',
  },
  'security/ldap-injection':
    'ldap.search(base, Scope::Subtree, &format!("(uid={})", ldap_escape(uid)), vec!["cn"])',
  'security/xpath-injection': {
    instead: 'Select by a fixed expression and compare values in Rust.',
    example: 'evaluate_xpath(&document, "//user")?',
  },
  'security/command-injection': 'Command::new("git").args(["clone", "--", &url]).output()?',
  'security/dynamic-code': {
    instead: 'Choose behaviour from a map of functions.',
    example: 'let action = ACTIONS.get(name.as_str()).ok_or(StatusCode::NOT_FOUND)?;',
  },
  'security/template-injection': 'tera.render("greeting.html", &context)?',
  'security/path-traversal': {
    instead:
      'Keep only the last part of the name, or resolve the path and check that it lies below the folder.',
    example:
      'let name = Path::new(&name).file_name().ok_or(StatusCode::BAD_REQUEST)?;\nlet text = fs::read(root.join(name))?;',
  },
  'security/archive-extraction': 'entry.unpack_in(target)?;',
  'security/ssrf':
    'if !ALLOWED_HOSTS.contains(&url.host_str().unwrap_or_default()) {\n    return Err(StatusCode::BAD_REQUEST);\n}',
  'security/open-redirect': 'Redirect::to("/home")',
  'security/xss': {
    instead: 'Render a template that escapes, or escape the value.',
    example: 'Html(format!("<h1>{}</h1>", html_escape::encode_text(&name)))',
  },
  'security/weak-hash': {
    instead: 'Use Argon2 for passwords, and HMAC-SHA-256 for signatures.',
    example: 'let hash = Argon2::default().hash_password(password.as_bytes(), &salt)?;',
  },
  'security/weak-crypto':
    'let nonce = Aes256Gcm::generate_nonce(&mut OsRng);\nlet sealed = cipher.encrypt(&nonce, text)?;',
  'security/insecure-randomness': {
    instead: 'Use the operating system’s generator.',
    example: 'let mut token = [0u8; 32];\nOsRng.fill_bytes(&mut token);',
  },
  'security/jwt': 'let data = decode::<Claims>(token, &key, &Validation::new(Algorithm::RS256))?;',
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'mac.verify_slice(&given)?;',
  },
  'security/tls-verification-off':
    'let client = Client::builder().add_root_certificate(Certificate::from_pem(&pem)?).build()?;',
  'security/cors':
    'CorsLayer::new().allow_origin("https://app.example.com".parse::<HeaderValue>()?).allow_credentials(true)',
  'security/cookie-flags':
    'Cookie::build(("session", id)).secure(true).http_only(true).same_site(SameSite::Lax)',
  'security/error-exposure':
    'tracing::error!(?error, "import failed");\nHttpResponse::InternalServerError().body("The import failed.")',
  'security/secret-in-log': 'tracing::info!(user = %user.id, "signed in");',
  'security/world-writable': 'fs::set_permissions(path, Permissions::from_mode(0o600))?;',
  'security/removed-check':
    'if !ALLOWED_HOSTS.contains(&host) {\n    return Err(StatusCode::BAD_REQUEST);\n}',
  'security/removed-guard':
    'Router::new().route("/orders", post(create)).layer(middleware::from_fn(require_auth))',
};
