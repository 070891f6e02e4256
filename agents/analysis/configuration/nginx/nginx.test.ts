import { holdConfigurationCases } from '../configuration-cases.ts';

const server = (...lines: readonly string[]) =>
  `server {\n  listen 443 ssl;\n  server_name example.com;\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

holdConfigurationCases('nginx/conf.d/site.conf', {
  'configuration/nginx-alias-traversal': {
    faulty: [
      server('location /static {', '  alias /srv/static/;', '}'),
      server('location ^~ /img { alias "/srv/img/"; }'),
    ],
    safe: [
      server('location /static/ {', '  alias /srv/static/;', '}'),
      server('location = /robots.txt { alias /srv/robots.txt; }'),
      server('location ~ ^/a/(.*)$ { alias /srv/$1; }'),
    ],
  },
  'configuration/nginx-header-injection': {
    faulty: [
      server('return 301 https://$host$uri;'),
      server('location / { rewrite ^ https://example.com$document_uri permanent; }'),
      server('location / { add_header X-Path $uri; }'),
    ],
    safe: [
      server('return 301 https://$host$request_uri;'),
      server('location / { try_files $uri $uri/ /index.html; }'),
      server('location / { rewrite ^/old/(\\d+)$ /new/$1 last; }'),
    ],
  },
  'configuration/nginx-request-decides-host': {
    faulty: [
      server('location /p { proxy_pass $arg_url; }'),
      server('location /p { set $target http://$http_x_backend; proxy_pass $target; }'),
      server('location ~ ^/fetch/(.*)$ { proxy_pass http://$1; }'),
      'server {\n  listen 80 default_server;\n  location / { proxy_pass http://$host:8080; }\n}\n',
    ],
    safe: [
      server('location / { proxy_pass http://backend$request_uri; proxy_set_header Host $host; }'),
      server('location / { set $upstream app:3000; proxy_pass http://$upstream; }'),
      server('location ~ ^/v(\\d+)/ { proxy_pass http://backend/v$1/; }'),
    ],
  },
  'configuration/nginx-origin-pattern': {
    faulty: [
      server(
        'location / {',
        '  if ($http_origin ~* "example.com") {',
        '    add_header Access-Control-Allow-Origin $http_origin;',
        '  }',
        '}',
      ),
      'map $http_origin $allowed {\n  default "";\n  "~^https://.*example\\.com" $http_origin;\n}\n' +
        server('root /srv;'),
      server(
        'location / {',
        '  add_header Access-Control-Allow-Origin $http_origin;',
        '  add_header Access-Control-Allow-Credentials true;',
        '}',
      ),
    ],
    safe: [
      server(
        'location / {',
        '  if ($http_origin ~* "^https://[a-z]+\\.example\\.com$") {',
        '    add_header Access-Control-Allow-Origin $http_origin;',
        '  }',
        '}',
      ),
      'map $http_origin $allowed {\n  default "";\n  "https://app.example.com" $http_origin;\n}\n' +
        server('root /srv;'),
    ],
  },
  'configuration/nginx-weak-tls': {
    faulty: [
      server('ssl_protocols TLSv1 TLSv1.1 TLSv1.2;'),
      server('ssl_ciphers ALL:!aNULL;'),
      server('ssl_protocols', '  TLSv1.2', '  SSLv3;'),
    ],
    safe: [server('ssl_protocols TLSv1.2 TLSv1.3;'), server('ssl_ciphers HIGH:!aNULL:!MD5;')],
  },
  'configuration/tls-verification-off': {
    faulty: [server('location / { proxy_pass https://b; proxy_ssl_verify off; }')],
    safe: [server('location / { proxy_pass https://b; proxy_ssl_verify on; }')],
    removed: [
      [
        server('location / {', '  proxy_pass https://b;', '  proxy_ssl_verify on;', '}'),
        server('location / {', '  proxy_pass https://b;', '}'),
      ],
    ],
  },
  'configuration/nginx-autoindex': {
    faulty: [server('location /files/ { autoindex on; }')],
    safe: [
      server('location /files/ { autoindex off; }'),
      server('location /files/ {', '  auth_basic a;', '  autoindex on;', '}'),
    ],
  },
  'configuration/nginx-dropped-headers': {
    faulty: [
      server(
        'add_header X-Frame-Options DENY;',
        'location /a/ {',
        '  add_header Cache-Control no-store;',
        '}',
      ),
    ],
    safe: [
      server(
        'add_header X-Frame-Options DENY;',
        'location /a/ {',
        '  add_header X-Frame-Options DENY;',
        '  add_header Cache-Control no-store;',
        '}',
      ),
      server(
        'add_header X-Frame-Options DENY;',
        'location /a/ {',
        '  include snippets/headers.conf;',
        '  add_header Cache-Control no-store;',
        '}',
      ),
      server('add_header X-Served-By a;', 'location /a/ {', '  add_header Cache-Control no-store;', '}'),
    ],
  },
  'configuration/nginx-removed-guard': {
    faulty: [],
    safe: [server('location /a/ {', '  deny all;', '}')],
    removed: [
      [
        server('location /login {', '  limit_req zone=a;', '  root /srv;', '}'),
        server('location /login {', '  root /srv;', '}'),
      ],
      [
        server('location /a {', '  allow 10.0.0.0/8;', '  deny all;', '}'),
        server('location /a {', '  allow 10.0.0.0/8;', '}'),
      ],
      [server('add_header Strict-Transport-Security max-age=63072000;', 'root /srv;'), server('root /srv;')],
    ],
    kept: [
      [
        server('location /a {', '  limit_req zone=a;', '  root /s;', '}'),
        server('limit_req zone=a;', 'location /a {', '  root /s;', '}'),
      ],
      [server('root /s;', 'location /a {', '  deny all;', '}'), server('root /s;')],
      [server('add_header X-Frame-Options DENY;'), server('add_header X-Frame-Options SAMEORIGIN;')],
    ],
  },
});
