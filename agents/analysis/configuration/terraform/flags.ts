import type { Severity } from '#agents/contract.ts';
import type { ConfigurationRule, Fault, Guard } from '../configuration-rule.ts';
import { defineTerraformRule } from './define.ts';
import type { HclBlock } from './hcl.ts';
import {
  attributeOf,
  idOf,
  kindOf,
  type TerraformFile,
  textOf,
  textsOf,
  withInner,
} from './terraform-file.ts';

/** A setting that switches a protection on or off: where it stands, and the values that do so. */
interface Flag {
  readonly kind: RegExp;
  readonly name: RegExp;
  readonly faulty: RegExp;
  /** The values that protect; taking one away is told too. Every other value where left out. */
  readonly safe?: RegExp;
  readonly severity?: Severity;
  readonly block?: RegExp;
}

/** One rule over a table of settings: new faulty values, and removed safe ones. */
function flagRule(
  texts: Omit<Parameters<typeof defineTerraformRule>[0], 'find' | 'guards' | 'guardTitle'>,
  flags: readonly Flag[],
  skips: (file: TerraformFile) => boolean = () => false,
): ConfigurationRule<TerraformFile> {
  return defineTerraformRule({
    ...texts,
    guardTitle: 'The change removes `{sink}`',
    *find(file): Iterable<Fault> {
      if (skips(file)) return;
      for (const { flag, attribute, id, value } of settings(file, flags)) {
        if (value === undefined || !flag.faulty.test(value)) continue;
        yield {
          at: attribute.at,
          identity: `${id} ${attribute.name}`,
          sink: `${attribute.name} = ${value}`,
          ...(flag.severity === undefined ? {} : { severity: flag.severity }),
        };
      }
    },
    *guards(file): Iterable<Guard> {
      for (const { flag, attribute, id, value, subject } of settings(file, flags)) {
        // What a caller or another file decides may still protect.
        const inherited = value === undefined;
        if (!inherited && !(flag.safe ?? /^true$/).test(value)) continue;
        const sink = `${attribute.name} = ${value}`;
        yield { at: attribute.at, identity: `${id} ${attribute.name}`, subject, sink, inherited };
      }
    },
  });
}

function* settings(file: TerraformFile, flags: readonly Flag[]) {
  for (const resource of file.resources) {
    const kind = kindOf(resource);
    const fitting = flags.filter((flag) => flag.kind.test(kind));
    if (fitting.length === 0) continue;
    for (const block of withInner(resource)) {
      for (const attribute of block.attributes) {
        const flag = fitting.find(
          (one) => one.name.test(attribute.name) && (one.block ?? /^/).test(block.type),
        );
        const value = textOf(file, attribute.value);
        if (flag === undefined) continue;
        const inner = block === resource ? '' : `/${block.type}`;
        yield { flag, attribute, value, id: `${idOf(resource)}${inner}`, subject: idOf(resource) };
      }
    }
  }
}

const off = /^false$/;
const on = /^true$/;

