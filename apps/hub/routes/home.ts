import { escapeHtml } from '../escape-html.ts';
import type { ReadinessReport } from '../readiness.ts';

export interface HubFacts {
  readonly version: string;
  readonly platforms: readonly { readonly id: string; readonly title: string }[];
  /** Where webhooks reach this hub from outside, when that is known. */
  readonly publicUrl: string | undefined;
}

/** The page at `/`: what this is, where webhooks go, whether it works. Plain HTML, so that `curl` reads it too. */
export function renderHome(
  { version, platforms, publicUrl }: HubFacts,
  { ready, checks }: ReadinessReport,
): string {
  const state = Object.entries(checks).map(
    ([name, check]) => `<li>${escapeHtml(name)}: ${check.ok ? 'ok' : escapeHtml(check.reason)}</li>`,
  );
  const addresses = platforms.map(
    ({ id, title }) =>
      `<li>${escapeHtml(title)}: <code>POST ${escapeHtml(`${publicUrl ?? ''}/webhooks/${id}`)}</code></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>AMAS</title></head>
<body>
<h1>AMAS ${escapeHtml(version)}</h1>
<p>A self-hosted hub: platform events come in as webhooks, agents work on them, answers go back where they were asked.</p>
<h2>${ready ? 'Ready' : 'Not ready'}</h2>
<ul>
${state.join('\n')}
</ul>
<h2>Webhooks</h2>
<p>Of the default project. For another project add its name: <code>/webhooks/&lt;platform&gt;/&lt;project&gt;</code></p>
<ul>
${addresses.join('\n')}
</ul>
<p><a href="/ready">ready</a> · <a href="/health">health</a> · <a href="/metrics">metrics</a></p>
</body>
</html>
`;
}
