import type { FamilyId } from '../../families.ts';
import { oneFile, type QualityCase } from '../../quality-case.ts';

interface Pair {
  readonly what: string;
  readonly family: FamilyId;
  readonly path?: string;
  readonly faulty: string;
  readonly safe: string;
  /** On the line of the fault. */
  readonly at: string;
}

const controller = (body: string, name = 'Invoices') => `# frozen_string_literal: true

class ${name}Controller < ApplicationController
  before_action :authenticate_user!

${body}

  private

  def current_account
    @current_account ||= current_user.account
  end
end
`;

const pairs: readonly Pair[] = [
  {
    what: 'where-interpolation',
    family: 'sql-injection',
    faulty: controller(`  def index
    term = params[:q].to_s.strip
    @invoices = current_account.invoices.where("number ILIKE '%#{term}%'").limit(50)
  end`),
    safe: controller(`  def index
    term = params[:q].to_s.strip
    @invoices = current_account.invoices.where("number ILIKE ?", "%#{term}%").limit(50)
  end`),
    at: '.where(',
  },
  {
    what: 'order-direction',
    family: 'sql-injection',
    faulty: controller(`  def index
    @invoices = current_account.invoices.order("#{sort_column} #{params[:direction]}")
  end

  def sort_column
    %w[number due_on].include?(params[:sort]) ? params[:sort] : 'number'
  end`),
    safe: controller(`  def index
    @invoices = current_account.invoices.order("#{sort_column} #{sort_direction}")
  end

  def sort_column
    %w[number due_on].include?(params[:sort]) ? params[:sort] : 'number'
  end

  def sort_direction
    params[:direction] == 'desc' ? 'desc' : 'asc'
  end`),
    at: '.order(',
  },
  {
    what: 'model-heredoc',
    family: 'sql-injection',
    path: 'app/models/report.rb',
    faulty: `class Report < ApplicationRecord
  def self.totals_for(region)
    sql = <<~SQL
      SELECT customers.name, SUM(invoices.total) AS total
      FROM invoices JOIN customers ON customers.id = invoices.customer_id
      WHERE customers.region = '#{region}'
      GROUP BY customers.name
    SQL
    connection.select_all(sql).to_a
  end
end
`,
    safe: `class Report < ApplicationRecord
  def self.totals_for(region)
    sql = sanitize_sql([<<~SQL, { region: region }])
      SELECT customers.name, SUM(invoices.total) AS total
      FROM invoices JOIN customers ON customers.id = invoices.customer_id
      WHERE customers.region = :region
      GROUP BY customers.name
    SQL
    connection.select_all(sql).to_a
  end
end
`,
    at: 'select_all',
  },
  {
    what: 'pluck-column',
    family: 'sql-injection',
    faulty: controller(`  def columns
    render json: current_account.invoices.pluck(Arel.sql(params[:column]))
  end`),
    safe: controller(`  COLUMNS = { 'number' => :number, 'total' => :total }.freeze

  def columns
    render json: current_account.invoices.pluck(COLUMNS.fetch(params[:column]))
  end`),
    at: 'Arel.sql',
  },
  {
    what: 'convert-shell',
    family: 'command-injection',
    faulty: controller(`  def thumbnail
    source = Rails.root.join('storage', "#{params[:id].to_i}.pdf")
    size = params.fetch(:size, '200x200')
    system("convert -resize #{size} #{source} #{source}.png")
    send_file "#{source}.png", disposition: 'inline'
  end`),
    safe: controller(`  def thumbnail
    source = Rails.root.join('storage', "#{params[:id].to_i}.pdf")
    size = params.fetch(:size, '200x200')
    system('convert', '-resize', size, source.to_s, "#{source}.png")
    send_file "#{source}.png", disposition: 'inline'
  end`),
    at: 'system(',
  },
  {
    what: 'open3-through-a-service',
    family: 'command-injection',
    path: 'app/services/archive_branch.rb',
    faulty: `require 'open3'

class ArchiveBranch
  def initialize(repository)
    @repository = repository
  end

  def call(branch)
    output, status = Open3.capture2e("git -C #{@repository.path} archive #{branch} -o /tmp/archive.zip")
    raise ArchiveFailed, output unless status.success?

    '/tmp/archive.zip'
  end
end
`,
    safe: `require 'open3'

class ArchiveBranch
  def initialize(repository)
    @repository = repository
  end

  def call(branch)
    output, status = Open3.capture2e('git', '-C', @repository.path, 'archive', '-o', '/tmp/archive.zip', '--', branch)
    raise ArchiveFailed, output unless status.success?

    '/tmp/archive.zip'
  end
end
`,
    at: 'capture2e',
  },
  {
    what: 'send-file',
    family: 'path-traversal',
    faulty: controller(`  def download
    path = File.join(Rails.root, 'exports', params[:file])
    send_file path, type: 'text/csv'
  end`),
    safe: controller(`  def download
    path = File.join(Rails.root, 'exports', File.basename(params[:file]))
    send_file path, type: 'text/csv'
  end`),
    at: 'send_file',
  },
  {
    what: 'upload-name',
    family: 'path-traversal',
    faulty: controller(`  def attach
    upload = params.require(:document)
    target = Rails.root.join('storage', 'documents', upload.original_filename)
    File.open(target, 'wb') { |file| file.write(upload.read) }
    head :created
  end`),
    safe: controller(`  def attach
    upload = params.require(:document)
    target = Rails.root.join('storage', 'documents', SecureRandom.uuid)
    File.open(target, 'wb') { |file| file.write(upload.read) }
    head :created
  end`),
    at: 'File.open',
  },
  {
    what: 'resolved-below-folder',
    family: 'path-traversal',
    faulty: controller(`  def show
    folder = Rails.root.join('pages').to_s
    path = File.expand_path(params[:page], folder)
    render plain: File.read(path)
  end`),
    safe: controller(`  def show
    folder = Rails.root.join('pages').to_s
    path = File.expand_path(params[:page], folder)
    return head :not_found unless path.start_with?("#{folder}/")

    render plain: File.read(path)
  end`),
    at: 'File.read',
  },
  {
    what: 'helper-markup',
    family: 'xss',
    path: 'app/helpers/comments_helper.rb',
    faulty: `module CommentsHelper
  def comment_body(comment)
    text = comment.body.gsub("\\n", '<br>')
    "<div class=\\"comment\\">#{text}</div>".html_safe
  end

  def highlighted(title)
    "<mark>#{title}</mark>".html_safe
  end
end
`,
    safe: `module CommentsHelper
  def comment_body(comment)
    text = h(comment.body).gsub("\\n", '<br>')
    "<div class=\\"comment\\">#{text}</div>".html_safe
  end

  def highlighted(title)
    content_tag(:mark, title)
  end
end
`,
    at: '<mark>',
  },
  {
    what: 'flash-html',
    family: 'xss',
    faulty: controller(`  def search
    @heading = "Results for <em>#{params[:q]}</em>".html_safe
    render :search
  end`),
    safe: controller(`  def search
    @heading = "Results for <em>#{ERB::Util.html_escape(params[:q])}</em>".html_safe
    render :search
  end`),
    at: '@heading',
  },
  {
    what: 'inline-template',
    family: 'template-injection',
    faulty: controller(`  def preview
    render inline: "<h1>#{params[:title]}</h1>", layout: 'application'
  end`),
    safe: controller(`  def preview
    render :preview, locals: { title: params[:title] }, layout: 'application'
  end`),
    at: 'render inline',
  },
  {
    what: 'webhook-fetch',
    family: 'ssrf',
    faulty: controller(`  def import
    response = Net::HTTP.get_response(URI(params[:source_url]))
    Invoice.import(response.body)
    redirect_to invoices_path
  end`),
    safe: controller(`  def import
    uri = URI(params[:source_url])
    return head :unprocessable_entity unless ALLOWED_HOSTS.include?(uri.host)

    response = Net::HTTP.get_response(uri)
    Invoice.import(response.body)
    redirect_to invoices_path
  end`),
    at: 'get_response',
  },
  {
    what: 'faraday-client',
    family: 'ssrf',
    path: 'app/controllers/avatars_controller.rb',
    faulty: controller(
      `  def create
    connection = Faraday.new(url: params[:avatar_url])
    current_user.update!(avatar: connection.get.body)
    head :created
  end`,
      'Avatars',
    ),
    safe: controller(
      `  def create
    connection = Faraday.new(url: "https://avatars.example.com/#{params[:avatar_id].to_i}")
    current_user.update!(avatar: connection.get.body)
    head :created
  end`,
      'Avatars',
    ),
    at: 'Faraday.new',
  },
  {
    what: 'return-to',
    family: 'open-redirect',
    faulty: controller(`  def approve
    current_account.invoices.find(params[:id]).approve!
    redirect_to params[:return_to] || invoices_path, allow_other_host: true
  end`),
    safe: controller(`  def approve
    current_account.invoices.find(params[:id]).approve!
    redirect_to url_from(params[:return_to]) || invoices_path
  end`),
    at: 'redirect_to',
  },
  {
    what: 'marshal-cookie',
    family: 'deserialisation',
    faulty: controller(`  def cart
    @cart = Marshal.load(Base64.decode64(cookies[:cart]))
  end`),
    safe: controller(`  def cart
    @cart = JSON.parse(Base64.decode64(cookies[:cart]))
  end`),
    at: 'Marshal.load',
  },
  {
    what: 'yaml-upload',
    family: 'deserialisation',
    faulty: controller(`  def settings
    data = YAML.unsafe_load(params[:file].read)
    current_account.update!(settings: data)
  end`),
    safe: controller(`  def settings
    data = YAML.safe_load(params[:file].read, permitted_classes: [Date])
    current_account.update!(settings: data)
  end`),
    at: 'unsafe_load',
  },
  {
    what: 'constantize',
    family: 'code-injection',
    faulty: controller(`  def export
    exporter = "Exports::#{params[:kind].camelize}".constantize.new(current_account)
    send_data exporter.call
  end`),
    safe: controller(`  EXPORTS = { 'csv' => Exports::Csv, 'pdf' => Exports::Pdf }.freeze

  def export
    exporter = EXPORTS.fetch(params[:kind]).new(current_account)
    send_data exporter.call
  end`),
    at: 'constantize',
  },
  {
    what: 'public-send',
    family: 'code-injection',
    faulty: controller(`  def transition
    invoice = current_account.invoices.find(params[:id])
    invoice.public_send(params[:event])
    redirect_to invoice
  end`),
    safe: controller(`  def transition
    invoice = current_account.invoices.find(params[:id])
    event = params[:event]
    return head :bad_request unless %w[approve void].include?(event)

    invoice.public_send(event)
    redirect_to invoice
  end`),
    at: 'public_send',
  },
  {
    what: 'permit-all',
    family: 'mass-assignment',
    faulty: controller(`  def update
    invoice = current_account.invoices.find(params[:id])
    invoice.update!(params.require(:invoice).permit!)
    redirect_to invoice
  end`),
    safe: controller(`  def update
    invoice = current_account.invoices.find(params[:id])
    invoice.update!(params.require(:invoice).permit(:number, :due_on))
    redirect_to invoice
  end`),
    at: 'permit!',
  },
  {
    what: 'reset-token',
    family: 'randomness',
    path: 'app/models/user.rb',
    faulty: `class User < ApplicationRecord
  has_secure_password

  def start_reset!
    self.reset_token = Array.new(24) { [*'a'..'z', *'0'..'9'].sample }.join
    self.reset_sent_at = Time.current
    save!
  end
end
`,
    safe: `class User < ApplicationRecord
  has_secure_password

  def start_reset!
    self.reset_token = SecureRandom.alphanumeric(24)
    self.reset_sent_at = Time.current
    save!
  end
end
`,
    at: 'reset_token',
  },
  {
    what: 'password-digest',
    family: 'crypto',
    path: 'app/models/account.rb',
    faulty: `require 'digest'

class Account < ApplicationRecord
  before_save :hash_password

  def valid_password?(password)
    Digest::SHA1.hexdigest("#{salt}#{password}").eql?(password_hash)
  end
end
`,
    safe: `require 'bcrypt'

class Account < ApplicationRecord
  before_save :hash_password

  def valid_password?(password)
    BCrypt::Password.new(password_hash).is_password?(password)
  end
end
`,
    at: 'SHA1',
  },
  {
    what: 'ecb-cipher',
    family: 'crypto',
    path: 'lib/vault/box.rb',
    faulty: `require 'openssl'

module Vault
  class Box
    def initialize(key)
      @key = key
    end

    def seal(text)
      cipher = OpenSSL::Cipher.new('AES-256-ECB')
      cipher.encrypt
      cipher.key = @key
      cipher.update(text) + cipher.final
    end
  end
end
`,
    safe: `require 'openssl'

module Vault
  class Box
    def initialize(key)
      @key = key
    end

    def seal(text)
      cipher = OpenSSL::Cipher.new('AES-256-GCM')
      cipher.encrypt
      cipher.key = @key
      nonce = cipher.random_iv
      nonce + cipher.update(text) + cipher.final + cipher.auth_tag
    end
  end
end
`,
    at: 'ECB',
  },
  {
    what: 'jwt-unverified',
    family: 'jwt',
    path: 'app/services/session_token.rb',
    faulty: `class SessionToken
  def self.read(token)
    payload, _header = JWT.decode(token, nil, false)
    User.find(payload.fetch('sub'))
  end
end
`,
    safe: `class SessionToken
  def self.read(token)
    payload, _header = JWT.decode(token, Rails.application.credentials.jwt_key, true, algorithm: 'HS256')
    User.find(payload.fetch('sub'))
  end
end
`,
    at: 'JWT.decode',
  },
  {
    what: 'signature-compare',
    family: 'timing',
    path: 'app/controllers/hooks_controller.rb',
    faulty: `class HooksController < ActionController::API
  def create
    expected = OpenSSL::HMAC.hexdigest('SHA256', ENV.fetch('HOOK_SECRET'), request.raw_post)
    return head :unauthorized unless expected == request.headers['X-Signature']

    HookJob.perform_later(request.raw_post)
    head :accepted
  end
end
`,
    safe: `class HooksController < ActionController::API
  def create
    expected = OpenSSL::HMAC.hexdigest('SHA256', ENV.fetch('HOOK_SECRET'), request.raw_post)
    given = request.headers['X-Signature'].to_s
    return head :unauthorized unless ActiveSupport::SecurityUtils.secure_compare(expected, given)

    HookJob.perform_later(request.raw_post)
    head :accepted
  end
end
`,
    at: 'expected ==',
  },
  {
    what: 'verify-none',
    family: 'tls',
    path: 'lib/billing/client.rb',
    faulty: `module Billing
  class Client
    def post(path, body)
      http = Net::HTTP.new('billing.internal', 443)
      http.use_ssl = true
      http.verify_mode = OpenSSL::SSL::VERIFY_NONE
      http.post(path, body.to_json)
    end
  end
end
`,
    safe: `module Billing
  class Client
    def post(path, body)
      http = Net::HTTP.new('billing.internal', 443)
      http.use_ssl = true
      http.ca_file = '/etc/ssl/internal-ca.pem'
      http.post(path, body.to_json)
    end
  end
end
`,
    at: 'VERIFY_NONE',
  },
  {
    what: 'remember-cookie',
    family: 'cookies',
    faulty: controller(`  def remember
    cookies.permanent[:remember_token] = { value: current_user.remember_token, httponly: false }
    head :no_content
  end`),
    safe: controller(`  def remember
    cookies.permanent[:remember_token] = { value: current_user.remember_token, httponly: true, secure: true }
    head :no_content
  end`),
    at: 'cookies.permanent',
  },
  {
    what: 'forgery-check-skipped',
    family: 'csrf',
    path: 'app/controllers/transfers_controller.rb',
    faulty: `class TransfersController < ApplicationController
  skip_before_action :verify_authenticity_token

  def create
    current_user.transfers.create!(params.require(:transfer).permit(:amount, :iban))
    redirect_to root_path
  end
end
`,
    safe: `class TransfersController < ApplicationController
  protect_from_forgery with: :exception

  def create
    current_user.transfers.create!(params.require(:transfer).permit(:amount, :iban))
    redirect_to root_path
  end
end
`,
    at: 'skip_before_action',
  },
  {
    what: 'login-logged',
    family: 'secret-in-log',
    path: 'app/controllers/sessions_controller.rb',
    faulty: `class SessionsController < ApplicationController
  def create
    Rails.logger.info("login for #{params[:email]} with #{params[:password]}")
    user = User.authenticate_by(email: params[:email], password: params[:password])
    user ? start_session(user) : render(:new, status: :unprocessable_entity)
  end
end
`,
    safe: `class SessionsController < ApplicationController
  def create
    Rails.logger.info("login attempt from #{request.remote_ip}")
    user = User.authenticate_by(email: params[:email], password: params[:password])
    user ? start_session(user) : render(:new, status: :unprocessable_entity)
  end
end
`,
    at: 'logger.info',
  },
  {
    what: 'xml-entities',
    family: 'xxe',
    faulty: controller(`  def upload
    document = Nokogiri::XML(request.body.read) { |config| config.noent.dtdload }
    Invoice.from_xml(document)
    head :created
  end`),
    safe: controller(`  def upload
    document = Nokogiri::XML(request.body.read) { |config| config.strict.nonet }
    Invoice.from_xml(document)
    head :created
  end`),
    at: 'Nokogiri::XML',
  },
  {
    what: 'user-pattern',
    family: 'redos',
    faulty: controller(`  def filter
    pattern = Regexp.new(params[:pattern])
    render json: current_account.invoices.pluck(:number).grep(pattern)
  end`),
    safe: controller(`  def filter
    pattern = Regexp.new(Regexp.escape(params[:pattern]))
    render json: current_account.invoices.pluck(:number).grep(pattern)
  end`),
    at: 'Regexp.new',
  },
];

export const cases: readonly QualityCase[] = pairs.map(
  ({ what, family, path = 'app/controllers/invoices_controller.rb', faulty, safe, at }) => ({
    id: `${family}/ruby/${what}`,
    family,
    language: 'ruby',
    files: oneFile(path, faulty),
    expect: [{ at }],
    safe: oneFile(path, safe),
  }),
);