/** Websites of a bucket are public on purpose. */
function servesWebsite(file: TerraformFile): boolean {
  return /\baws_s3_bucket_website_configuration\b|\bwebsite\s*\{|index\.html|main_page_suffix/.test(
    file.text,
  );
}

export const publicBucket = flagRule(
  {
    id: 'configuration/terraform-public-bucket',
    title: 'The storage is open to everybody: `{sink}`',
    cwe: 'CWE-732',
    severity: 'high',
    confidence: 0.85,
    why: 'Everybody who learns or guesses its name reads what is stored, and where writing is open, replaces it.',
    instead:
      'Keep it private, block public access, and hand out signed addresses or a distribution in front.',
    example: `resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}`,
  },
  [
    {
      kind: /^aws_s3_bucket(_acl)?$/,
      name: /^acl$/,
      faulty: /^(public-read|public-read-write|authenticated-read)$/,
      safe: /^private$/,
    },
    {
      kind: /^aws_s3_(bucket|account)_public_access_block$/,
      name: /^(block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)$/,
      faulty: off,
    },
    {
      kind: /^azurerm_storage_container$/,
      name: /^container_access_type$/,
      faulty: /^(blob|container)$/,
      safe: /^private$/,
    },
    {
      kind: /^azurerm_storage_account$/,
      name: /^(allow_nested_items_to_be_public|allow_blob_public_access)$/,
      faulty: on,
      safe: off,
    },
    {
      kind: /^google_storage_bucket$/,
      name: /^uniform_bucket_level_access$/,
      faulty: off,
      severity: 'medium',
    },
    {
      kind: /^google_storage_bucket$/,
      name: /^public_access_prevention$/,
      faulty: /^inherited$/,
      safe: /^enforced$/,
      severity: 'medium',
    },
  ],
  servesWebsite,
);

export const publicEndpoint = flagRule(
  {
    id: 'configuration/terraform-public-endpoint',
    title: 'The service can be reached from the internet: `{sink}`',
    cwe: 'CWE-668',
    severity: 'medium',
    confidence: 0.85,
    why: 'What is meant for your own network answers to everybody: only its login, and each hole that is found in it, stands between.',
    instead: 'Keep it in the private network, or name the addresses that may come.',
    example: `publicly_accessible = false`,
  },
  [
    {
      kind: /^aws_(db_instance|rds_cluster_instance|redshift_cluster|dms_replication_instance|mq_broker|docdb_cluster_instance|neptune_cluster_instance|redshiftserverless_workgroup)$/,
      name: /^publicly_accessible$/,
      faulty: on,
      safe: off,
      severity: 'high',
    },
    { kind: /^aws_lambda_function_url$/, name: /^authorization_type$/, faulty: /^NONE$/, safe: /^AWS_IAM$/ },
    {
      kind: /^azurerm_(?!cdn|frontdoor|linux_web_app|windows_web_app|app_service)/,
      name: /^public_network_access_enabled$/,
      faulty: on,
      safe: off,
    },
    { kind: /^google_container_cluster$/, name: /^enable_private_(nodes|endpoint)$/, faulty: off },
  ],
);

export const unencrypted = flagRule(
  {
    id: 'configuration/terraform-unencrypted',
    title: 'Data is kept or sent without encryption: `{sink}`',
    cwe: 'CWE-311',
    severity: 'medium',
    confidence: 0.85,
    why: 'Whoever gets at a disk, a snapshot or the line between two services reads the data as it is.',
    instead: 'Encrypt it, with a key of your own that is rotated.',
    example: `storage_encrypted = true
kms_key_id        = aws_kms_key.data.arn`,
  },
  [
    {
      kind: /^aws_/,
      name: /^(storage_encrypted|encrypted|at_rest_encryption_enabled|transit_encryption_enabled|encryption_at_rest_enabled|encrypt_at_rest|enable_key_rotation|kms_encrypted)$/,
      faulty: off,
    },
    {
      kind: /^aws_(elasticsearch|opensearch)_domain$|^aws_dynamodb_table$/,
      block: /^(encrypt_at_rest|node_to_node_encryption|server_side_encryption)$/,
      name: /^enabled$/,
      faulty: off,
    },
    { kind: /^aws_(elasticsearch|opensearch)_domain$/, name: /^enforce_https$/, faulty: off },
    {
      kind: /^azurerm_storage_account$/,
      name: /^(https_traffic_only_enabled|enable_https_traffic_only|infrastructure_encryption_enabled)$/,
      faulty: off,
    },
    {
      kind: /^azurerm_(linux_|windows_)?(web_app|function_app|app_service)$/,
      name: /^https_only$/,
      faulty: off,
    },
    {
      kind: /^azurerm_redis_cache$/,
      name: /^(enable_non_ssl_port|non_ssl_port_enabled)$/,
      faulty: on,
      safe: off,
    },
    { kind: /^azurerm_(postgresql|mysql|mariadb)_server$/, name: /^ssl_enforcement_enabled$/, faulty: off },
    { kind: /^google_sql_database_instance$/, name: /^require_ssl$/, faulty: off },
    {
      kind: /^google_sql_database_instance$/,
      name: /^ssl_mode$/,
      faulty: /^ALLOW_UNENCRYPTED_AND_ENCRYPTED$/,
      safe: /^(ENCRYPTED_ONLY|TRUSTED_CLIENT_CERTIFICATE_REQUIRED)$/,
    },
    {
      kind: /^aws_cloudfront_distribution$/,
      name: /^viewer_protocol_policy$/,
      faulty: /^allow-all$/,
      safe: /^(redirect-to-https|https-only)$/,
    },
  ],
);

export const weakTls = flagRule(
  {
    id: 'configuration/terraform-weak-tls',
    title: 'Versions of TLS that can be broken are accepted: `{sink}`',
    cwe: 'CWE-326',
    severity: 'medium',
    confidence: 0.9,
    why: 'Whoever stands between can talk both ends down to the old version and use its known weaknesses.',
    instead: 'Accept TLS 1.2 and newer.',
    example: `min_tls_version = "TLS1_2"`,
  },
  [
    {
      kind: /^azurerm_/,
      name: /^(min(imum)?_tls_version|ssl_minimal_tls_version_enforced)$/,
      faulty: /^(TLS1_0|TLS1_1|1\.0|1\.1|TLSEnforcementDisabled|Disabled)$/,
      safe: /^(TLS1_[23]|1\.[23])$/,
    },
    {
      kind: /^aws_cloudfront_distribution$/,
      name: /^minimum_protocol_version$/,
      faulty: /^(SSLv3|TLSv1|TLSv1_2016|TLSv1\.1_2016)$/,
      safe: /^TLSv1\.[23]_/,
    },
    {
      kind: /^aws_(lb|alb)_listener$/,
      name: /^ssl_policy$/,
      faulty:
        /^(ELBSecurityPolicy-(2015-05|2016-08|TLS-1-0-2015-04|TLS-1-1-2017-01|FS-2018-06|FS-1-1-2019-08))$/,
      safe: /TLS-?1[.-][23]|TLS13/,
    },
    {
      kind: /^aws_api_gateway_domain_name$/,
      name: /^security_policy$/,
      faulty: /^TLS_1_0$/,
      safe: /^TLS_1_2$/,
    },
    {
      kind: /^aws_(elasticsearch|opensearch)_domain$/,
      name: /^tls_security_policy$/,
      faulty: /Min-TLS-1-0/,
      safe: /Min-TLS-1-2/,
    },
    {
      kind: /^google_compute_ssl_policy$/,
      name: /^min_tls_version$/,
      faulty: /^TLS_1_[01]$/,
      safe: /^TLS_1_2$/,
    },
  ],
);

export const metadataService = flagRule(
  {
    id: 'configuration/terraform-metadata-service',
    title: 'The machine’s credentials can be fetched with a plain request: `{sink}`',
    cwe: 'CWE-918',
    severity: 'medium',
    confidence: 0.9,
    why: 'Whoever gets a server on the machine to fetch an address of theirs reads the role’s credentials from the metadata service, as in the Capital One breach.',
    instead: 'Demand session tokens.',
    example: `metadata_options {
  http_tokens = "required"
}`,
  },
  [
    {
      kind: /^aws_(instance|launch_template|launch_configuration|spot_instance_request)$/,
      name: /^http_tokens$/,
      faulty: /^optional$/,
      safe: /^required$/,
    },
  ],
);

export const lossProtection = flagRule(
  {
    id: 'configuration/terraform-loss-protection',
    title: 'One wrong apply deletes the data: `{sink}`',
    cwe: 'CWE-693',
    severity: 'medium',
    confidence: 0.75,
    why: 'A renamed resource, a wrong workspace or somebody with access to the pipeline deletes what is stored, with no copy left.',
    instead: 'Keep the protection, and take it away in a change of its own when something is to go.',
    example: `deletion_protection     = true
backup_retention_period = 14`,
  },
  [
    {
      kind: /^(aws|google)_/,
      name: /^(deletion_protection|deletion_protection_enabled|enable_deletion_protection)$/,
      faulty: off,
    },
    {
      kind: /^(aws_s3_bucket|google_storage_bucket|aws_backup_vault|aws_route53_zone|aws_s3_directory_bucket)$/,
      name: /^force_destroy$/,
      faulty: on,
      safe: off,
    },
    {
      kind: /^aws_(db_instance|rds_cluster|docdb_cluster|neptune_cluster)$/,
      name: /^backup_retention_period$/,
      faulty: /^0$/,
      safe: /^[1-9]\d*$/,
    },
    {
      kind: /^azurerm_key_vault$/,
      name: /^(purge_protection_enabled|enable_purge_protection)$/,
      faulty: off,
    },
    { kind: /./, block: /^lifecycle$/, name: /^prevent_destroy$/, faulty: off },
  ],
);

export const publicCluster = defineTerraformRule({
  id: 'configuration/terraform-public-cluster',
  title: 'The cluster’s API answers to the whole internet',
  cwe: 'CWE-668',
  severity: 'medium',
  confidence: 0.85,
  why: 'Only a token stands between everybody and the cluster: one that leaks is enough, and so is a hole in the API server.',
  instead: 'Keep the endpoint private, or name the networks that may come.',
  example: `vpc_config {
  endpoint_private_access = true
  endpoint_public_access  = false
}`,
  *find(file): Iterable<Fault> {
    for (const resource of file.resources) {
      for (const block of withInner(resource)) {
        if (block.type === 'vpc_config' && kindOf(resource) === 'aws_eks_cluster')
          yield* openEndpoint(file, resource, block);
        if (/^(authorized_networks|cidr_blocks)$/.test(block.type)) yield* openList(file, resource, block);
      }
    }
  },
});

function* openEndpoint(file: TerraformFile, resource: HclBlock, block: HclBlock): Iterable<Fault> {
  const access = attributeOf(block, 'endpoint_public_access');
  const networks = attributeOf(block, 'public_access_cidrs');
  if (access === undefined || textOf(file, access.value) !== 'true') return;
  const isOpen = networks === undefined || textsOf(file, networks.value).includes('0.0.0.0/0');
  const trail = networks === undefined ? [] : [networks.at];
  if (isOpen) yield { at: access.at, trail, identity: idOf(resource) };
}

function* openList(file: TerraformFile, resource: HclBlock, block: HclBlock): Iterable<Fault> {
  const address = attributeOf(block, 'value') ?? attributeOf(block, 'cidr_block');
  if (address !== undefined && textOf(file, address.value) === '0.0.0.0/0')
    yield { at: address.at, identity: `${idOf(resource)} networks`, severity: 'high' };
}
