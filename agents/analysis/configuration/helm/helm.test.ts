import { holdConfigurationCases } from '../configuration-cases.ts';

const values = (...lines: readonly string[]) =>
  `image:\n  repository: acme/app\n  tag: "1.2"\n${lines.map((line) => `${line}\n`).join('')}`;

holdConfigurationCases('charts/app/values.yaml', {
  'configuration/helm-values': {
    faulty: [
      values('securityContext:', '  privileged: true'),
      values('podSecurityContext:', '  runAsNonRoot: false'),
      values('web:', '  containerSecurityContext:', '    allowPrivilegeEscalation: true'),
      values('hostNetwork: true'),
    ],
    safe: [
      values('securityContext: {}'),
      values('podSecurityContext:', '  runAsNonRoot: true', '  runAsUser: 1000'),
      values('networkPolicy:', '  enabled: false'),
      values('hostNetwork: false'),
    ],
    removed: [
      [values('networkPolicy:', '  enabled: true'), values('networkPolicy:', '  enabled: false')],
      [
        values('securityContext:', '  runAsUser: 1', '  readOnlyRootFilesystem: true'),
        values('securityContext:', '  runAsUser: 1'),
      ],
    ],
    kept: [[values('auth:', '  enabled: true'), values('auth:', '  enabled: true', 'replicaCount: 2')]],
  },
});
