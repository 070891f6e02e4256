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
      const text = section === 'data' && kind === 'Secret' ? decoded(value.text) : value.text;
      const isSecret =
        kind === 'Secret'
          ? !/\.(crt|cert|pub)$|^(ca\.crt|username|user|host|port)$/i.test(key)
          : namesCredential(key);
      return isSecret &&
        !isPlaceholder(text) &&
        !(kind === 'Secret' && isFilledIn(text)) &&
        !/\s/.test(text.trim().slice(0, 200))
        ? [{ key, entry }]
        : [];
    }),
  );
}

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
