import type { SetupField, SetupResult, SetupStep } from '#bots/contract.ts';
import { escapeHtml } from '../escape-html.ts';

/** A page, and where its form may be sent. */
export interface SetupPage {
  readonly status: number;
  readonly html: string;
  readonly formTarget: string;
}

const own = "'self'";

export function formPage(options: {
  readonly title: string;
  readonly fields: readonly SetupField[];
  readonly values: Readonly<Record<string, string>>;
  readonly hidden: Readonly<Record<string, string>>;
  readonly webhookUrl: string;
  readonly problems: readonly string[];
}): SetupPage {
  const { title, fields, values, hidden, webhookUrl, problems } = options;
  const inputs = fields.map(
    ({ name, label, hint, initial }) =>
      `<p><label for="${name}">${escapeHtml(label)}</label><br>
<input id="${name}" name="${name}" value="${escapeHtml(values[name] ?? initial)}" size="50" maxlength="300"><br>
<small>${escapeHtml(hint)}</small></p>`,
  );
  return {
    status: problems.length > 0 ? 422 : 200,
    formTarget: own,
    html: page(
      `Set up ${title}`,
      `${listOf(problems)}
<p>Events will come to <code>${escapeHtml(webhookUrl)}</code>: the platform must be able to reach it.</p>
<form method="post">
${hiddenInputs(hidden)}
${inputs.join('\n')}
<p><button>Go on</button></p>
</form>`,
    ),
  };
}

/** The form that the browser sends to the platform. Nothing sends it by itself: no script runs here. */
export function platformPage(title: string, step: Extract<SetupStep, { kind: 'form' }>): SetupPage {
  return {
    status: 200,
    formTarget: new URL(step.action).origin,
    html: page(
      `Set up ${title}`,
      `${listOf(step.explanation)}
<form method="post" action="${escapeHtml(step.action)}">
${hiddenInputs(step.fields)}
<p><button>${escapeHtml(step.button)}</button></p>
</form>`,
    ),
  };
}

export function donePage(title: string, { name, next }: SetupResult): SetupPage {
  return {
    status: 200,
    formTarget: own,
    html: page(
      `${title} is connected`,
      `<p>${escapeHtml(name)} was created, and its credentials are stored encrypted. Hub and worker use them within seconds.</p>
<p>Next: <a href="${escapeHtml(next.url)}">${escapeHtml(next.label)}</a>, on as many accounts as you like.</p>
<p>Then check both directions: <code>npx amas connect github</code></p>`,
    ),
  };
}

export function refusalPage(status: number, title: string, lines: readonly string[]): SetupPage {
  return {
    status,
    formTarget: own,
    html: page(title, lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')),
  };
}

const hiddenInputs = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');

const listOf = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul>\n${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('\n')}\n</ul>`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · AMAS</title></head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}
