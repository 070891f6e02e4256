import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'xss/typescript/express-template-literal',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/pages/greeting.ts',
      `import express, { type Request, type Response } from 'express';

const layout = (title: string, body: string) => \`<!doctype html><title>\${title}</title><main>\${body}</main>\`;

export const greeting = express.Router();

greeting.get('/hello', (req: Request, res: Response) => {
  const name = req.query.name ?? 'stranger';
  const page = layout('Hello', \`<h1>Hello, \${name}!</h1>\`);
  res.status(200).send(page);
});
`,
    ),
    expect: [{ at: '.send(page)' }],
    safe: oneFile(
      'src/pages/greeting.ts',
      `import express, { type Request, type Response } from 'express';
import escapeHtml from 'escape-html';

const layout = (title: string, body: string) => \`<!doctype html><title>\${title}</title><main>\${body}</main>\`;

export const greeting = express.Router();

greeting.get('/hello', (req: Request, res: Response) => {
  const name = String(req.query.name ?? 'stranger');
  const page = layout('Hello', \`<h1>Hello, \${escapeHtml(name)}!</h1>\`);
  res.status(200).send(page);
});
`,
    ),
  },
  {
    id: 'xss/typescript/dom-hash-through-helper',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/ui/banner.ts',
      `function messageFromUrl(): string {
  const params = new URLSearchParams(window.location.search);
  return params.get('message') ?? '';
}

export function showBanner(): void {
  const banner = document.querySelector<HTMLDivElement>('#banner');
  if (!banner) return;
  const message = messageFromUrl();
  banner.innerHTML = \`<strong>Note</strong> \${message}\`;
}
`,
    ),
    expect: [{ at: 'innerHTML' }],
    safe: oneFile(
      'src/ui/banner.ts',
      `function messageFromUrl(): string {
  const params = new URLSearchParams(window.location.search);
  return params.get('message') ?? '';
}

export function showBanner(): void {
  const banner = document.querySelector<HTMLDivElement>('#banner');
  if (!banner) return;
  const message = messageFromUrl();
  banner.replaceChildren();
  banner.append(document.createTextNode(message));
}
`,
    ),
  },
  {
    id: 'xss/tsx/dangerously-set-markdown',
    family: 'xss',
    language: 'tsx',
    files: oneFile(
      'src/components/article.tsx',
      `import { marked } from 'marked';

interface ArticleProps {
  readonly title: string;
  readonly markdown: string;
}

export function Article({ title, markdown }: ArticleProps) {
  const html = marked.parse(markdown) as string;
  return (
    <article>
      <h1>{title}</h1>
      <section dangerouslySetInnerHTML={{ __html: html }} />
    </article>
  );
}
`,
    ),
    expect: [{ at: 'dangerouslySetInnerHTML' }],
    safe: oneFile(
      'src/components/article.tsx',
      `import DOMPurify from 'dompurify';
import { marked } from 'marked';

interface ArticleProps {
  readonly title: string;
  readonly markdown: string;
}

export function Article({ title, markdown }: ArticleProps) {
  const html = DOMPurify.sanitize(marked.parse(markdown) as string);
  return (
    <article>
      <h1>{title}</h1>
      <section dangerouslySetInnerHTML={{ __html: html }} />
    </article>
  );
}
`,
    ),
  },
  {
    id: 'xss/tsx/search-params-href',
    family: 'xss',
    language: 'tsx',
    files: oneFile(
      'app/return/page.tsx',
      `'use client';

import { useSearchParams } from 'next/navigation';

export default function ReturnPage() {
  const params = useSearchParams();
  const target = params.get('back') ?? '/';
  return (
    <p>
      Done. <a href={target}>Go back</a>
    </p>
  );
}
`,
    ),
    expect: [{ at: 'href=' }],
    safe: oneFile(
      'app/return/page.tsx',
      `'use client';

import { useSearchParams } from 'next/navigation';

export default function ReturnPage() {
  const params = useSearchParams();
  const target = params.get('back') ?? '/';
  return (
    <p>
      Done. <a href={\`/return/\${encodeURIComponent(target)}\`}>Go back</a>
    </p>
  );
}
`,
    ),
  },
  {
    id: 'xss/typescript/hono-html-response',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/worker.ts',
      `export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const query = url.searchParams.get('q');
    const body = \`<p>No results for \${query}</p>\`;
    return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' } });
  },
};
`,
    ),
    expect: [{ at: 'new Response(' }],
    safe: oneFile(
      'src/worker.ts',
      `export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const query = url.searchParams.get('q');
    const body = \`No results for \${query}\`;
    return new Response(body, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  },
};
`,
    ),
  },
  {
    id: 'xss/typescript/angular-bypass',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/app/comment.component.ts',
      `import { Component, inject, Input } from '@angular/core';
import { DomSanitizer, type SafeHtml } from '@angular/platform-browser';

@Component({ selector: 'app-comment', template: '<div [innerHTML]="html"></div>' })
export class CommentComponent {
  private readonly sanitizer = inject(DomSanitizer);
  html: SafeHtml = '';

  @Input() set body(value: string) {
    this.html = this.sanitizer.bypassSecurityTrustHtml(value);
  }
}
`,
    ),
    expect: [{ at: 'bypassSecurityTrustHtml(' }],
    safe: oneFile(
      'src/app/comment.component.ts',
      `import { Component, Input } from '@angular/core';

@Component({ selector: 'app-comment', template: '<div>{{ text }}</div>' })
export class CommentComponent {
  text = '';

  @Input() set body(value: string) {
    this.text = value;
  }
}
`,
    ),
  },
  {
    id: 'xss/typescript/handlebars-safestring',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/views/helpers.ts',
      `import Handlebars from 'handlebars';

export function registerHelpers(): void {
  Handlebars.registerHelper('highlight', (text: string, term: string) => {
    const marked = text.replaceAll(term, \`<mark>\${term}</mark>\`);
    return new Handlebars.SafeString(marked);
  });
}
`,
    ),
    expect: [{ at: 'SafeString(' }],
    safe: oneFile(
      'src/views/helpers.ts',
      `import Handlebars from 'handlebars';

export function registerHelpers(): void {
  Handlebars.registerHelper('highlight', (text: string, term: string) => {
    const escaped = Handlebars.escapeExpression(text);
    const marked = escaped.replaceAll(Handlebars.escapeExpression(term), '<mark>$&</mark>');
    return new Handlebars.SafeString(marked);
  });
}
`,
    ),
  },
  {
    id: 'xss/typescript/markdown-it-html',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/content/markdown.ts',
      `import MarkdownIt from 'markdown-it';

const options = { html: true, linkify: true };
const markdown = new MarkdownIt(options);

export const renderComment = (text: string): string => markdown.render(text);
`,
    ),
    expect: [{ at: 'html: true' }],
    safe: oneFile(
      'src/content/markdown.ts',
      `import MarkdownIt from 'markdown-it';

const options = { html: false, linkify: true };
const markdown = new MarkdownIt(options);

export const renderComment = (text: string): string => markdown.render(text);
`,
    ),
  },
  {
    id: 'xss/typescript/v-html-render',
    family: 'xss',
    language: 'typescript',
    files: oneFile(
      'src/components/notice.ts',
      `import { defineComponent, h } from 'vue';

export const Notice = defineComponent({
  props: { text: { type: String, required: true } },
  setup(props) {
    return () => h('div', { class: 'notice', innerHTML: props.text });
  },
});
`,
    ),
    expect: [{ at: 'innerHTML' }],
    safe: oneFile(
      'src/components/notice.ts',
      `import { defineComponent, h } from 'vue';

export const Notice = defineComponent({
  props: { text: { type: String, required: true } },
  setup(props) {
    return () => h('div', { class: 'notice' }, props.text);
  },
});
`,
    ),
  },
];
