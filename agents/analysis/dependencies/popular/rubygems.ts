/** Gems that people type from memory. */
export const gemNames = `
rails railties actionpack activerecord activesupport activemodel activejob actionmailer actioncable
activestorage actionview rack rack-test rack-cors rack-attack rack-protection sinatra sinatra-contrib
hanami grape roda puma unicorn thin passenger webrick falcon sidekiq sidekiq-cron sidekiq-scheduler
resque delayed_job good_job solid_queue que sneakers bunny redis redis-rails redis-namespace hiredis
connection_pool pg mysql2 sqlite3 mongoid mongo sequel ransack kaminari will_paginate pagy devise
devise-jwt devise_invitable omniauth omniauth-google-oauth2 omniauth-facebook omniauth-github
omniauth-oauth2 omniauth-rails_csrf_protection warden doorkeeper jwt bcrypt rbnacl pundit cancancan
rolify clearance sorcery authlogic rodauth simple_form formtastic cocoon jquery-rails turbolinks
turbo-rails stimulus-rails importmap-rails jsbundling-rails cssbundling-rails propshaft sprockets
sprockets-rails sass-rails sassc sassc-rails coffee-rails uglifier webpacker shakapacker vite_rails
bootstrap font-awesome-rails tailwindcss-rails haml haml-rails slim slim-rails erubi jbuilder
active_model_serializers blueprinter jsonapi-serializer oj multi_json json yajl-ruby nokogiri loofah
rails-html-sanitizer sanitize mechanize httparty faraday faraday_middleware faraday-retry rest-client
typhoeus excon http httpclient net-ssh net-scp net-sftp addressable public_suffix aws-sdk aws-sdk-s3
aws-sdk-core fog fog-aws google-cloud-storage carrierwave paperclip shrine mini_magick rmagick
image_processing ruby-vips wicked_pdf prawn prawn-table pdfkit roo spreadsheet caxlsx rubyXL csv rspec
rspec-core rspec-rails rspec-mocks rspec-expectations minitest test-unit shoulda shoulda-matchers
factory_bot factory_bot_rails faker ffaker capybara selenium-webdriver webdrivers cuprite poltergeist
database_cleaner webmock vcr timecop simplecov simplecov-cobertura cucumber cucumber-rails guard
guard-rspec spring spring-watcher-listen listen bootsnap byebug pry pry-rails pry-byebug debug
web-console better_errors binding_of_caller letter_opener rubocop rubocop-rails rubocop-rspec
rubocop-performance standard reek brakeman bundler-audit bullet rack-mini-profiler annotate figaro
dotenv dotenv-rails config chamber money money-rails stripe paypal-sdk-rest braintree shopify_api
twilio-ruby sendgrid-ruby mailgun-ruby postmark-rails slack-notifier slack-ruby-client octokit geocoder
friendly_id acts-as-taggable-on paper_trail audited aasm statesman state_machines discard paranoia
acts_as_list ancestry closure_tree counter_culture searchkick elasticsearch elasticsearch-rails
pg_search thinking-sphinx sunspot meilisearch algoliasearch-rails activeadmin administrate rails_admin
avo trestle whenever rufus-scheduler clockwork rake thor bundler rubygems-update capistrano
capistrano-rails capistrano-bundler mina kamal newrelic_rpm ddtrace skylight scout_apm sentry-ruby
sentry-rails rollbar bugsnag airbrake honeybadger lograge ougai semantic_logger logstasher i18n
i18n-tasks rails-i18n globalize mobility tzinfo tzinfo-data chronic ice_cube concurrent-ruby async
eventmachine celluloid ffi nio4r websocket-driver faye-websocket zeitwerk dry-validation dry-types
dry-struct dry-monads interactor trailblazer draper view_component phlex cells graphql graphql-batch
graphiql-rails rswag apipie-rails swagger-blocks protobuf grpc google-protobuf msgpack liquid mustache
redcarpet kramdown commonmarker github-markup jekyll jekyll-feed jekyll-seo-tag middleman nanoc tilt
rouge pygments.rb colorize rainbow pastel tty-prompt terminal-table awesome_print amazing_print hashie
virtus ox builder gyoku savon zip rubyzip mime-types mail premailer-rails roadie ahoy_matey flipper
split vanity browser device_detector phonelib countries validates_email_format_of recaptcha rotp rqrcode
attr_encrypted lockbox blind_index strong_migrations scenic activerecord-import upsert
composite_primary_keys apartment acts_as_tenant parallel ruby-progressbar os sys-proctable daemons
foreman overmind god
`;
