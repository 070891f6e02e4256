/** Packages of npm that people type from memory, and so the ones that others register misspelt. A seed, not a ranking. */
export const npmNames = `
react react-dom react-router react-router-dom react-redux react-native react-scripts react-query
react-hook-form react-icons react-select react-table react-is react-refresh react-helmet react-intl
react-i18next react-spring react-markdown react-dropzone react-toastify react-modal preact inferno
solid-js vue vue-router vuex vue-loader nuxt next next-auth gatsby svelte angular astro remix ember-cli
backbone jquery jquery-ui knockout lodash lodash-es lodash.merge lodash.debounce underscore ramda immer
immutable rxjs axios got node-fetch cross-fetch request superagent needle undici ky express
express-session express-validator express-rate-limit koa koa-router fastify hapi restify hono nest
connect body-parser cookie-parser cookie-session multer morgan helmet cors compression passport
passport-local passport-jwt jsonwebtoken jose bcrypt bcryptjs argon2 crypto-js uuid nanoid shortid cuid
ulid dotenv dotenv-expand config convict yargs yargs-parser commander minimist meow inquirer prompts
enquirer chalk kleur colors picocolors ansi-colors ansi-styles ansi-regex strip-ansi wrap-ansi
string-width ora cli-progress cli-table cli-spinners figlet boxen debug winston pino bunyan log4js
loglevel signale consola moment moment-timezone dayjs date-fns luxon typescript ts-node tsx tslib
ts-jest ts-loader tsup esbuild rollup vite vitest webpack webpack-cli webpack-dev-server webpack-merge
parcel browserify gulp grunt babel-core babel-loader babel-eslint babel-jest core-js regenerator-runtime
terser uglify-js eslint eslint-plugin-react eslint-plugin-import eslint-config-prettier eslint-utils
prettier stylelint husky lint-staged jest jest-cli mocha chai sinon ava tap tape jasmine karma cypress
playwright puppeteer selenium-webdriver nyc istanbul supertest nock msw faker enzyme storybook postcss
postcss-cli autoprefixer tailwindcss sass node-sass less stylus styled-components emotion css-loader
style-loader sass-loader file-loader url-loader html-webpack-plugin mini-css-extract-plugin bootstrap
bulma materialize-css antd semantic-ui mongoose mongodb mysql mysql2 pg postgres sqlite3 better-sqlite3
sequelize typeorm knex prisma drizzle-orm redis ioredis memcached elasticsearch neo4j-driver
cassandra-driver aws-sdk firebase firebase-admin googleapis stripe twilio nodemailer sendgrid mailgun-js
openai langchain socket.io socket.io-client ws sockjs graphql graphql-tag apollo-server apollo-client
urql relay-runtime ajv joi yup zod validator class-validator class-transformer reflect-metadata
inversify async bluebird q p-limit p-queue p-map p-retry event-stream through2 readable-stream
stream-browserify pump concat-stream glob minimatch rimraf mkdirp fs-extra graceful-fs chokidar del cpy
globby fast-glob micromatch picomatch braces semver execa cross-env cross-spawn shelljs npm-run-all
concurrently nodemon pm2 forever node-gyp node-pre-gyp node-cron cron croner agenda bull bullmq
bee-queue amqplib kafkajs nats mqtt protobufjs grpc cheerio jsdom xml2js fast-xml-parser js-yaml yaml
toml ini json5 csv-parse csv-parser papaparse xlsx exceljs pdfkit pdf-lib sharp jimp canvas three d3
chart.js echarts leaflet marked markdown-it remark rehype unified highlight.js prismjs dompurify
sanitize-html handlebars mustache ejs pug nunjucks tar archiver adm-zip unzipper jszip mime mime-types
qs query-string url-parse form-data formidable busboy iconv-lite buffer safe-buffer inherits util events
process path-to-regexp ms bytes escape-html he entities color color-convert color-name tinycolor2
classnames clsx prop-types redux redux-thunk redux-saga reselect zustand mobx mobx-react recoil formik
history hoist-non-react-statics electron electron-builder lerna nx turbo changesets semantic-release
standard-version conventional-changelog commitizen web3 ethers viem wagmi solc hardhat truffle ganache
bitcoinjs-lib discord.js telegraf botkit probot octokit json-schema ajv-formats source-map
source-map-support acorn esprima espree recast jscodeshift cosmiconfig rc find-up pkg-dir resolve
browserslist caniuse-lite lru-cache node-cache keyv object-assign deepmerge fast-deep-equal is-number
is-odd is-promise is-plain-object left-pad kind-of isarray ip opn open portfinder get-port http-proxy
http-proxy-middleware http-server serve serve-static send live-server ua-parser-js coa cacheable-request
ansi-escapes ansi-html-community anymatch archiver-utils argparse array-flatten array-includes
array-union asap asn1 assert assert-plus astral-regex async-retry aws-lambda aws-amplify axios-retry
axios-mock-adapter babel-cli babel-plugin-istanbul babel-polyfill babel-preset-env babel-preset-react
balanced-match base64-js bcrypt-nodejs big.js bignumber.js binary-extensions bl bn.js body-scroll-lock
bootstrap-icons bowser brace-expansion brotli bson buffer-from cac callsites camel-case camelcase
camelcase-keys case-sensitive-paths chai-as-promised chai-http chance change-case char-regex chardet
charenc check-types cheerio-select child-process-promise clean-css clean-stack cli-cursor cli-truncate
cli-width cliui clone clone-deep co code-point-at color-string colorette combined-stream
command-line-args common-tags component-emitter compressible connect-flash connect-redis connect-mongo
content-disposition content-type convert-source-map cookie copy-webpack-plugin core-util-is country-list
create-react-app create-react-class crypto-random-string cross-zip cssnano cssom cssstyle cssesc csstype
csurf csv d3-array d3-scale d3-shape dashdash data-urls date-format dateformat decamelize decimal.js
deep-equal deep-extend default-gateway define-properties delayed-stream delegates depd dequal destroy
detect-libc detect-port diff dir-glob docker-compose dockerode doctrine dom-serializer domhandler
domelementtype domutils dot-prop dotenv-webpack dotenv-cli downshift draft-js duplexer duplexify
eastasianwidth ecc-jsbn editorconfig ee-first electron-store electron-updater electron-log
email-validator embla-carousel emoji-regex emotion-theming encodeurl end-of-stream enhanced-resolve
env-cmd envinfo envalid error-ex es-abstract es-module-lexer es6-promise es6-shim escalade
escape-string-regexp escodegen eslint-config-airbnb eslint-config-airbnb-base eslint-config-standard
eslint-config-next eslint-plugin-jsx-a11y eslint-plugin-node eslint-plugin-prettier
eslint-plugin-promise eslint-plugin-react-hooks eslint-plugin-unicorn eslint-plugin-vue
eslint-plugin-jest eslint-plugin-security eslint-scope eslint-visitor-keys eslint-loader esquery esutils
etag eventemitter2 eventemitter3 eventsource exec-sh expect express-async-errors express-async-handler
express-fileupload express-graphql express-jwt express-handlebars express-basic-auth
express-openapi-validator express-winston express-mongo-sanitize extend external-editor fast-check
fast-csv fast-json-stable-stringify fast-levenshtein fast-safe-stringify fast-uri fastq fbjs figures
file-saver file-type fill-range final-form finalhandler flat flat-cache flatted flatpickr flow-bin
focus-trap follow-redirects font-awesome foreground-child fork-ts-checker-webpack-plugin forwarded
framer-motion fresh fs-minipass fsevents fuse.js fuzzy geojson generate-function get-caller-file
get-intrinsic get-stream gh-pages git-url-parse gl-matrix global-agent globals google-auth-library
googleapis-common graphql-request graphql-tools graphql-ws graphql-yoga graphql-subscriptions
gray-matter growl gulp-sass gulp-uglify gulp-concat gulp-rename gzip-size har-validator has-flag hasha
hash.js hashids helmet-csp hpp html-entities html-minifier html-minifier-terser html-react-parser
html-to-text htmlparser2 http-errors http-status-codes http-status http-terminator https-proxy-agent
http-proxy-agent human-signals i18n i18next i18next-browser-languagedetector iconv ignore image-size
imurmurhash indent-string inflight inquirer-autocomplete-prompt int64-buffer internal-ip interpret intl
ip-address ipaddr.js is-arrayish is-buffer is-callable is-ci is-core-module is-docker is-extglob
is-fullwidth-code-point is-glob is-stream is-typedarray is-url is-wsl isbot isexe isomorphic-fetch
isomorphic-ws isomorphic-git istanbul-lib-coverage jest-environment-jsdom jest-dom jest-fetch-mock
jest-extended jest-junit jest-mock jest-util jest-worker jest-diff jquery-validation js-base64 js-cookie
js-sha256 js-tokens js-beautify jsbn jsesc json-bigint json-parse-better-errors json-server
json-stringify-safe json2csv jsonfile jsonpath jsonpath-plus jsonpointer jsonschema jsonstream jspdf jss
jwa jwks-rsa jws jwt-decode keycloak-js keytar koa-bodyparser koa-body koa-static koa-session koa-cors
koa-compose kysely launchdarkly-node-server-sdk level leven libphonenumber-js lightningcss lilconfig
lines-and-columns lit lit-element lit-html load-json-file loader-utils local-storage locate-path
lockfile lodash.camelcase lodash.clonedeep lodash.get lodash.isequal lodash.set lodash.throttle
lodash.uniq lodash.template lodash.pick lodash.omit log-symbols log-update long loose-envify lottie-web
lowdb lower-case lz-string magic-string make-dir make-error mapbox-gl maplibre-gl markdown-it-anchor
markdown-to-jsx match-sorter material-ui mathjs md5 mdast media-typer memfs memoize-one memory-fs merge
merge-descriptors merge-stream merge2 mermaid meros method-override methods mime-db mimic-fn min-indent
minipass minizlib mitt mobx-react-lite mobx-state-tree mock-fs mocha-junit-reporter module-alias
moment-duration-format monaco-editor mongodb-memory-server mongoose-paginate mongoose-unique-validator
multer-s3 multistream mustache-express mute-stream nan natural nconf negotiator neo-async nestjs-pino
nested-error-stacks netlify-cli next-i18next next-seo next-themes next-connect next-intl nice-try
ng-packagr nightwatch no-case node-abi node-addon-api node-dir node-emoji node-fetch-native node-forge
node-gyp-build node-html-parser node-ipc node-jose node-libs-browser node-mocks-http node-notifier
node-pty node-releases node-rsa node-schedule node-ssh node-telegram-bot-api nodemailer-smtp-transport
nopt normalize-path normalize-url normalize.css notistack npm npm-check-updates npm-package-arg
npm-run-path nprogress nth-check numeral oauth oauth-sign object-hash object-inspect object-keys
object-path objection obuf on-finished once onetime openapi-types openapi-typescript optionator
os-tmpdir ospath overlayscrollbars p-finally p-locate p-timeout p-try pako param-case parse-json parse5
parseurl passport-google-oauth20 passport-github passport-facebook passport-http passport-oauth2
passport-saml passport-strategy password-validator path-exists path-is-absolute path-key path-parse
path-type pdfjs-dist pdfmake pend performance-now pg-promise pg-pool pg-hstore phin phone pino-http
pino-pretty pirates pixi.js plotly.js pluralize pm2-io pngjs polished popper.js postcss-import
postcss-loader postcss-nested postcss-preset-env postcss-scss postcss-value-parser
postcss-selector-parser prebuild-install pretty pretty-bytes pretty-format pretty-ms primeng primereact
process-nextick-args progress promise promise-retry prompt prompt-sync promptly prop-types-extra
proper-lockfile properties-reader proxy-addr proxy-agent proxy-from-env proxyquire psl public-ip
pubsub-js punycode puppeteer-core puppeteer-extra pure-rand queue queue-microtask quick-lru quill
random-bytes randomatic randombytes range-parser rate-limiter-flexible raw-body raw-loader rc-slider
rc-table react-app-rewired react-bootstrap react-beautiful-dnd react-chartjs-2 react-color
react-copy-to-clipboard react-cookie react-datepicker react-dev-utils react-dnd react-draggable
react-error-boundary react-flow-renderer react-ga react-grid-layout react-helmet-async react-hot-loader
react-hot-toast react-hotkeys-hook react-infinite-scroll-component react-input-mask react-instantsearch
react-lazy-load react-leaflet react-loading-skeleton react-map-gl react-motion
react-native-gesture-handler react-native-reanimated react-native-safe-area-context react-native-screens
react-native-svg react-native-vector-icons react-native-web react-navigation react-pdf react-player
react-popper react-portal react-quill react-responsive react-resizable react-scroll react-slick
react-sortable-hoc react-split react-spinners react-syntax-highlighter react-test-renderer react-tooltip
react-transition-group react-use react-virtualized react-window react-webcam react-youtube readdirp
rechoir recharts recompose redis-mock redlock redoc redux-devtools-extension redux-form redux-logger
redux-mock-store redux-observable redux-persist redux-promise referrer-policy regexpp rehype-raw
rehype-stringify remark-gfm remark-parse remove-accents replace-in-file request-ip request-promise
request-promise-native require-all require-directory require-from-string resize-observer-polyfill
response-time restify-errors retry reusify rfdc rollup-plugin-terser rollup-plugin-typescript2 router
run-parallel safe-regex safe-stable-stringify sanitize-filename sass-embedded sax saxes scheduler
schema-utils scroll-into-view-if-needed seedrandom selfsigned semver-compare send-seekable sequelize-cli
serialize-error serialize-javascript serverless serverless-http serverless-offline sha.js shallowequal
shebang-command shell-quote shx sift signal-exit simple-git simple-update-notifier simple-oauth2
sinon-chai sirv slash slate slate-react slice-ansi slick-carousel slugify smart-buffer snabbdom
snowflake-sdk socket.io-redis socket.io-adapter socks socks-proxy-agent solid-start sonner sort-keys
sortablejs source-list-map source-map-js spawn-command spdx-license-ids speakeasy split2 sprintf-js
sqlstring sse.js ssh2 ssh2-sftp-client sshpk ssri stack-trace stack-utils stackblur-canvas
start-server-and-test statuses stompjs stream-chain stream-http stream-json strict-uri-encode
string-length string_decoder string-similarity strip-bom strip-eof strip-json-comments strnum
style-to-js stylis sucrase superjson superstruct supports-color svgo swagger-jsdoc swagger-ui-dist
swagger-ui-express sweetalert sweetalert2 swiper swr systeminformation systemjs table tabulator-tables
tailwind-merge tailwindcss-animate tapable tar-fs tar-stream tedious temp temp-dir terser-webpack-plugin
test-exclude tesseract.js text-table thenify throat throttle-debounce through tiny-invariant
tiny-warning tinyglobby tippy.js tmp tmp-promise to-regex-range toastr toidentifier token-types touch
tough-cookie tr46 traverse tree-kill trim-newlines triple-beam ts-essentials ts-interface-checker
ts-invariant ts-mockito ts-morph ts-pattern ts-node-dev tsc-alias tsc-watch tsconfig-paths tsd tsscmp
tty-browserify tunnel tunnel-agent tweetnacl twig twitter-api-v2 type-check type-fest type-graphql
type-is typed-emitter typedi typedoc typeorm-naming-strategies typescript-eslint uglify-es uid uid-safe
ulidx unbzip2-stream undici-types unescape unique-names-generator universal-cookie universalify unpipe
unzip-stream update-notifier upath uri-js url url-join url-template use-debounce use-sync-external-store
user-agents utf-8-validate utf8 util-deprecate utility-types utils-merge uvu v8-to-istanbul
validate-npm-package-name validate.js vary vasync vee-validate velocity-animate verror victory video.js
vinyl vinyl-fs vis-network vite-node vite-plugin-pwa vite-plugin-dts vite-tsconfig-paths vm2
void-elements vue-axios vue-i18n vue-jest vue-meta vue-template-compiler vue-tsc vuedraggable vuelidate
vuetify vueuse wait-on wait-for-expect walker watchpack wcwidth web-push web-vitals webdriverio
webidl-conversions webpack-bundle-analyzer webpack-dev-middleware webpack-hot-middleware
webpack-manifest-plugin webpack-node-externals webpack-sources websocket whatwg-fetch whatwg-url which
wide-align winston-daily-rotate-file winston-transport wkx word-wrap wordwrap workbox-webpack-plugin
workerpool wrappy write-file-atomic x-xss-protection xdg-basedir xhr xhr2 xlsx-populate xml xml-js
xmlbuilder xmldom xmlhttprequest xpath xregexp xss xstate xtend y18n yallist yaml-loader yauzl yazl
yeoman-generator yn yocto-queue youch yup-password zip-stream zipkin zone.js zod-to-json-schema
zod-validation-error zxcvbn node-sass-middleware react-codemirror koa-mount express-ws
express-http-proxy loglevel-plugin-prefix async-mutex async-lock p-all p-each-series p-reduce p-event
ts-toolbelt ajv-keywords ajv-errors node-machine-id node-int64 is-even lodash.defaults lodash.flatten
date-fns-tz moment-range
`;
