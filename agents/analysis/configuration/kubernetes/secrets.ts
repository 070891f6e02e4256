import { isPlaceholder as isFilledIn } from '../../secrets/allow-list.ts';
import { allEntries, entriesAt, isTrue, placeOf, textAt, type YamlEntry } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { isPlaceholder, namesCredential } from '../secret-names.ts';
import { literalSecretText, tlsOffText } from '../shared-texts.ts';
import { isUnverifiedVariable } from '../shell/unverified-variable.ts';
import { unverifiedFetches } from '../shell/commands.ts';
import { defineKubernetesRule } from './define.ts';
import { type Resource, variablesOf } from './manifest.ts';

export const literalSecret = defineKubernetesRule({
  ...literalSecretText,
  confidence: 0.85,
  example: `env:
  - name: DB_PASSWORD
    valueFrom:
      secretKeyRef: { name: database, key: password }`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources) {
      for (const container of resource.pod?.containers ?? []) {
        for (const { name, value, isTemplated, entry } of variablesOf(container)) {
          if (isTemplated || value === '' || !namesCredential(name) || isPlaceholder(value)) continue;
          yield { ...placeOf(entry), identity: `${resource.id}/${container.name} ${name}`, sink: name };
        }
      }
      for (const { key, entry } of literalData(resource))
        yield { ...placeOf(entry), identity: `${resource.id} ${key}`, sink: `${resource.kind} ${key}` };
    }
  },
});

function literalData({
  kind,
  node,
}: Resource): readonly { readonly key: string; readonly entry: YamlEntry }[] {
  const isSealed = entriesAt(node, 'sops').length > 0;
  if (isSealed || !/^(Secret|ConfigMap)$/.test(kind)) return [];
  if (/service-account-token|bootstrap/.test(textAt(node, 'type') ?? '')) return [];
  const sections = kind === 'Secret' ? ['data', 'stringData'] : ['data'];
  return sections.flatMap((section) =>
    entriesAt(node, section).flatMap((entry) => {
      const { key, value } = entry;
      if (value.kind !== 'scalar' || value.isTemplated || value.text.trim() === '') return [];
      const isEncoded = section === 'data' && kind === 'Secret';
      const text = isEncoded ? decoded(value.text) : value.text;
      return holdsSecret(kind, key, text) ? [{ key, entry }] : [];
    }),
  );
}

function holdsSecret(kind: string, key: string, text: string): boolean {
  if (isPlaceholder(text) || /\s/.test(text.trim().slice(0, 200))) return false;
  if (kind !== 'Secret') return namesCredential(key);
  const isAddress = /^[a-z][\w+.-]*:\/\/[^@\s]*$/i.test(text);
  return !isFilledIn(text) && !openKeys.test(key) && !isAddress;
}

/** Entries of a Secret that hold none. */
const openKeys =
  /\.(crt|cert|pub)$|^(ca\.crt|username|user|login|email|host|hostname|port|url|uri|server|endpoint|type|name|namespace|project|region|database|db_?name|enable\w*|insecure|issuer|audience|scopes?|client[-_]?id|tenant[-_]?id|app[-_]?id)$/i;

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

export const tlsOff = defineKubernetesRule({
  ...tlsOffText,
  example: `tlsConfig:
  ca:
    configMap: { name: company-ca, key: ca.crt }`,
  *find({ resources, text }): Iterable<Fault> {
    for (const resource of resources) {
      for (const container of resource.pod?.containers ?? []) {
        for (const { name, value, entry } of variablesOf(container))
          if (isUnverifiedVariable(name, value))
            yield { ...placeOf(entry), identity: `${resource.id} ${name}`, sink: `${name}=${value}` };
        const { start, end } = container.node;
        for (const found of unverifiedFetches(text.slice(start, end)))
          yield {
            at: { start: start + found.start, end: start + found.end },
            identity: `${resource.id} ${found.text}`,
            sink: found.text,
          };
      }
      for (const entry of allEntries(resource.node))
        if (isTrue(entry.value) && skipsVerification.test(entry.key))
          yield { ...placeOf(entry), identity: `${resource.id} ${entry.key}`, sink: `${entry.key}: true` };
    }
  },
});

const skipsVerification =
  /^(insecure_?skip_?(tls_?)?verify|insecure-skip-tls-verify|skip_?tls_?verif(y|ication)|tls_?skip_?verify|insecureSkipTLSVerify)$/i;
