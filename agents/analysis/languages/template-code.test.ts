import { describe, expect, it } from 'vitest';
import { reviewSource } from '../cases/review-source.ts';
import { templateCode } from './template-code.ts';

const found = async (path: string, head: string) =>
  (await reviewSource(head, { path, families: ['security'] })).map(
    ({ rule, location }) => `${rule} ${location?.line}`,
  );

describe('templateCode', () => {
  it.each([
    ['a.html.erb', '<p>é <%= name -%></p>\n<%# note %>\n<%== other %>\n'],
    ['a.cshtml', '<p>é 🙂 @Html.Raw(Model.Body)</p>\n@{ var a = 1; }\n@Html.Raw(f(")"))\n'],
    ['a.rb', 'puts "<%= x %>"\n'],
  ])('keeps the length and the lines of %s', (path, text) => {
    const code = templateCode(path, text);
    expect(code).toHaveLength(text.length);
    expect(code.split('\n').map(({ length }) => length)).toEqual(
      text.split('\n').map(({ length }) => length),
    );
  });

  it('leaves other files as they are', () => {
    expect(templateCode('a.rb', 'a <%= b %>')).toBe('a <%= b %>');
  });
});

describe('a view', () => {
  it.each([
    ['<h1>Hi</h1>\n<%= raw @post.body %>\n', ['security/xss 2']],
    ['<%== params[:q] %>\n', ['security/xss 1']],
    ['<% @all.each do |one| %>\n  <%= one.text.html_safe %>\n<% end %>\n', ['security/xss 2']],
    [
      '<%= @post.body %>\n<%= raw sanitize(@post.body) %>\n<%# raw @post.body %>\n<%= raw @data.to_json %>\n',
      [],
    ],
  ])('of ERB: %s', async (source, expected) => {
    expect(await found('app/views/posts/show.html.erb', source)).toEqual(expected);
  });

  it.each([
    ['<h1>Hi</h1>\n<p>@Html.Raw(Model.Body)</p>\n', ['security/xss 2']],
    ['@{\n    var q = Context.Request.Query["q"];\n}\n<p>@Html.Raw(q)</p>\n', ['security/xss 4']],
    [
      '<p>@Model.Body</p>\n<p>@Html.Raw(Model.BodyHtml)</p>\n<p>@Html.Raw(Clean.Sanitize(Model.Body))</p>\n',
      [],
    ],
  ])('of Razor: %s', async (source, expected) => {
    expect(await found('Views/Posts/Show.cshtml', source)).toEqual(expected);
  });

  it('of Blazor is markup where it is cast to it', async () => {
    expect(await found('Pages/Post.razor', '<p>@((MarkupString)Post.Body)</p>\n<p>@Post.Body</p>\n')).toEqual(
      ['security/xss 1'],
    );
  });
});
