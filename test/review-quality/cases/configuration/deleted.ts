import type { QualityCase } from '../../quality-case.ts';

const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: database-from-shop-only
spec:
  podSelector:
    matchLabels: { app: database }
  ingress:
    - from:
        - podSelector:
            matchLabels: { app: shop }
`;
const codeql = `name: codeql
on:
  push:
    branches: [main]
  schedule:
    - cron: '17 4 * * 1'
permissions:
  contents: read
  security-events: write
jobs:
  analyse:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - uses: github/codeql-action/init@v3
      - uses: github/codeql-action/analyze@v3
`;

export const cases: readonly QualityCase[] = [
  {
    id: 'kubernetes/kubernetes/network-policy-deleted',
    family: 'kubernetes',
    language: 'kubernetes',
    files: [{ path: 'deploy/database/network-policy.yaml', base: policy }],
    expect: [{ at: 'kind: NetworkPolicy', side: 'old' }],
    safe: [
      { path: 'deploy/database/network-policy.yaml', base: policy },
      { path: 'deploy/policies/database.yaml', head: policy },
    ],
  },
  {
    id: 'github-actions/yaml/scan-deleted',
    family: 'github-actions',
    language: 'yaml',
    files: [{ path: '.github/workflows/codeql.yml', base: codeql }],
    expect: [{ at: 'codeql-action/init', side: 'old' }],
    safe: [
      { path: '.github/workflows/codeql.yml', base: codeql },
      { path: '.github/workflows/security.yml', head: codeql.replace('name: codeql', 'name: security') },
    ],
  },
];
