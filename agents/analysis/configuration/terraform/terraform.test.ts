import { holdConfigurationCases } from '../configuration-cases.ts';

const resource = (kind: string, ...lines: readonly string[]) =>
  `resource "${kind}" "main" {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
const group = (...lines: readonly string[]) =>
  resource('aws_security_group', 'name = "web"', 'ingress {', ...lines.map((line) => `  ${line}`), '}');
const policy = (...lines: readonly string[]) =>
  `data "aws_iam_policy_document" "main" {\n  statement {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n}\n`;
const trust = (condition: string) =>
  resource(
    'aws_iam_role',
    'assume_role_policy = jsonencode({',
    '  Version = "2012-10-17"',
    '  Statement = [{',
    '    Effect    = "Allow"',
    '    Action    = "sts:AssumeRoleWithWebIdentity"',
    '    Principal = { Federated = aws_iam_openid_connect_provider.github.arn }',
    `    Condition = { ${condition} }`,
    '  }]',
    '})',
  );

holdConfigurationCases('infra/main.tf', {
  'configuration/terraform-open-network': {
    faulty: [
      resource(
        'aws_security_group',
        'dynamic "ingress" {',
        '  for_each = toset([22, 3389])',
        '  content {',
        '    from_port = 22',
        '    to_port = 22',
        '    protocol = "tcp"',
        '    cidr_blocks = ["0.0.0.0/0"]',
        '  }',
        '}',
      ),
      group('from_port = 22', 'to_port = 22', 'protocol = "tcp"', 'cidr_blocks = ["0.0.0.0/0"]'),
      group('from_port = 0', 'to_port = 0', 'protocol = "-1"', 'ipv6_cidr_blocks = ["::/0"]'),
      `variable "from" {\n  default = ["0.0.0.0/0"]\n}\n${group('from_port = 5432', 'to_port = 5432', 'protocol = "tcp"', 'cidr_blocks = var.from')}`,
      resource(
        'aws_vpc_security_group_ingress_rule',
        'cidr_ipv4 = "0.0.0.0/0"',
        'from_port = 3000',
        'to_port = 4000',
        'ip_protocol = "tcp"',
      ),
      resource(
        'google_compute_firewall',
        'source_ranges = ["0.0.0.0/0"]',
        'allow {',
        '  protocol = "tcp"',
        '  ports = ["80", "22"]',
        '}',
      ),
      resource(
        'azurerm_network_security_rule',
        'direction = "Inbound"',
        'access = "Allow"',
        'source_address_prefix = "*"',
        'destination_port_range = "3389"',
      ),
    ],
    safe: [
      group('from_port = 443', 'to_port = 443', 'protocol = "tcp"', 'cidr_blocks = ["0.0.0.0/0"]'),
      group(
        'from_port = 22',
        'to_port = 22',
        'protocol = "tcp"',
        'cidr_blocks = ["10.0.0.0/8"] # not 0.0.0.0/0',
      ),
      resource(
        'aws_security_group',
        'egress {',
        '  from_port = 0',
        '  to_port = 0',
        '  protocol = "-1"',
        '  cidr_blocks = ["0.0.0.0/0"]',
        '}',
      ),
      resource(
        'azurerm_network_security_rule',
        'direction = "Inbound"',
        'access = "Deny"',
        'source_address_prefix = "*"',
        'destination_port_range = "*"',
      ),
    ],
  },
  'configuration/terraform-public-bucket': {
    faulty: [
      resource('aws_s3_bucket_acl', 'bucket = "x"', 'acl    = "public-read"'),
      resource('aws_s3_bucket_public_access_block', 'bucket = "x"', 'block_public_policy = false'),
      resource('azurerm_storage_container', 'container_access_type = "blob"'),
      resource('google_storage_bucket', 'uniform_bucket_level_access = false'),
    ],
    safe: [
      resource('aws_s3_bucket_acl', 'acl = "private"'),
      `${resource('aws_s3_bucket_acl', 'acl = "public-read"')}${resource('aws_s3_bucket_website_configuration', 'bucket = "x"')}`,
    ],
    removed: [
      [
        resource(
          'aws_s3_bucket_public_access_block',
          'bucket = "x"',
          'block_public_acls = true',
          'ignore_public_acls = true',
        ),
        resource('aws_s3_bucket_public_access_block', 'bucket = "x"', 'ignore_public_acls = true'),
      ],
    ],
  },
  'configuration/terraform-public-endpoint': {
    faulty: [
      resource('aws_db_instance', 'publicly_accessible = true'),
      resource('aws_lambda_function_url', 'authorization_type = "NONE"'),
      resource('azurerm_mssql_server', 'public_network_access_enabled = true'),
    ],
    safe: [
      resource('aws_db_instance', 'publicly_accessible = false'),
      resource('aws_db_instance', 'publicly_accessible = var.public'),
    ],
  },
  'configuration/terraform-public-cluster': {
    faulty: [
      resource('aws_eks_cluster', 'vpc_config {', '  endpoint_public_access = true', '}'),
      resource(
        'google_sql_database_instance',
        'settings {',
        '  ip_configuration {',
        '    authorized_networks {',
        '      value = "0.0.0.0/0"',
        '    }',
        '  }',
        '}',
      ),
    ],
    safe: [
      resource(
        'aws_eks_cluster',
        'vpc_config {',
        '  endpoint_public_access = true',
        '  public_access_cidrs = ["203.0.113.0/24"]',
        '}',
      ),
    ],
  },
  'configuration/terraform-unencrypted': {
    faulty: [
      resource('aws_db_instance', 'storage_encrypted = false'),
      resource('aws_instance', 'root_block_device {', '  encrypted = false', '}'),
      resource('aws_kms_key', 'enable_key_rotation = false'),
      resource('azurerm_storage_account', 'https_traffic_only_enabled = false'),
    ],
    safe: [
      resource('aws_db_instance', 'storage_encrypted = true'),
      resource('aws_ebs_volume', 'encrypted = true'),
    ],
    removed: [
      [
        resource('aws_db_instance', 'name = "a"', 'storage_encrypted = true'),
        resource('aws_db_instance', 'name = "a"'),
      ],
    ],
    kept: [[`${resource('aws_db_instance', 'storage_encrypted = true')}locals {}\n`, 'locals {}\n']],
  },
  'configuration/terraform-weak-tls': {
    faulty: [
      resource('azurerm_storage_account', 'min_tls_version = "TLS1_0"'),
      resource('aws_lb_listener', 'ssl_policy = "ELBSecurityPolicy-2016-08"'),
    ],
    safe: [resource('azurerm_storage_account', 'min_tls_version = "TLS1_2"')],
  },
  'configuration/terraform-metadata-service': {
    faulty: [resource('aws_instance', 'metadata_options {', '  http_tokens = "optional"', '}')],
    safe: [resource('aws_instance', 'metadata_options {', '  http_tokens = "required"', '}')],
  },
  'configuration/terraform-loss-protection': {
    faulty: [
      resource('aws_rds_cluster', 'deletion_protection = false'),
      resource('aws_s3_bucket', 'force_destroy = true'),
      resource('aws_db_instance', 'backup_retention_period = 0'),
    ],
    safe: [
      resource('aws_rds_cluster', 'deletion_protection = true'),
      resource('aws_ecr_repository', 'force_delete = true'),
    ],
    removed: [
      [
        resource('aws_s3_bucket', 'bucket = "a"', 'lifecycle {', '  prevent_destroy = true', '}'),
        resource('aws_s3_bucket', 'bucket = "a"'),
      ],
    ],
  },
  'configuration/terraform-wildcard-policy': {
    faulty: [
      policy('actions   = ["*"]', 'resources = ["*"]'),
      policy('effect = "Allow"', 'actions = ["s3:*"]', 'resources = ["*"]'),
      resource(
        'aws_iam_policy',
        'policy = jsonencode({',
        '  Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]',
        '})',
      ),
      resource(
        'aws_iam_policy',
        'policy = <<EOF',
        '{',
        '  "Statement": [{',
        '    "Effect": "Allow",',
        '    "Action": "*",',
        '    "Resource": "*"',
        '  }]',
        '}',
        'EOF',
      ),
    ],
    safe: [
      policy('actions   = ["s3:GetObject"]', 'resources = ["arn:aws:s3:::x/*"]'),
      policy('effect = "Deny"', 'actions = ["*"]', 'resources = ["*"]'),
      policy('actions = ["ec2:DescribeInstances"]', 'resources = ["*"]'),
    ],
  },
  'configuration/terraform-public-principal': {
    faulty: [
      policy(
        'actions = ["sqs:SendMessage"]',
        'resources = [aws_sqs_queue.a.arn]',
        'principals {',
        '  type = "*"',
        '  identifiers = ["*"]',
        '}',
      ),
      resource(
        'aws_s3_bucket_policy',
        'policy = jsonencode({',
        '  Statement = [{',
        '    Effect = "Allow"',
        '    Principal = "*"',
        '    Action = ["s3:GetObject"]',
        '    Resource = "x/*"',
        '  }]',
        '})',
      ),
      resource('aws_lambda_permission', 'principal = "*"'),
    ],
    safe: [
      policy(
        'actions = ["sqs:SendMessage"]',
        'resources = [aws_sqs_queue.a.arn]',
        'principals {',
        '  type = "*"',
        '  identifiers = ["*"]',
        '}',
        'condition {',
        '  test = "ArnEquals"',
        '  variable = "aws:SourceArn"',
        '  values = [aws_sns_topic.a.arn]',
        '}',
      ),
      policy(
        'effect = "Deny"',
        'actions = ["s3:*"]',
        'resources = ["*"]',
        'principals {',
        '  type = "*"',
        '  identifiers = ["*"]',
        '}',
      ),
    ],
  },
  'configuration/terraform-oidc-trust': {
    faulty: [
      trust('StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }'),
      trust('StringLike = { "token.actions.githubusercontent.com:sub" = "*" }'),
    ],
    safe: [
      trust(
        'StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main" }',
      ),
    ],
  },
  'configuration/terraform-public-member': {
    faulty: [
      resource(
        'google_storage_bucket_iam_member',
        'role = "roles/storage.objectViewer"',
        'member = "allUsers"',
      ),
      resource('google_project_iam_binding', 'role = "roles/viewer"', 'members = ["allAuthenticatedUsers"]'),
    ],
    safe: [
      resource(
        'google_storage_bucket_iam_member',
        'role = "roles/storage.objectViewer"',
        'member = "group:a@example.com"',
      ),
    ],
  },
  'configuration/terraform-basic-role': {
    faulty: [
      resource(
        'google_project_iam_member',
        'role = "roles/editor"',
        'member = "serviceAccount:a@b.iam.gserviceaccount.com"',
      ),
    ],
    safe: [
      resource('google_project_iam_member', 'role = "roles/storage.objectViewer"', 'member = "user:a@b.c"'),
    ],
  },
  'configuration/terraform-open-federation': {
    faulty: [
      resource(
        'google_iam_workload_identity_pool_provider',
        'oidc {',
        '  issuer_uri = "https://token.actions.githubusercontent.com"',
        '}',
      ),
    ],
    safe: [
      resource(
        'google_iam_workload_identity_pool_provider',
        `attribute_condition = "assertion.repository_owner == 'acme'"`,
        'oidc {',
        '  issuer_uri = "https://token.actions.githubusercontent.com"',
        '}',
      ),
    ],
  },
  'configuration/terraform-module-unpinned': {
    faulty: [
      'module "a" {\n  source = "git::https://github.com/a/b.git"\n}\n',
      'module "a" {\n  source = "github.com/a/b//modules/x?ref=main"\n}\n',
    ],
    safe: [
      'module "a" {\n  source = "git::https://github.com/a/b.git?ref=v1.2.3"\n}\n',
      'module "a" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.1.0"\n}\n',
      'module "a" {\n  source = "./modules/a"\n}\n',
    ],
  },
  'configuration/literal-secret': {
    faulty: [
      resource('aws_db_instance', 'password = "hunter2hunter2"'),
      'variable "db_password" {\n  type    = string\n  default = "hunter2hunter2"\n}\n',
      'provider "aws" {\n  access_key = "abcdefghij"\n  region = "eu-west-1"\n}\n',
      resource(
        'aws_instance',
        'user_data = <<-EOF',
        '  #!/bin/sh',
        '  export DB_PASSWORD=hunter2hunter2',
        'EOF',
      ),
    ],
    safe: [
      resource('aws_db_instance', 'password = var.db_password'),
      'variable "db_password" {\n  type      = string\n  sensitive = true\n}\n',
      resource('aws_db_instance', 'password = "${random_password.db.result}"'),
    ],
  },
  'configuration/tls-verification-off': {
    faulty: ['provider "kubernetes" {\n  host = "https://x"\n  insecure = true\n}\n'],
    safe: ['provider "kubernetes" {\n  insecure = false\n}\n'],
  },
});
