import type { Language } from '../../code/language.ts';

/** What calls of Python and its libraries do to the text that goes in. */
export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /^(int|float|bool|len|hash|ord|abs|round|sum|id|type|isinstance|hasattr|range|uuid\.(UUID|uuid\d)|decimal\.Decimal|hashlib\.\w+|hmac\.\w+|secrets\.\w+|datetime\.(datetime\.)?(strptime|fromisoformat|now)|ipaddress\.\w+|time\.\w+|random\.\w+|flask\.url_for|url_for|django\.urls\.reverse|reverse)(\(\)(\.\w+(\(\))?)*)?$/,
    command: /^(shlex|pipes)\.(quote|join)$/,
    html: /^(html|cgi|markupsafe|flask|xml\.sax\.saxutils|werkzeug\.utils|jinja2(\.utils)?|tornado\.escape)\.(escape|xhtml_escape|quoteattr)$|^(bleach|nh3)\.clean$|^django\.utils\.html\.(escape|conditional_escape|format_html\w*|strip_tags)$|^flask\.render_template$|^flask\.jsonify$|^json\.dumps$|^urllib\.parse\.quote/,
    path: /(^|\.)(secure_filename|safe_join|basename|get_valid_filename|uuid4)$|^os\.path\.basename$/,
    url: /^urllib\.parse\.(quote|quote_plus|urlencode)$/,
    redirect: /^urllib\.parse\.(quote|quote_plus|urlencode)$/,
    sql: /^psycopg\d?\.sql\.\w+|(^|\.)(Identifier|Literal|quote_ident|quote_name|escape_string|escape|mogrify|literal)$/,
    ldap: /escape_(filter_chars|dn_chars|rdn)$/,
    xpath: /(^|\.)quoteattr$/,
    regex: /^(re|regex)\.escape$/,
    code: /^ast\.literal_eval$|^json\.loads$/,
    log: /^repr$|^json\.dumps$/,
    nosql: /^str$|^bson\.(objectid\.)?ObjectId$|(^|\.)ObjectId$/,
  },
  carriers:
    /^(list|tuple|set|dict|sorted|reversed|next|iter|zip|enumerate|getattr|vars|min|max|bytes|bytearray|filter|map|json\.(loads|dumps|load)|urllib\.parse\.(unquote\w*|urlparse|urlsplit|parse_qsl?|urljoin|urlencode|urlunparse|urlunsplit)|(urlparse|urljoin|unquote)|base64\.\w+|binascii\.\w+|codecs\.(decode|encode)|copy\.(copy|deepcopy)|io\.(StringIO|BytesIO)|os\.path\.(dirname|split|splitext)|shlex\.split|html\.unescape|xml\.sax\.saxutils\.unescape|itertools\.\w+|functools\.\w+|collections\.\w+|string\.Template|string\.Template\(\)\.(safe_)?substitute|yarl\.URL|httpx\.URL|re\.(sub|split|findall|match|search|fullmatch)|zlib\.\w+|markdown\.markdown|mistune\.\w+|pymongo\.\w+)$/,
  same: /^(str|unicode|pathlib\.(Pure\w*|Posix|Windows)?Path|Path|os\.fspath|os\.path\.(normpath|abspath|realpath|expanduser|expandvars)|textwrap\.dedent|(sqlalchemy(\.sql(\.expression)?)?\.)?text|ast\.unparse|anyio\.Path|str\.(strip|lower|upper))$/,
  pathJoins: /^(os\.path|posixpath|ntpath)\.join$/,
  formats: [{ calls: /^(str\.format|gettext\.\w+|_)$/, at: 0 }],
};
