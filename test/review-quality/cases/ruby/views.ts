import type { FamilyId } from '../../families.ts';
import { oneFile, type QualityCase } from '../../quality-case.ts';

interface Pair {
  readonly what: string;
  readonly family: FamilyId;
  readonly path: string;
  readonly faulty: string;
  readonly safe: string;
  /** On the line of the fault. */
  readonly at: string;
}

const pairs: readonly Pair[] = [
  {
    what: 'erb-raw-comment',
    family: 'xss',
    path: 'app/views/posts/show.html.erb',
    faulty: `<article>
  <h1><%= @post.title %></h1>
  <% @post.comments.each do |comment| %>
    <p class="comment"><%= raw comment.body %></p>
  <% end %>
</article>
`,
    safe: `<article>
  <h1><%= @post.title %></h1>
  <% @post.comments.each do |comment| %>
    <p class="comment"><%= comment.body %></p>
  <% end %>
</article>
`,
    at: 'raw comment.body',
  },
  {
    what: 'erb-double-equals',
    family: 'xss',
    path: 'app/views/search/index.html.erb',
    faulty: `<h1>Search</h1>
<% if params[:q].present? %>
  <p>Nothing found for <%== params[:q] %></p>
<% end %>
`,
    safe: `<h1>Search</h1>
<% if params[:q].present? %>
  <p>Nothing found for <%= params[:q] %></p>
<% end %>
`,
    at: '<%==',
  },
  {
    what: 'sinatra-page',
    family: 'xss',
    path: 'app.rb',
    faulty: `require 'sinatra'

get '/hello/:name' do
  content_type :html
  "<h1>Hello #{params[:name]}</h1>"
end
`,
    safe: `require 'sinatra'

get '/hello/:name' do
  content_type :html
  "<h1>Hello #{Rack::Utils.escape_html(params[:name])}</h1>"
end
`,
    at: '<h1>Hello',
  },
  {
    what: 'sinatra-exec',
    family: 'command-injection',
    path: 'app.rb',
    faulty: `require 'sinatra/base'

class Tools < Sinatra::Base
  post '/lookup' do
    host = params['host']
    content_type :text
    \`dig +short #{host}\`
  end
end
`,
    safe: `require 'sinatra/base'
require 'open3'

class Tools < Sinatra::Base
  post '/lookup' do
    host = params['host']
    content_type :text
    output, = Open3.capture2('dig', '+short', '--', host)
    output
  end
end
`,
    at: 'dig +short',
  },
  {
    what: 'rack-redirect',
    family: 'open-redirect',
    path: 'lib/leave.rb',
    faulty: `require 'rack'

class Leave
  def call(env)
    request = Rack::Request.new(env)
    response = Rack::Response.new
    response.redirect(request.params['to'])
    response.finish
  end
end
`,
    safe: `require 'rack'

class Leave
  TARGETS = { 'shop' => 'https://shop.example.com', 'help' => 'https://help.example.com' }.freeze

  def call(env)
    request = Rack::Request.new(env)
    response = Rack::Response.new
    response.redirect(TARGETS.fetch(request.params['to'], '/'))
    response.finish
  end
end
`,
    at: 'response.redirect',
  },
  {
    what: 'job-argument',
    family: 'path-traversal',
    path: 'app/controllers/backups_controller.rb',
    faulty: `class BackupsController < ApplicationController
  def destroy
    FileUtils.rm_rf("/var/backups/#{params[:name]}")
    head :no_content
  end
end
`,
    safe: `class BackupsController < ApplicationController
  def destroy
    return head :bad_request unless params[:name].match?(/\\A[a-z0-9-]+\\z/)

    FileUtils.rm_rf("/var/backups/#{params[:name]}")
    head :no_content
  end
end
`,
    at: 'rm_rf',
  },
  {
    what: 'line-anchors',
    family: 'command-injection',
    path: 'app/controllers/branches_controller.rb',
    faulty: `class BranchesController < ApplicationController
  def show
    return head :bad_request unless params[:branch] =~ /^[\\w-]+$/

    render plain: \`git log -1 #{params[:branch]}\`
  end
end
`,
    safe: `class BranchesController < ApplicationController
  def show
    return head :bad_request unless params[:branch] =~ /\\A[\\w-]+\\z/

    render plain: \`git log -1 #{params[:branch]}\`
  end
end
`,
    at: 'git log',
  },
];

export const cases: readonly QualityCase[] = pairs.map(({ what, family, path, faulty, safe, at }) => ({
  id: `${family}/ruby/${what}`,
  family,
  language: 'ruby',
  files: oneFile(path, faulty),
  expect: [{ at }],
  safe: oneFile(path, safe),
}));
