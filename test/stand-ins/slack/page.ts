import type { Message, Workspace } from './workspace.ts';

/** The conversations, each with a link. */
export function indexPage(workspace: Workspace): string {
  const items = [...workspace.channels.values()].map(
    ({ id, name }) => `<li><a href="/channels/${escapeHtml(id)}">${escapeHtml(name || id)}</a></li>`,
  );
  return page('Slack stand-in', `<h1>Slack stand-in</h1><ul>${items.join('')}</ul>`);
}

/** A conversation as a person sees it; undefined when there is none. Everything anyone wrote is escaped. */
export function channelPage(workspace: Workspace, channelId: string): string | undefined {
  const channel = workspace.channels.get(channelId);
  if (!channel) return undefined;
  const messages = workspace.messages(channelId);
  const roots = messages.filter((each) => each.threadTs === undefined);
  const articles = roots.map((root) => {
    const replies = messages.filter((each) => each.threadTs === root.ts);
    return article(root, workspace) + replies.map((each) => article(each, workspace, true)).join('');
  });
  const title = channel.kind === 'im' ? 'Direct message' : `# ${channel.name}`;
  const body = articles.join('') || '<p class="quiet">Nobody has said anything yet.</p>';
  return page(title, `<h1>${escapeHtml(title)}</h1>${body}`);
}

function article(message: Message, workspace: Workspace, isReply = false): string {
  const isOurs = message.botId !== undefined;
  const name = isOurs ? 'AMAS <span class="badge">APP</span>' : escapeHtml(nameOf(message.user, workspace));
  const notes = [
    timeOf(message.ts),
    message.edits.length > 0 ? `edited ${message.edits.length}×` : '',
    message.visibleTo === undefined ? '' : `only visible to ${nameOf(message.visibleTo, workspace)}`,
  ].filter((each) => each !== '');
  const reactions = message.reactions.map(
    ({ name: each }) => `<span class="badge">:${escapeHtml(each)}:</span>`,
  );
  return `<article${isReply ? ' class="reply"' : ''}>
<header><b>${name}</b> <span class="quiet">${escapeHtml(notes.join(' · '))}</span></header>
${contentOf(message)}${reactions.join(' ')}</article>`;
}

function contentOf(message: Message): string {
  if (message.blocks.length === 0) return `<div class="text">${mrkdwnHtml(message.text)}</div>`;
  return message.blocks.map((block) => blockHtml(block as Block)).join('');
}

interface TextObject {
  readonly type: string;
  readonly text: string;
}

interface Block {
  readonly type: string;
  readonly text?: TextObject;
  readonly fields?: readonly TextObject[];
  readonly elements?: readonly (TextObject & { readonly url?: string })[];
}

function blockHtml(block: Block): string {
  if (block.type === 'header') return `<h2>${escapeHtml(block.text?.text ?? '')}</h2>`;
  if (block.type === 'divider') return '<hr>';
  if (block.type === 'context') {
    return `<div class="quiet">${(block.elements ?? []).map(textHtml).join(' ')}</div>`;
  }
  const texts = [...(block.text ? [block.text] : []), ...(block.fields ?? [])];
  return texts.map((each) => `<div class="text">${textHtml(each)}</div>`).join('');
}

const textHtml = (text: TextObject): string =>
  text.type === 'mrkdwn' ? mrkdwnHtml(text.text) : escapeHtml(text.text ?? '');

/** The formatting that Slack gives to mrkdwn; whatever else is in the text shows as it is. */
function mrkdwnHtml(text: string): string {
  const parts = text.split('```');
  return parts
    .map((part, index) =>
      index % 2 === 1 ? `<pre>${rawHtml(part.replace(/^\n|\n$/g, ''))}</pre>` : inlineHtml(part),
    )
    .join('');
}

function inlineHtml(text: string): string {
  return text
    .split(/(`[^`\n]+`|<[^<>\n]+>)/)
    .map((part) => {
      if (/^`.+`$/.test(part)) return withoutMarks(`<code>${rawHtml(part.slice(1, -1))}</code>`);
      if (/^<.+>$/.test(part)) return withoutMarks(referenceHtml(part.slice(1, -1)));
      return rawHtml(part);
    })
    .join('')
    .replace(/(?<!\w)\*([^*\n]+)\*(?!\w)/g, '<b>$1</b>')
    .replace(/(?<!\w)_([^_\n]+)_(?!\w)/g, '<i>$1</i>')
    .replace(/(?<!\w)~([^~\n]+)~(?!\w)/g, '<s>$1</s>');
}

/** Bold may span code and links, and must find none of its marks inside of them: there they are numbers. */
const withoutMarks = (html: string): string => html.replace(/[*_~]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** `url|label`, or a mention, which stands out so that an unwanted one is seen. */
function referenceHtml(reference: string): string {
  const [target = '', label] = reference.split('|', 2);
  if (/^[@#!]/.test(target)) return `<mark>${rawHtml(label ?? target)}</mark>`;
  if (!/^(https?:|mailto:)/.test(target)) return rawHtml(reference);
  return `<a href="${rawHtml(target)}" rel="noreferrer">${rawHtml(label ?? target)}</a>`;
}

/** Slack's text already has its three entities: they must not be escaped twice. */
const rawHtml = (text: string): string =>
  escapeHtml(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const nameOf = (userId: string, workspace: Workspace): string => workspace.users.get(userId)?.name ?? userId;

const timeOf = (ts: string): string => new Date(Number(ts) * 1_000).toISOString().slice(11, 19);

/** Reloads itself, because messages are edited while work goes on. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1d1c1d; }
h1 { font-size: 1.2rem } h2 { font-size: 1.05rem; margin: .3rem 0 }
article { padding: .6rem .2rem; border-top: 1px solid #ddd } .reply { margin-left: 2.5rem }
.quiet { color: #616061; font-size: .85rem } .badge { background: #eee; border-radius: 3px; padding: 0 .3rem; font-size: .7rem }
.text { white-space: pre-wrap; overflow-wrap: anywhere } pre, code { background: #f4f4f4; padding: .1rem .3rem; white-space: pre-wrap }
a { color: #1264a3 } mark { background: #fce8b2 }
</style></head><body>${body}</body></html>`;
