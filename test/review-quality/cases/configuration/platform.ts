import type { QualityCase } from '../../quality-case.ts';
import { changesOf } from '../../changed-file.ts';

const workload = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: billing
  namespace: shop
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: billing
  namespace: shop
  labels: {app.kubernetes.io/name: billing}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: billing
  template:
    metadata:
      labels:
        app.kubernetes.io/name: billing
    spec:
      serviceAccountName: billing
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: api
          image: registry.acme.example/billing:5.2.0
          ports:
            - containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          readinessProbe:
            httpGet: {path: /ready, port: 8080}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
      volumes:
        - name: tmp
          emptyDir: {}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: billing
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, watch]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: billing
  namespace: shop
spec:
  ingressClassName: nginx
  tls:
    - hosts: [billing.acme.example]
      secretName: billing-tls
  rules:
    - host: billing.acme.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: billing, port: {number: 80}}}
`;

const infrastructure = `terraform {
  required_version = ">= 1.9"
}

variable "office_networks" {
  type    = list(string)
  default = ["203.0.113.0/24"]
}

resource "aws_security_group" "bastion" {
  name_prefix = "bastion-"
  vpc_id      = module.network.vpc_id

  ingress {
    description = "SSH"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.office_networks
  }
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  username                = "orders"
  password                = random_password.orders.result
  publicly_accessible     = false
  storage_encrypted       = true
  deletion_protection     = true
  backup_retention_period = 14
}

