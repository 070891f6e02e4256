/** Go modules that people type from memory, without their major version. */
export const goNames = `
github.com/gin-gonic/gin github.com/gin-contrib/cors github.com/gorilla/mux github.com/gorilla/websocket
github.com/gorilla/sessions github.com/gorilla/handlers github.com/gorilla/csrf github.com/labstack/echo
github.com/labstack/gommon github.com/gofiber/fiber github.com/go-chi/chi github.com/go-chi/cors
github.com/julienschmidt/httprouter github.com/valyala/fasthttp github.com/sirupsen/logrus
github.com/rs/zerolog go.uber.org/zap go.uber.org/fx go.uber.org/multierr go.uber.org/atomic
github.com/go-kit/kit github.com/go-logr/logr github.com/spf13/cobra github.com/spf13/viper
github.com/spf13/pflag github.com/spf13/afero github.com/spf13/cast github.com/urfave/cli
github.com/alecthomas/kingpin github.com/alecthomas/kong github.com/stretchr/testify
github.com/onsi/ginkgo github.com/onsi/gomega github.com/golang/mock go.uber.org/mock
github.com/DATA-DOG/go-sqlmock github.com/jarcoal/httpmock github.com/google/go-cmp
github.com/google/uuid github.com/google/wire github.com/google/go-github github.com/gofrs/uuid
github.com/satori/go.uuid github.com/pkg/errors github.com/hashicorp/go-multierror
github.com/hashicorp/consul github.com/hashicorp/vault github.com/hashicorp/golang-lru
github.com/hashicorp/hcl github.com/hashicorp/go-retryablehttp github.com/golang-jwt/jwt
github.com/dgrijalva/jwt-go github.com/lestrrat-go/jwx github.com/coreos/go-oidc gorm.io/gorm
gorm.io/driver/postgres gorm.io/driver/mysql gorm.io/driver/sqlite github.com/jinzhu/gorm
github.com/jmoiron/sqlx github.com/lib/pq github.com/jackc/pgx github.com/jackc/pgconn
github.com/go-sql-driver/mysql github.com/mattn/go-sqlite3 modernc.org/sqlite github.com/go-pg/pg
github.com/uptrace/bun entgo.io/ent github.com/volatiletech/sqlboiler github.com/Masterminds/squirrel
github.com/Masterminds/semver github.com/Masterminds/sprig github.com/golang-migrate/migrate
github.com/pressly/goose go.mongodb.org/mongo-driver github.com/go-redis/redis github.com/redis/go-redis
github.com/gomodule/redigo github.com/bradfitz/gomemcache github.com/elastic/go-elasticsearch
github.com/olivere/elastic github.com/segmentio/kafka-go github.com/IBM/sarama github.com/Shopify/sarama
github.com/confluentinc/confluent-kafka-go github.com/streadway/amqp github.com/rabbitmq/amqp091-go
github.com/nats-io/nats.go github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2
github.com/aws/aws-lambda-go cloud.google.com/go google.golang.org/api google.golang.org/grpc
google.golang.org/protobuf github.com/golang/protobuf github.com/gogo/protobuf
github.com/grpc-ecosystem/grpc-gateway github.com/Azure/azure-sdk-for-go golang.org/x/crypto
golang.org/x/net golang.org/x/sync golang.org/x/sys golang.org/x/text golang.org/x/oauth2
golang.org/x/time golang.org/x/tools golang.org/x/exp golang.org/x/mod golang.org/x/term
github.com/prometheus/client_golang go.opentelemetry.io/otel github.com/getsentry/sentry-go
github.com/DataDog/datadog-go gopkg.in/yaml.v2 gopkg.in/yaml.v3 gopkg.in/DataDog/dd-trace-go.v1
sigs.k8s.io/yaml sigs.k8s.io/controller-runtime k8s.io/client-go k8s.io/api k8s.io/apimachinery
helm.sh/helm github.com/BurntSushi/toml github.com/pelletier/go-toml github.com/joho/godotenv
github.com/kelseyhightower/envconfig github.com/caarlos0/env github.com/go-playground/validator
github.com/asaskevich/govalidator github.com/go-ozzo/ozzo-validation github.com/mitchellh/mapstructure
github.com/mitchellh/go-homedir github.com/fsnotify/fsnotify github.com/robfig/cron
github.com/go-co-op/gocron github.com/hibiken/asynq github.com/panjf2000/ants
github.com/patrickmn/go-cache github.com/dgraph-io/ristretto github.com/allegro/bigcache
github.com/etcd-io/etcd go.etcd.io/etcd go.etcd.io/bbolt github.com/boltdb/bolt
github.com/dgraph-io/badger github.com/json-iterator/go github.com/tidwall/gjson
github.com/bytedance/sonic github.com/vmihailenco/msgpack github.com/shopspring/decimal
github.com/dustin/go-humanize github.com/fatih/color github.com/mattn/go-isatty
github.com/mattn/go-colorable github.com/olekukonko/tablewriter github.com/charmbracelet/bubbletea
github.com/charmbracelet/lipgloss github.com/rivo/tview github.com/schollz/progressbar
github.com/davecgh/go-spew github.com/samber/lo github.com/swaggo/swag github.com/swaggo/gin-swagger
github.com/99designs/gqlgen github.com/graphql-go/graphql github.com/PuerkitoBio/goquery
github.com/gocolly/colly github.com/chromedp/chromedp github.com/xuri/excelize
github.com/360EntSecGroup-Skylar/excelize github.com/jung-kurt/gofpdf github.com/disintegration/imaging
github.com/skip2/go-qrcode github.com/docker/docker github.com/docker/go-connections
github.com/moby/moby github.com/opencontainers/runc github.com/containerd/containerd
github.com/go-git/go-git github.com/libgit2/git2go github.com/slack-go/slack
github.com/bwmarrin/discordgo github.com/go-telegram-bot-api/telegram-bot-api
github.com/stripe/stripe-go github.com/sendgrid/sendgrid-go github.com/twilio/twilio-go
github.com/ethereum/go-ethereum github.com/btcsuite/btcd github.com/cosmos/cosmos-sdk
github.com/libp2p/go-libp2p github.com/quic-go/quic-go github.com/miekg/dns github.com/google/gopacket
github.com/tetratelabs/wazero github.com/yuin/goldmark github.com/gomarkdown/markdown
github.com/russross/blackfriday github.com/microcosm-cc/bluemonday github.com/casbin/casbin
github.com/ory/hydra github.com/sethvargo/go-retry github.com/cenkalti/backoff github.com/sony/gobreaker
github.com/afex/hystrix-go github.com/eapache/go-resiliency github.com/imdario/mergo dario.cat/mergo
github.com/evanphx/json-patch github.com/xeipuuv/gojsonschema github.com/santhosh-tekuri/jsonschema
github.com/go-openapi/spec github.com/go-resty/resty github.com/klauspost/compress
github.com/pierrec/lz4 github.com/golang/snappy github.com/minio/minio-go github.com/oklog/ulid
github.com/rs/cors github.com/rs/xid github.com/unrolled/secure github.com/go-sourcemap/sourcemap
github.com/dop251/goja github.com/testcontainers/testcontainers-go
`;
