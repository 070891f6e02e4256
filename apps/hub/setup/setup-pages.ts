import type { SetupField, SetupResult, SetupStep } from '#bots/contract.ts';
import { escapeHtml } from '../escape-html.ts';
import { setupStyle } from './setup-style.ts';

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
  const inputs = fields.map((field) => inputOf(field, values[field.name]));
  return {
    status: problems.length > 0 ? 422 : 200,
    formTarget: own,
    html: page(
      `Set up ${title}`,
      `${listOf(problems, 'problems')}
<p>Events will come to <code>${escapeHtml(webhookUrl)}</code>: the platform must be able to reach it.</p>
<form method="post">
${hiddenInputs(hidden)}
${inputs.join('\n')}
<p><button>Go on</button></p>
</form>`,
    ),
  };
}

function inputOf({ name, label, hint, initial, kind }: SetupField, value = initial): string {
  const says = `<label for="${name}">${escapeHtml(label)}</label>`;
  const why = `<small id="${name}-hint">${escapeHtml(hint)}</small>`;
  const described = `id="${name}" name="${name}" aria-describedby="${name}-hint"`;
  if (kind === 'choice') {
    const ticked = value === 'yes' ? ' checked' : '';
    return `<p class="choice"><input type="checkbox" ${described} value="yes"${ticked}>${says}${why}</p>`;
  }
  return `<p>${says}<input ${described} value="${escapeHtml(value)}" maxlength="300" autocomplete="off">${why}</p>`;
}

/** The form that the browser sends to the platform. Nothing sends it by itself: no script runs here. */
export function platformPage(title: string, step: Extract<SetupStep, { kind: 'form' }>): SetupPage {
  return {
    status: 200,
    formTarget: new URL(step.action).origin,
    html: page(
      `Set up ${title}`,
      `${listOf(step.explanation)}
${grantsOf(step.grants)}
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

function grantsOf(grants: Extract<SetupStep, { kind: 'form' }>['grants']): string {
  if (grants.length === 0) return '';
  const rows = grants.map(
    ({ what, why }) =>
      `<tr><th scope="row"><code>${escapeHtml(what)}</code></th><td>${escapeHtml(why)}</td></tr>`,
  );
  return `<table>\n<caption>What it asks for, and why</caption>\n${rows.join('\n')}\n</table>`;
}

const hiddenInputs = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');

const listOf = (lines: readonly string[], kind = 'steps'): string =>
  lines.length === 0
    ? ''
    : `<ul class="${kind}">\n${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('\n')}\n</ul>`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · AMAS</title><style>${setupStyle}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}
