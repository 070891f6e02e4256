import { describe, expect, it } from 'vitest';
import { holdRuleCases } from '../../cases/rule-cases.ts';
import { reviewSource } from '../../cases/review-source.ts';

const path = 'app/controllers/notes_controller.rb';
const action = (body: string) =>
  `class NotesController < ApplicationController\n  def act\n    ${body}\n  end\nend\n`;

holdRuleCases({
  'security/sql-injection': {
    path,
    faulty: [
      action(`Note.where("title = '#{params[:t]}'")`),
      action('t = params[:t]\n    Note.where(["title = \'" + t + "\'"])'),
      action('Note.find_by_sql("SELECT * FROM notes WHERE id = " + params[:id])'),
      action('ActiveRecord::Base.connection.execute("DELETE FROM notes WHERE id = #{params[:id]}")'),
      action('Note.order(params[:sort])'),
      action(
        'db = SQLite3::Database.new("a.db")\n    db.execute("SELECT * FROM t WHERE a = \'#{params[:a]}\'")',
      ),
      action(
        'sql = format("SELECT * FROM t WHERE a = \'%s\'", params[:a])\n    Note.connection.select_all(sql)',
      ),
    ],
    safe: [
      action('Note.where("title = ?", params[:t])'),
      action('Note.where(title: params[:t]).where(["a = ?", params[:a]])'),
      action('Note.where("id = #{params[:id].to_i}")'),
      action('Note.where("id IN (#{params[:ids].map(&:to_i).join(\',\')})")'),
      action('Note.order(title: params[:direction])'),
      action('Note.connection.execute("DELETE FROM notes WHERE id = #{Note.connection.quote(params[:id])}")'),
      action('return unless %w[a b].include?(params[:sort])\n    Note.order(params[:sort])'),
      action('case params[:sort]\n    when "a", "b" then Note.order(params[:sort])\n    end'),
    ],
  },
  'security/command-injection': {
    path,
    faulty: [
      action('`ping #{params[:host]}`'),
      action('system("sh", "-c", "ls " + params[:d])'),
      action('IO.popen("grep #{params[:q]} log")'),
      action('open(params[:f]) { |f| f.read }'),
    ],
    safe: [
      action('`ping #{Shellwords.escape(params[:host])}`'),
      action('system("ls", params[:d])'),
      action('IO.popen(["grep", "--", params[:q], "log"])'),
      action('raise "no" unless params[:host] =~ /\\A[a-z.]+\\z/\n    system("ping #{params[:host]}")'),
    ],
  },
  'security/dynamic-code': {
    path,
    faulty: [
      action('eval(params[:code])'),
      action('Object.const_get(params[:kind]).new'),
      action('@note.send(params[:m])'),
    ],
    safe: [
      action('KINDS.fetch(params[:kind]).new'),
      action('@note.send(:publish)'),
      action('@note.public_send("as_#{params[:m]}")'),
    ],
  },
  'security/unsafe-deserialisation': {
    path,
    faulty: [action('Marshal.load(params[:state])'), action('YAML.load(request.body.read)')],
    safe: [
      action('YAML.safe_load(request.body.read)'),
      action('JSON.parse(request.body.read)'),
      action('YAML.load(File.read("config.yml"))'),
    ],
  },
  'security/template-injection': {
    path,
    faulty: [action('ERB.new(params[:t]).result'), action('render inline: params[:t]')],
    safe: [action('ERB.new(File.read("a.erb")).result'), action('render :show, locals: { t: params[:t] }')],
  },
  'security/path-traversal': {
    path,
    faulty: [
      action('send_file "/srv/files/#{params[:name]}"'),
      action('File.read(Rails.root.join("docs", params[:name]))'),
      action('Rails.root.join("docs", params[:name]).read'),
      action('render file: params[:page]'),
      action('FileUtils.cp(params[:file].tempfile, "/srv/#{params[:file].original_filename}")'),
    ],
    safe: [
      action('send_file "/srv/files/#{File.basename(params[:name])}"'),
      action('File.write("notes.txt", params[:text])'),
      action('render :page'),
    ],
  },
  'security/archive-extraction': {
    path,
    faulty: [
      action(
        'Zip::File.open(zip) do |file|\n      file.each do |entry|\n        entry.extract(File.join(dir, entry.name))\n      end\n    end',
      ),
    ],
    safe: [
      action(
        'Zip::File.open(zip) do |file|\n      file.each do |entry|\n        target = File.expand_path(entry.name, dir)\n        next unless target.start_with?("#{dir}/")\n        entry.extract(target)\n      end\n    end',
      ),
    ],
  },
  'security/ssrf': {
    path,
    faulty: [
      action('URI.parse(params[:u]).open'),
      action('HTTParty.get("http://#{params[:host]}/status")'),
      action('RestClient.get(params[:u])'),
    ],
    safe: [action('HTTParty.get("https://api.example.com/#{params[:id]}")')],
  },
  'security/open-redirect': {
    path,
    faulty: [action('redirect_to params[:next]'), action('redirect_to "https://#{params[:host]}/"')],
    safe: [
      action('redirect_to note_path(params[:id])'),
      action('redirect_to params[:next], allow_other_host: false'),
      action('redirect_to "/notes/#{params[:id]}"'),
    ],
  },
  'security/xss': {
    path,
    faulty: [
      action('@title = raw(params[:title])'),
      action('@title = params[:title].html_safe'),
      `require 'sinatra'\nget '/hi' do\n  "<h1>#{params[:name]}</h1>"\nend\n`,
      action(`[200, { 'Content-Type' => 'text/html' }, ["<p>#{params[:a]}</p>"]]`),
    ],
    safe: [
      action('@title = sanitize(params[:title])'),
      action('@title = "<b>#{h(params[:title])}</b>".html_safe'),
      `require 'sinatra'\nget '/hi' do\n  "<h1>#{Rack::Utils.escape_html(params[:name])}</h1>"\nend\n`,
    ],
  },
  'security/ldap-injection': {
    path,
    faulty: [action('ldap.search(base: base, filter: "(uid=#{params[:uid]})")')],
    safe: [action('ldap.search(base: base, filter: Net::LDAP::Filter.eq("uid", params[:uid]))')],
  },
  'security/xpath-injection': {
    path,
    faulty: [action(`doc.xpath("//user[@id='#{params[:id]}']")`)],
    safe: [action(`doc.xpath("//user[@id='#{params[:id].to_i}']")`)],
  },
  'security/nosql-injection': {
    path,
    faulty: [
      action('client[:users].find(name: params[:name])'.replace('name: params[:name]', 'params[:query]')),
    ],
    safe: [action('client[:users].find(name: params[:name].to_s)')],
  },
  'security/nosql-code': {
    path,
    faulty: [action(`Note.where('$where' => "this.owner == '#{params[:o]}'")`)],
    safe: [action('Note.where(owner: params[:o].to_s)')],
  },
  'security/mass-assignment': {
    path,
    faulty: [
      action('Note.new(params[:note].to_unsafe_h)'),
      action('@note.update(params[:note])'),
      action('User.create(params.require(:user).permit(:name, :admin))'),
    ],
    safe: [action('Note.new(params.require(:note).permit(:title))'), action('Note.find(params[:id])')],
  },
  'security/regex-injection': {
    path,
    faulty: [action('list.grep(/#{params[:q]}/)')],
    safe: [action('list.grep(/#{Regexp.escape(params[:q])}/)')],
  },
  'security/weak-hash': {
    path: 'lib/x.rb',
    faulty: [
      'password_hash = Digest::MD5.hexdigest(password)\n',
      'signature = OpenSSL::HMAC.hexdigest("md5", key, body)\n',
    ],
    safe: [
      'cache_key = Digest::MD5.hexdigest(body)\n',
      'digest = OpenSSL::HMAC.hexdigest("SHA256", key, body)\n',
    ],
  },
  'security/weak-crypto': {
    path: 'lib/x.rb',
    faulty: [
      'OpenSSL::Cipher.new("DES-CBC")\n',
      'cipher = OpenSSL::Cipher.new("aes-256-cbc")\ncipher.iv = "0000000000000000"\n',
      'OpenSSL::PKey::RSA.new(1024)\n',
      'BCrypt::Password.create(password, cost: 4)\n',
    ],
    safe: [
      'cipher = OpenSSL::Cipher.new("aes-256-gcm")\ncipher.iv = cipher.random_iv\n',
      'OpenSSL::PKey::RSA.new(4096)\n',
    ],
  },
  'security/insecure-randomness': {
    path: 'lib/x.rb',
    faulty: ['token = rand(36**8).to_s(36)\n', 'def otp_code\n  Random.rand(100000..999999)\nend\n'],
    safe: ['token = SecureRandom.hex(16)\n', 'delay = rand(5)\n', 'color = COLORS.sample\n'],
  },
  'security/jwt': {
    path: 'lib/x.rb',
    faulty: [
      'JWT.decode(token, key, false)\n',
      "JWT.encode(payload, 'my' + '')\nJWT.encode(payload, nil, 'none')\n",
    ],
    safe: [
      "JWT.decode(token, key, true, algorithm: 'RS256')\n",
      "JWT.encode(payload, ENV.fetch('KEY'), 'HS256')\n",
    ],
  },
  'security/timing-unsafe-compare': {
    path,
    faulty: [action('head :forbidden if params[:api_key] != account.api_key')],
    safe: [action('head :forbidden unless Rack::Utils.secure_compare(params[:api_key], account.api_key)')],
  },
  'security/tls-verification-off': {
    path: 'lib/x.rb',
    faulty: [
      'RestClient::Request.execute(url: url, verify_ssl: false)\n',
      'HTTParty.get(url, verify: false)\n',
      'Faraday.new(url, ssl: { verify: false })\n',
    ],
    safe: ['HTTParty.get(url, verify: true)\n'],
  },
  'security/xxe': {
    path: 'lib/x.rb',
    faulty: [
      'Nokogiri::XML(text, nil, nil, Nokogiri::XML::ParseOptions::NOENT)\n',
      'Nokogiri::XML(text) { |c| c.noent }\n',
    ],
    safe: ['Nokogiri::XML(text)\n'],
  },
  'security/cors': {
    path,
    faulty: [action("headers['Access-Control-Allow-Origin'] = request.headers['Origin']")],
    safe: [action("headers['Access-Control-Allow-Origin'] = 'https://app.example.com'")],
  },
  'security/cookie-flags': {
    path,
    faulty: [
      action('cookies[:auth_token] = user.auth_token'),
      action('response.set_cookie("session", value: id, httponly: true)'),
    ],
    safe: [
      action('cookies[:auth_token] = { value: user.auth_token, secure: true, httponly: true }'),
      action('cookies[:theme] = "dark"'),
    ],
  },
  'security/csrf-protection-off': {
    path,
    faulty: ['class OrdersController < ApplicationController\n  skip_forgery_protection\nend\n'],
    safe: ['class WebhooksController < ApplicationController\n  skip_forgery_protection\nend\n'],
  },
  'security/authorisation-off': {
    path,
    faulty: [
      'class OrdersController < ApplicationController\n  skip_before_action :authenticate_user!\nend\n',
    ],
    safe: [
      'class OrdersController < ApplicationController\n  skip_before_action :authenticate_user!, only: [:index]\nend\n',
      'class SessionsController < ApplicationController\n  skip_before_action :authenticate_user!\nend\n',
    ],
  },
  'security/debug-exposure': {
    path: 'config/environments/production.rb',
    faulty: ['Rails.application.configure do\n  config.consider_all_requests_local = true\nend\n'],
    safe: ['Rails.application.configure do\n  config.consider_all_requests_local = false\nend\n'],
  },
  'security/error-exposure': {
    path,
    faulty: [action('rescue => e\n    render json: { trace: e.backtrace }')],
    safe: [action('rescue => e\n    render json: { error: "failed" }')],
  },
  'security/secret-in-log': {
    path,
    faulty: [action('logger.info("using #{user.password}")'), action('Rails.logger.debug(params[:api_key])')],
    safe: [action('logger.info("password changed for #{user.id}")')],
  },
  'security/world-writable': {
    path: 'lib/x.rb',
    faulty: ['File.chmod(0777, path)\n', 'FileUtils.mkdir_p(path, mode: 0o777)\n'],
    safe: ['File.chmod(0644, path)\n'],
  },
});

