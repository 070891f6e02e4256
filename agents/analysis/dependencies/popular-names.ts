/** Names that people type from memory, and so the ones that others register misspelt. A seed, not a ranking. */
export const popularNames: ReadonlySet<string> = new Set(
  `react react-dom react-router react-router-dom react-redux react-native react-scripts react-query react-hook-form
  react-icons react-select react-table react-is react-refresh react-helmet react-intl react-i18next react-spring
  react-markdown react-dropzone react-toastify react-modal preact inferno solid-js vue vue-router vuex vue-loader
  vue-cli nuxt next next-auth gatsby svelte svelte-kit angular astro remix ember-cli backbone jquery jquery-ui knockout
  lodash lodash-es lodash.merge lodash.debounce underscore ramda immer immutable rxjs axios got node-fetch cross-fetch
  request superagent needle undici ky express express-session express-validator express-rate-limit koa koa-router fastify
  hapi restify hono nest connect body-parser cookie-parser cookie-session multer morgan helmet cors compression passport
  passport-local passport-jwt jsonwebtoken jose bcrypt bcryptjs argon2 crypto-js uuid nanoid shortid cuid ulid dotenv
  dotenv-expand config convict yargs yargs-parser commander minimist meow inquirer prompts enquirer chalk kleur colors
  picocolors ansi-colors ansi-styles ansi-regex strip-ansi wrap-ansi string-width ora cli-progress cli-table cli-spinners
  figlet boxen debug winston pino bunyan log4js loglevel signale consola moment moment-timezone dayjs date-fns luxon
  typescript ts-node tsx tslib ts-jest ts-loader tsup esbuild rollup vite vitest webpack webpack-cli webpack-dev-server
  webpack-merge parcel browserify gulp grunt babel-core babel-loader babel-eslint babel-jest core-js regenerator-runtime
  terser uglify-js eslint eslint-plugin-react eslint-plugin-import eslint-config-prettier eslint-utils prettier stylelint
  husky lint-staged jest jest-cli mocha chai sinon ava tap tape jasmine karma cypress playwright puppeteer selenium-webdriver
  nyc istanbul supertest nock msw faker enzyme storybook postcss postcss-cli autoprefixer tailwindcss sass node-sass less
  stylus styled-components emotion css-loader style-loader sass-loader file-loader url-loader html-webpack-plugin
  mini-css-extract-plugin bootstrap bulma materialize-css antd semantic-ui mongoose mongodb mysql mysql2 pg postgres sqlite3
  better-sqlite3 sequelize typeorm knex prisma drizzle-orm redis ioredis memcached elasticsearch neo4j-driver cassandra-driver
  aws-sdk firebase firebase-admin googleapis stripe twilio nodemailer sendgrid mailgun-js openai langchain socket.io
  socket.io-client ws sockjs graphql graphql-tag apollo-server apollo-client urql relay-runtime ajv joi yup zod validator
  class-validator class-transformer reflect-metadata inversify async bluebird q p-limit p-queue p-map p-retry event-stream
  through2 readable-stream stream-browserify pump concat-stream glob minimatch rimraf mkdirp fs-extra graceful-fs chokidar
  del cpy globby fast-glob micromatch picomatch braces semver execa cross-env cross-spawn shelljs npm-run-all concurrently
  nodemon pm2 forever node-gyp node-pre-gyp node-cron cron croner agenda bull bullmq bee-queue amqplib kafkajs nats mqtt
  protobufjs grpc cheerio jsdom xml2js fast-xml-parser js-yaml yaml toml ini json5 csv-parse csv-parser papaparse xlsx
  exceljs pdfkit pdf-lib sharp jimp canvas three d3 chart.js echarts leaflet marked markdown-it remark rehype unified
  highlight.js prismjs dompurify sanitize-html handlebars mustache ejs pug nunjucks tar archiver adm-zip unzipper jszip
  mime mime-types qs query-string url-parse form-data formidable busboy iconv-lite buffer safe-buffer inherits util events
  process path-to-regexp ms bytes escape-html he entities color color-convert color-name tinycolor2 classnames clsx
  prop-types redux redux-thunk redux-saga reselect zustand mobx mobx-react recoil formik history hoist-non-react-statics
  electron electron-builder lerna nx turbo changesets semantic-release standard-version conventional-changelog commitizen
  web3 ethers viem wagmi solc hardhat truffle ganache bitcoinjs-lib discord.js telegraf botkit probot octokit
  json-schema ajv-formats source-map source-map-support acorn esprima espree recast jscodeshift cosmiconfig rc find-up
  pkg-dir resolve browserslist caniuse-lite lru-cache node-cache keyv object-assign deepmerge merge-deep fast-deep-equal
  is-number is-odd is-promise is-plain-object left-pad kind-of isarray ip opn open portfinder get-port http-proxy
  http-proxy-middleware http-server serve serve-static send live-server ua-parser-js coa cacheable-request`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
