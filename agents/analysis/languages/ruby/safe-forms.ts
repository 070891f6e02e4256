import type { Language } from '../../code/language.ts';

export const safeForms: Language['safeForms'] = {
  'security/sql-injection': "User.where('name = ?', params[:name])",
  'security/nosql-injection': {
    instead: 'Turn the value into the type that the query expects.',
    example: 'users.find(email: params[:email].to_s)',
  },
  'security/nosql-code': {
    instead: 'Compare fields in the query, without code for the database to run.',
    example: 'Order.where(total: params[:total].to_i)',
  },
  'security/ldap-injection': "Net::LDAP::Filter.eq('uid', uid)",
  'security/xpath-injection': {
    instead: 'Bind the value as a variable of the expression.',
    example: "document.xpath('//user[@name = $name]', nil, { name: name })",
  },
  'security/command-injection': "system('git', 'clone', '--', url)",
  'security/dynamic-code': {
    instead: 'Choose behaviour from a hash of what is allowed.',
    example: 'exporter = EXPORTERS.fetch(params[:format])',
  },
  'security/unsafe-deserialisation': {
    instead: 'Exchange JSON and check it, or load YAML with `safe_load`.',
    example: 'settings = YAML.safe_load(text)',
  },
  'security/template-injection': 'render :greeting, locals: { name: name }',
  'security/path-traversal': {
    instead: 'Keep only the last part of the name, or check where the resolved path leads.',
    example: "send_file Rails.root.join('exports', File.basename(name))",
  },
  'security/archive-extraction':
    'target = File.expand_path(entry.name, folder)\nnext unless target.start_with?("#{folder}/")\nentry.extract(target)',
  'security/ssrf': 'return head :bad_request unless ALLOWED_HOSTS.include?(URI.parse(url).host)',
  'security/open-redirect': 'redirect_to url_from(params[:next]) || root_path',
  'security/xss': {
    instead: 'Let the template escape the value, or sanitise the markup.',
    example: '<%= sanitize comment.body %>',
  },
  'security/mass-assignment': {
    instead: 'Name the attributes that a caller may set.',
    example: 'user.update(params.require(:user).permit(:name, :email))',
  },
  'security/regex-injection': {
    instead: 'Quote the text.',
    example: 'Regexp.new(Regexp.escape(term))',
  },
  'security/weak-hash': {
    instead: 'Use bcrypt for passwords, and HMAC-SHA-256 for signatures.',
    example: 'digest = BCrypt::Password.create(password)',
  },
  'security/weak-crypto':
    "cipher = OpenSSL::Cipher.new('aes-256-gcm').encrypt\ncipher.iv = nonce = cipher.random_iv",
  'security/insecure-randomness': {
    instead: 'Use `SecureRandom`.',
    example: 'token = SecureRandom.urlsafe_base64(32)',
  },
  'security/jwt': "payload, = JWT.decode(token, public_key, true, algorithm: 'RS256')",
  'security/timing-unsafe-compare': {
    instead: 'Compare in constant time.',
    example: 'ActiveSupport::SecurityUtils.secure_compare(expected, given)',
  },
  'security/tls-verification-off':
    "http.verify_mode = OpenSSL::SSL::VERIFY_PEER\nhttp.ca_file = 'internal-ca.pem'",
  'security/xxe': {
    instead: 'Leave the parser’s defaults: they resolve no entities.',
    example: 'document = Nokogiri::XML(text)',
  },
  'security/cors': "headers['Access-Control-Allow-Origin'] = 'https://app.example.com'",
  'security/cookie-flags':
    'cookies[:session_token] = { value: token, secure: true, httponly: true, same_site: :lax }',
  'security/csrf-protection-off': 'protect_from_forgery with: :exception',
  'security/authorisation-off': 'skip_before_action :authenticate_user!, only: %i[index show]',
  'security/debug-exposure': 'config.consider_all_requests_local = false',
  'security/error-exposure':
    "Rails.logger.error(error)\nrender json: { error: 'The import failed.' }, status: :internal_server_error",
  'security/secret-in-log': 'logger.info("signed in #{user.id}")',
  'security/world-writable': 'File.chmod(0o600, path)',
  'security/removed-check': 'return head :bad_request unless ALLOWED_HOSTS.include?(host)',
  'security/removed-guard': 'before_action :authenticate_user!',
};