resource "aws_s3_bucket" "invoices" {
  bucket = "acme-invoices"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "invoices" {
  bucket                  = aws_s3_bucket.invoices.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "worker" {
  statement {
    sid       = "ReadInvoices"
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.invoices.arn}/*"]
  }
}

resource "aws_instance" "worker" {
  ami           = data.aws_ami.base.id
  instance_type = "t4g.small"

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

module "network" {
  source = "git::https://github.com/acme/terraform-network.git?ref=v2.3.0"
  cidr   = "10.20.0.0/16"
}
`;

const site = `limit_req_zone $binary_remote_addr zone=login:10m rate=5r/m;

upstream app {
  server 10.0.0.11:3000;
  server 10.0.0.12:3000;
}

server {
  listen 80;
  server_name shop.example.com;
  return 301 https://$host$request_uri;
}

server {
  listen 443 ssl;
  http2 on;
  server_name shop.example.com;

  ssl_certificate     /etc/ssl/shop.pem;
  ssl_certificate_key /etc/ssl/shop.key;
  ssl_protocols       TLSv1.2 TLSv1.3;

  add_header Strict-Transport-Security "max-age=63072000" always;
  add_header X-Content-Type-Options nosniff always;

  location / {
    proxy_pass http://app;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  }

  location /login {
    limit_req zone=login burst=3 nodelay;
    proxy_pass http://app;
  }

  location /static/ {
    alias /srv/shop/static/;
    expires 30d;
  }

  location ~ /\\.(?!well-known) {
    deny all;
  }
}
`;

export const cases: readonly QualityCase[] = [
  ...changesOf(
    { family: 'kubernetes', language: 'kubernetes', path: 'deploy/billing.yaml', base: workload },
    [
      {
        what: 'privileged-container',
        replaces: '            allowPrivilegeEscalation: false\n',
        faulty: '            privileged: true\n',
        safe: '            privileged: false\n            allowPrivilegeEscalation: false\n',
        at: 'privileged: true',
      },
      {
        what: 'runtime-socket-of-the-node',
        replaces: '          emptyDir: {}\n',
        faulty:
          '          emptyDir: {}\n        - name: runtime\n          hostPath:\n            path: /run/containerd/containerd.sock\n',
        safe: '          emptyDir: {}\n        - name: cache\n          emptyDir: {sizeLimit: 1Gi}\n',
        at: 'containerd.sock',
      },
      {
        what: 'processes-of-the-node',
        replaces: '      serviceAccountName: billing\n',
        faulty: '      serviceAccountName: billing\n      hostPID: true\n',
        safe: '      serviceAccountName: billing\n      shareProcessNamespace: true\n',
        at: 'hostPID',
      },
      {
        what: 'root-user',
        replaces: '        runAsNonRoot: true\n',
        faulty: '        runAsUser: 0\n',
        safe: '        runAsNonRoot: true\n        runAsUser: 10001\n',
        at: 'runAsUser: 0',
      },
      {
        what: 'password-in-the-manifest',
        replaces: '              value: info\n',
        faulty:
          '              value: info\n            - name: DB_PASSWORD\n              value: b1lling-db\n',
        safe: '              value: info\n            - name: DB_PASSWORD\n              valueFrom: {secretKeyRef: {name: billing-db, key: password}}\n',
        at: 'b1lling-db',
      },
      {
        what: 'every-right-in-the-namespace',
        replaces: '    resources: [configmaps]\n    verbs: [get, watch]\n',
        faulty: `    resources: ["*"]\n    verbs: ["*"]\n`,
        safe: '    resources: [configmaps, endpoints]\n    verbs: [get, list, watch]\n',
        at: '["*"]',
      },
      {
        what: 'reads-all-secrets',
        replaces: '    resources: [configmaps]\n',
        faulty: '    resources: [configmaps, secrets]\n',
        safe: '    resources: [configmaps, services]\n',
        at: 'secrets]',
      },
      {
        what: 'ingress-in-the-clear',
        replaces: '  tls:\n    - hosts: [billing.acme.example]\n      secretName: billing-tls\n',
        faulty: '',
        safe: '  tls:\n    - hosts: [billing.acme.example]\n      secretName: billing-tls-2026\n',
        at: 'tls:',
        side: 'old',
      },
      {
        what: 'writable-root',
        replaces: '            readOnlyRootFilesystem: true\n',
        faulty: '',
        safe: '            readOnlyRootFilesystem: true\n            runAsGroup: 10001\n',
        at: 'readOnlyRootFilesystem',
        side: 'old',
      },
      {
        what: 'probe-dropped',
        replaces: '          readinessProbe:\n            httpGet: {path: /ready, port: 8080}\n',
        faulty: '',
        safe: '          readinessProbe:\n            httpGet: {path: /ready, port: 8080}\n            periodSeconds: 5\n',
        at: 'readinessProbe',
        side: 'old',
      },
      {
        what: 'labels-apart',
        replaces: '      labels:\n        app.kubernetes.io/name: billing\n    spec:',
        faulty: '      labels:\n        app.kubernetes.io/name: billing-api\n    spec:',
        safe: '      labels:\n        app.kubernetes.io/name: billing\n        app.kubernetes.io/part-of: shop\n    spec:',
        at: 'name: billing-api',
      },
    ],
  ),
  ...changesOf(
    { family: 'terraform', language: 'terraform', path: 'infra/orders.tf', base: infrastructure },
    [
      {
        what: 'ssh-for-the-world-by-default',
        replaces: '["203.0.113.0/24"]',
        faulty: '["0.0.0.0/0"]',
        safe: '["203.0.113.0/24", "198.51.100.0/24"]',
        at: '0.0.0.0/0',
      },
      {
        what: 'database-on-the-internet',
        replaces: 'publicly_accessible     = false',
        faulty: 'publicly_accessible     = true',
        safe: 'publicly_accessible     = var.environment == "sandbox"',
        at: 'publicly_accessible',
      },
      {
        what: 'encryption-dropped',
        replaces: '  storage_encrypted       = true\n',
        faulty: '',
        safe: '  storage_encrypted       = true\n  kms_key_id              = aws_kms_key.orders.arn\n',
        at: 'storage_encrypted',
        side: 'old',
      },
      {
        what: 'literal-password',
        replaces: 'random_password.orders.result',
        faulty: '"0rders-Prod-7"',
        safe: 'data.aws_ssm_parameter.orders.value',
        at: '0rders-Prod-7',
      },
      {
        what: 'no-backups',
        replaces: 'backup_retention_period = 14',
        faulty: 'backup_retention_period = 0',
        safe: 'backup_retention_period = 30',
        at: 'backup_retention_period',
      },
      {
        what: 'public-policy-allowed',
        replaces: 'block_public_policy     = true',
        faulty: 'block_public_policy     = false',
        safe: 'block_public_policy     = var.block_public',
        at: 'block_public_policy',
      },
      {
        what: 'worker-may-do-all',
        replaces: 'actions   = ["s3:GetObject"]\n    resources = ["${aws_s3_bucket.invoices.arn}/*"]',
        faulty: 'actions   = ["*"]\n    resources = ["*"]',
        safe: 'actions   = ["s3:GetObject", "s3:PutObject"]\n    resources = ["${aws_s3_bucket.invoices.arn}/*"]',
        at: '["*"]',
      },
      {
        what: 'plain-metadata',
        replaces: 'http_tokens   = "required"',
        faulty: 'http_tokens   = "optional"',
        safe: 'http_tokens   = "required"\n    http_put_response_hop_limit = 1',
        at: 'http_tokens',
      },
      {
        what: 'module-of-a-branch',
        replaces: '?ref=v2.3.0',
        faulty: '?ref=main',
        safe: '?ref=v2.4.0',
        at: '?ref=main',
      },
      {
        what: 'bucket-may-be-destroyed',
        replaces: '\n  lifecycle {\n    prevent_destroy = true\n  }\n',
        faulty: '',
        safe: '\n  lifecycle {\n    prevent_destroy = true\n    ignore_changes  = [tags]\n  }\n',
        at: 'prevent_destroy',
        side: 'old',
      },
    ],
  ),
  ...changesOf({ family: 'nginx', language: 'nginx', path: 'nginx/conf.d/shop.conf', base: site }, [
    {
      what: 'alias-without-slash',
      replaces: 'location /static/ {',
      faulty: 'location /static {',
      safe: 'location ^~ /static/ {',
      at: 'location /static {',
    },
    {
      what: 'decoded-redirect',
      replaces: 'return 301 https://$host$request_uri;',
      faulty: 'return 301 https://shop.example.com$uri;',
      safe: 'return 308 https://shop.example.com$request_uri;',
      at: '$uri',
    },
    {
      what: 'old-protocols',
      replaces: 'TLSv1.2 TLSv1.3',
      faulty: 'TLSv1 TLSv1.1 TLSv1.2',
      safe: 'TLSv1.3',
      at: 'TLSv1.1',
    },
    {
      what: 'visitor-names-the-upstream',
      replaces: '  location / {\n',
      faulty:
        '  location /preview {\n    set $upstream $arg_host;\n    proxy_pass http://$upstream;\n  }\n\n  location / {\n',
      safe: '  location /preview {\n    set $upstream preview.internal:3000;\n    proxy_pass http://$upstream;\n  }\n\n  location / {\n',
      at: 'proxy_pass http://$upstream',
    },
    {
      what: 'login-unlimited',
      replaces: '    limit_req zone=login burst=3 nodelay;\n',
      faulty: '',
      safe: '    limit_req zone=login burst=5;\n',
      at: 'limit_req zone=login',
      side: 'old',
    },
    {
      what: 'headers-lost-below',
      replaces: '    expires 30d;\n',
      faulty: '    add_header Cache-Control "public, immutable";\n',
      safe: '    expires 365d;\n',
      at: 'Cache-Control',
    },
    {
      what: 'hidden-files-served',
      replaces: '  location ~ /\\.(?!well-known) {\n    deny all;\n  }\n',
      faulty: '  location ~ /\\.(?!well-known) {\n    try_files $uri =404;\n  }\n',
      safe: '  location ~ /\\.(?!well-known) {\n    deny all;\n    access_log off;\n  }\n',
      at: 'deny all',
      side: 'old',
    },
    {
      what: 'folder-listing',
      replaces: '    expires 30d;\n',
      faulty: '    expires 30d;\n    autoindex on;\n',
      safe: '    expires 30d;\n    etag on;\n',
      at: 'autoindex on',
    },
  ]),
];
