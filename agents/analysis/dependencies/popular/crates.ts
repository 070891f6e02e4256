/** Crates that people type from memory. */
export const crateNames = `
serde serde_json serde_derive serde_yaml serde_urlencoded serde_with tokio tokio-util tokio-stream
tokio-rustls tokio-postgres tokio-tungstenite async-trait async-std async-stream async-channel futures
futures-util futures-core smol reqwest hyper hyper-util hyper-rustls hyper-tls http http-body h2 axum
axum-extra actix-web actix-rt actix actix-cors actix-files warp rocket tower tower-http tonic
tonic-build prost prost-build prost-types tide poem salvo ureq isahc curl surf url mime percent-encoding
rand rand_core rand_chacha getrandom fastrand uuid chrono time chrono-tz humantime log env_logger
tracing tracing-subscriber tracing-opentelemetry tracing-appender slog fern simplelog flexi_logger clap
structopt argh pico-args anyhow thiserror eyre color-eyre miette failure snafu quick-error regex
regex-syntax aho-corasick memchr lazy_static once_cell itertools either indexmap hashbrown ahash fxhash
rustc-hash smallvec arrayvec bytes bitflags byteorder num num-traits num-bigint num-integer num_cpus
rayon crossbeam crossbeam-channel crossbeam-utils parking_lot dashmap flume arc-swap libc nix winapi
windows windows-sys wasm-bindgen web-sys js-sys console_error_panic_hook syn quote proc-macro2 darling
paste heck unicode-segmentation unicode-width unicode-normalization semver toml toml_edit config figment
dotenv dotenvy csv quick-xml roxmltree xml-rs html5ever scraper select base64 hex data-encoding sha2
sha1 md-5 md5 hmac blake2 blake3 argon2 bcrypt aes aes-gcm chacha20poly1305 rsa ed25519-dalek
x25519-dalek ring rustls rustls-pemfile webpki-roots native-tls openssl openssl-sys jsonwebtoken oauth2
diesel diesel_migrations sqlx rusqlite sea-orm postgres mysql mysql_async mongodb redis deadpool
deadpool-postgres bb8 r2d2 sled rocksdb tempfile tempdir walkdir glob globset ignore notify dirs
directories home which zip tar flate2 zstd brotli lz4 bzip2 xz2 image imageproc png jpeg-decoder resvg
plotters ndarray nalgebra glam cgmath rust_decimal bigdecimal ordered-float criterion proptest
quickcheck mockall wiremock insta assert_cmd predicates rstest serial_test pretty_assertions test-case
trybuild bindgen cc cmake pkg-config cxx pyo3 napi napi-derive neon jni uniffi libloading crossterm
termion ratatui tui indicatif console dialoguer colored termcolor ansi_term owo-colors comfy-table
prettytable-rs rustyline reedline bevy wgpu winit egui eframe iced druid tauri gtk glium sdl2 rodio cpal
nom pest pest_derive lalrpop logos winnow combine chumsky tree-sitter askama tera handlebars minijinja
maud leptos yew dioxus sycamore lettre aws-sdk-s3 aws-config aws-sdk-dynamodb rusoto_core
google-cloud-storage kube k8s-openapi bollard opentelemetry prometheus metrics sentry lambda_runtime
solana-sdk ethers web3 rust-crypto secp256k1 bitcoin libp2p quinn socket2 mio polling rayon-core
static_assertions cfg-if derive_more strum strum_macros enum-iterator typenum generic-array bincode
postcard rmp-serde ciborium flatbuffers capnp validator garde utoipa schemars typetag inventory linkme
ctor backtrace rustversion autocfg version_check fs_extra fs2 memmap2 memoffset scopeguard slab petgraph
priority-queue lru moka cached cron signal-hook ctrlc daemonize sysinfo whoami hostname local-ip-address
mac_address ipnet trust-dns-resolver hickory-resolver git2 gix octocrab textwrap similar diff strsim
fuzzy-matcher levenshtein unicode-xid encoding_rs chardetng pulldown-cmark comrak syntect
`;