describe('security/removed-guard', () => {
  const controller = (filters: string, body = 'order.destroy!') =>
    `class OrdersController < ApplicationController\n${filters}  def destroy\n    ${body}\n  end\nend\n`;
  const removed = async (base: string, head: string) =>
    (await reviewSource(head, { path, base })).filter(({ rule }) => rule === 'security/removed-guard').length;

  it.each(['before_action :authenticate_user!', 'protect_from_forgery', 'load_and_authorize_resource'])(
    'reports %s that a change takes away, not one that moves',
    async (filter) => {
      expect(await removed(controller(`  ${filter}\n`), controller(''))).toBe(1);
      expect(await removed(controller(`  ${filter}\n`), controller(`  helper :orders\n  ${filter}\n`))).toBe(
        0,
      );
    },
  );

  it('reports a filter that no longer stands before an action', async () => {
    const all = controller('  before_action :require_admin\n');
    expect(await removed(all, controller('  before_action :require_admin, except: [:destroy]\n'))).toBe(1);
    expect(await removed(controller('  before_action :require_admin, only: [:destroy]\n'), all)).toBe(0);
    expect(await removed(all, controller('  before_action :authorize_admin!\n'))).toBe(0);
  });

  it.each([
    '    return head :forbidden unless current_user.admin?\n',
    '    if order.user_id != current_user.id\n      raise Forbidden\n    end\n',
    '    check_owner(order)\n',
  ])('reports a condition in front of work that is still done: %s', async (check) => {
    const service = (lines: string) =>
      `class Closing\n  def close(order)\n${lines}    order.close_for_good!\n  end\nend\n`;
    const found = async (head: string) =>
      (await reviewSource(head, { path: 'app/services/closing.rb', base: service(check) })).map(
        ({ rule }) => rule,
      );
    expect(await found(service(''))).toEqual(['security/removed-check']);
    expect(await found(service(check).replace('close_for_good!', 'close_soon!'))).toEqual([]);
  });

  it('reports a check in an action that a change takes away', async () => {
    const checked = controller('', 'authorize order\n    order.destroy!');
    expect(await removed(checked, controller(''))).toBe(1);
  });
});
