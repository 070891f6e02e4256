/** Packages of Packagist that people type from memory. */
export const packagistNames = `
laravel/framework laravel/laravel laravel/sanctum laravel/passport laravel/socialite laravel/horizon
laravel/telescope laravel/scout laravel/cashier laravel/tinker laravel/ui laravel/breeze
laravel/jetstream laravel/fortify laravel/sail laravel/octane laravel/pint laravel/dusk symfony/symfony
symfony/console symfony/http-foundation symfony/http-kernel symfony/http-client symfony/routing
symfony/yaml symfony/process symfony/finder symfony/filesystem symfony/event-dispatcher
symfony/dependency-injection symfony/config symfony/cache symfony/mailer symfony/messenger
symfony/security-bundle symfony/framework-bundle symfony/twig-bundle symfony/validator
symfony/serializer symfony/form symfony/translation symfony/flex symfony/dotenv symfony/string
symfony/mime symfony/var-dumper symfony/debug-bundle symfony/maker-bundle symfony/monolog-bundle
symfony/polyfill-mbstring symfony/uid symfony/lock symfony/asset guzzlehttp/guzzle guzzlehttp/psr7
guzzlehttp/promises monolog/monolog psr/log psr/http-message psr/container psr/cache psr/simple-cache
psr/http-client phpunit/phpunit phpspec/phpspec mockery/mockery fakerphp/faker fzaninotto/faker
pestphp/pest phpstan/phpstan vimeo/psalm squizlabs/php_codesniffer friendsofphp/php-cs-fixer
rector/rector nunomaduro/collision nunomaduro/larastan larastan/larastan doctrine/orm doctrine/dbal
doctrine/doctrine-bundle doctrine/annotations doctrine/inflector doctrine/migrations
doctrine/collections doctrine/cache doctrine/lexer twig/twig nesbot/carbon ramsey/uuid brick/math
league/flysystem league/flysystem-aws-s3-v3 league/oauth2-server league/oauth2-client league/commonmark
league/csv league/fractal league/uri aws/aws-sdk-php google/cloud-storage google/apiclient
stripe/stripe-php paypal/rest-api-sdk-php twilio/sdk sendgrid/sendgrid mailgun/mailgun-php
phpmailer/phpmailer swiftmailer/swiftmailer firebase/php-jwt lcobucci/jwt tymon/jwt-auth
php-open-source-saver/jwt-auth spatie/laravel-permission spatie/laravel-medialibrary
spatie/laravel-activitylog spatie/laravel-backup spatie/laravel-query-builder spatie/laravel-ignition
spatie/laravel-data spatie/laravel-sluggable barryvdh/laravel-debugbar barryvdh/laravel-dompdf
barryvdh/laravel-ide-helper barryvdh/laravel-cors fruitcake/laravel-cors intervention/image
maatwebsite/excel phpoffice/phpspreadsheet phpoffice/phpword dompdf/dompdf mpdf/mpdf tecnickcom/tcpdf
setasign/fpdi predis/predis php-amqplib/php-amqplib enqueue/enqueue elasticsearch/elasticsearch
mongodb/mongodb jenssegers/mongodb livewire/livewire inertiajs/inertia-laravel filament/filament
yajra/laravel-datatables-oracle owen-it/laravel-auditing vlucas/phpdotenv ircmaxell/password-compat
paragonie/random_compat paragonie/sodium_compat phpseclib/phpseclib defuse/php-encryption
bacon/bacon-qr-code endroid/qr-code pragmarx/google2fa hashids/hashids erusev/parsedown
ezyang/htmlpurifier masterminds/html5 slim/slim slim/psr7 slim/twig-view yiisoft/yii2 cakephp/cakephp
codeigniter4/framework laminas/laminas-diactoros nikic/php-parser nikic/fast-route php-di/php-di
pimple/pimple sentry/sentry sentry/sentry-laravel rollbar/rollbar bugsnag/bugsnag drush/drush
drupal/core drupal/core-recommended composer/composer composer/semver composer/installers wp-cli/wp-cli
johnpbloch/wordpress roots/wordpress webmozart/assert beberlei/assert myclabs/deep-copy
dragonmantank/cron-expression egulias/email-validator giggsey/libphonenumber-for-php geoip2/geoip2
jenssegers/agent pusher/pusher-php-server react/event-loop react/http amphp/amp ratchet/rfc6455
cboden/ratchet api-platform/core lexik/jwt-authentication-bundle easycorp/easyadmin-bundle
sonata-project/admin-bundle knplabs/knp-paginator-bundle nelmio/api-doc-bundle nelmio/cors-bundle
stof/doctrine-extensions-bundle vich/uploader-bundle friendsofsymfony/rest-bundle
friendsofsymfony/user-bundle hwi/oauth-bundle
`;
