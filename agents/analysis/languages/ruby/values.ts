import type { FunctionShape } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';
import { ancestors } from '../../syntax/syntax-node.ts';

const request = String.raw`(request|req|~req|~request|r|ActionDispatch::Request#|Rack::Request#)`;

/** Rails', Rack's and Sinatra's request, and the names of entries in archives. */
export const sources = new RegExp(
  String.raw`^params(\[\]|\.(require|fetch|dig)\(\))*$|^cookies(\[\]|\.(fetch|delete)\(\)|\.permanent\[\])$|^${request}\.(params|query_parameters|request_parameters|GET|POST|body|raw_post|headers|get_header|referer|referrer|user_agent|fullpath|path|path_info|url|original_url|original_fullpath|host|host_with_port|origin|cookies|env|query_string|filtered_parameters|media_type|content_type)(\(\)|\[\])*$|^${request}\[\]$|^(env|~env)(\[\]|\.fetch\(\))$|^[?~]\w*entry\.(name|full_name)(\(\))?$`,
);
export const argumentSources = /^ARGV\b|^gets\b|^(STDIN|\$stdin)\.(gets|read|readlines?|each_line)\b|^ARGF\b/;
/** Ruby declares no types. */
export const harmlessTypes = /^(?!)/;

/** Whether a framework calls the method with what a stranger sent: resolvers of GraphQL, messages to a channel. */
export function isOutside({ node, name }: FunctionShape): boolean {
  if (name !== 'resolve' && name !== 'receive' && name !== 'on_message') return false;
  for (const outer of ancestors(node)) {
    if (outer.kind !== 'class') continue;
    const above = outer.fieldText('superclass');
    return /Mutation|Resolver|GraphQL/.test(above) ? name === 'resolve' : /Channel|WebSocket/.test(above);
  }
  return false;
}

export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /\?$|^params(\[\]|\.(require|fetch)\(\))+(\.tempfile\(\))?\.(path|tempfile)$|^(Integer|Float|Rational|Complex|BigDecimal|Date\.\w+|Time\.\w+|DateTime\.\w+)$|\.(hexdigest|base64digest|verify|verified|decrypt_and_verify|find_signed!?|to_date|to_time|to_datetime|to_d|abs|round|clamp|cast)$|^(Digest|OpenSSL)::.*\.(hexdigest|digest)$|^SecureRandom\.|^(File|Dir)\.(exist|file|directory)\?$|^signed_id$/,
    html: /^(h|html_escape|html_escape_once|sanitize|strip_tags|strip_links|simple_format|content_tag|tag|link_to|image_tag|j|escape_javascript|json_escape|url_encode|t|l|truncate|number_\w+)$|^ERB::Util\.|^CGI\.(escapeHTML|escape_html|escape|h)$|^Rack::Utils\.escape(_html|_path)?$|^(Sanitize|Loofah|ActionController::Base\.helpers|helpers|view_context)\.|\.(to_json|escape_html|sanitize|to_i18n)$|_(path|url)$/,
    command: /^Shellwords\.(escape|shellescape|join|shelljoin)$|\.(shellescape|shelljoin)$/,
    path: /^File\.(basename|extname)$|\.(basename|extname|sanitized)$|^Zaru\.sanitize!$/,
    sql: /(^|\.)(sanitize_sql\w*|quote|quote_string|quote_column_name|quote_table_name|escape|escape_string|escape_literal|escape_identifier|sanitize)$/,
    url: /^(CGI\.escape|ERB::Util\.(url_encode|u)|URI\.encode_www_form(_component)?|Rack::Utils\.(escape|escape_path|build_query))$|\.(to_query|to_param)$|_(path|url)$/,
    redirect:
      /^(url_from|to|url_for|polymorphic_(url|path)|CGI\.escape|URI\.encode_www_form(_component)?)$|\.(to_query|to_param|path|request_uri)$|_(path|url)$/,
    ldap: /Filter\.(escape|eq|equals)$/,
    regex: /^Regexp\.(escape|quote|union)$/,
    nosql: /^(String)$|\.to_s$/,
    key: /\.(permit|slice)$/,
    xpath: /\.(xpath_escape|escape_xpath)$/,
  },
  carriers:
    /^(File\.(dirname|path)|JSON\.(parse|load)|ActiveSupport::JSON\.decode|Oj\.load|MultiJson\.load|Base64\.\w*decode64|CGI\.unescape(HTML)?|URI\.(decode_www_form(_component)?|decode|join|unescape)|YAML\.\w+|Psych\.\w+|Marshal\.load|Nokogiri(::XML|::HTML|::HTML5)?(\.(XML|HTML|parse|fragment))?|REXML::Document|Rack::Utils\.(parse_query|parse_nested_query|unescape)|OpenStruct|Array|Hash|Hash\[\]|StringIO|Zlib\.\w+|CSV\.parse\w*|CGI\.parse|XmlSimple\.xml_in|ActionController::Parameters)$$/,
  same: /^(String|Pathname|URI|URI\.parse|Addressable::URI\.parse|File\.(expand_path|absolute_path|realpath|realdirpath|new_)|html_safe|raw|to_unsafe_h|to_unsafe_hash|Kernel\.String)$|\.(to_sym|squeeze|presence|cleanpath|realpath|expand_path|to_path|unicode_normalize|strip_heredoc|html_safe|path|request_uri)$/,
  pathJoins: /^File\.join$/,
  formats: [{ calls: /^(Kernel\.)?(format|sprintf)$/, at: 0 }],
};
