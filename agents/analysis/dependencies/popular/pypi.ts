/** Packages of PyPI that people type from memory, in normalised form (PEP 503). */
export const pypiNames = `
requests urllib3 certifi idna charset-normalizer chardet six setuptools wheel pip virtualenv pipenv
poetry poetry-core hatchling flit flit-core build twine tox nox numpy pandas scipy matplotlib seaborn
plotly bokeh altair scikit-learn scikit-image statsmodels sympy networkx tensorflow tensorflow-cpu
tensorflow-gpu keras torch torchvision torchaudio pytorch-lightning lightning transformers tokenizers
datasets accelerate diffusers sentence-transformers huggingface-hub safetensors xgboost lightgbm
catboost spacy nltk gensim textblob opencv-python opencv-python-headless opencv-contrib-python pillow
imageio openai anthropic langchain langchain-core langchain-community langchain-openai llama-index
tiktoken cohere groq mistralai django djangorestframework django-cors-headers django-filter
django-environ django-debug-toolbar django-extensions django-storages django-allauth django-redis
django-celery-beat django-crispy-forms django-rest-framework-simplejwt djangorestframework-simplejwt
drf-yasg drf-spectacular flask flask-cors flask-login flask-sqlalchemy flask-migrate flask-wtf
flask-restful flask-jwt-extended flask-mail flask-socketio flask-limiter flask-caching flask-admin
werkzeug jinja2 markupsafe itsdangerous click blinker fastapi uvicorn starlette gunicorn hypercorn
pydantic pydantic-core pydantic-settings sqlmodel aiohttp aiofiles aiosignal aiodns httpx httpcore h11
h2 anyio sniffio trio tornado sanic bottle falcon cherrypy pyramid quart websockets websocket-client
python-socketio python-engineio sqlalchemy alembic psycopg2 psycopg2-binary psycopg psycopg-binary
asyncpg pymysql mysqlclient mysql-connector-python aiomysql aiosqlite pymongo motor mongoengine redis
hiredis aioredis elasticsearch opensearch-py cassandra-driver neo4j peewee pony tortoise-orm databases
clickhouse-driver duckdb pyodbc cx-oracle oracledb snowflake-connector-python snowflake-sqlalchemy boto3
botocore s3transfer awscli aiobotocore s3fs gcsfs fsspec google-cloud-storage google-cloud-bigquery
google-cloud-pubsub google-api-python-client google-auth google-auth-oauthlib google-api-core
googleapis-common-protos azure-core azure-identity azure-storage-blob azure-keyvault-secrets
azure-functions msal adal kubernetes docker docker-compose paramiko fabric ansible ansible-core
ansible-lint pulumi terraform-compliance celery kombu billiard amqp vine pika rq dramatiq huey
apscheduler kafka-python confluent-kafka aiokafka nats-py flower pytest pytest-cov pytest-mock
pytest-asyncio pytest-xdist pytest-django pytest-flask pytest-html pytest-timeout pytest-benchmark
pluggy iniconfig coverage mock hypothesis faker factory-boy freezegun responses requests-mock httpretty
vcrpy moto nose unittest2 selenium playwright splinter behave robotframework locust black isort flake8
pycodestyle pyflakes mccabe pylint astroid mypy mypy-extensions pyright ruff bandit safety pre-commit
autopep8 yapf pydocstyle vulture radon typing-extensions types-requests types-pyyaml types-setuptools
pyyaml ruamel-yaml toml tomli tomlkit tomli-w orjson ujson simplejson jsonschema jsonpath-ng jmespath
xmltodict lxml beautifulsoup4 bs4 html5lib cssselect soupsieve defusedxml markdown mistune
python-markdown bleach docutils sphinx sphinx-rtd-theme mkdocs mkdocs-material python-dateutil pytz
tzdata tzlocal arrow pendulum dateparser babel croniter humanize python-dotenv python-decouple environs
dynaconf configparser configargparse typer rich colorama termcolor tqdm prompt-toolkit questionary
tabulate loguru structlog python-json-logger sentry-sdk newrelic ddtrace datadog prometheus-client
opentelemetry-api opentelemetry-sdk statsd cryptography pycryptodome pycryptodomex pyopenssl pyjwt
python-jose passlib bcrypt argon2-cffi pynacl rsa ecdsa oauthlib requests-oauthlib authlib
python-multipart email-validator phonenumbers python-slugify unidecode fuzzywuzzy rapidfuzz
python-levenshtein levenshtein regex attrs cattrs marshmallow marshmallow-sqlalchemy cerberus voluptuous
dataclasses-json msgpack protobuf grpcio grpcio-tools thrift avro fastavro pyarrow fastparquet openpyxl
xlrd xlsxwriter xlwt python-docx python-pptx pypdf pypdf2 pdfminer-six pdfplumber reportlab weasyprint
pymupdf scrapy pyquery mechanize newspaper3k feedparser tweepy praw slack-sdk slackclient
python-telegram-bot discord-py stripe twilio sendgrid mailchimp-marketing shopifyapi paypalrestsdk zeep
suds jupyter jupyterlab notebook ipython ipykernel ipywidgets nbconvert nbformat traitlets streamlit
gradio dash panel voila cffi pycparser cython numba llvmlite joblib dask distributed ray polars vaex
modin mlflow wandb optuna hyperopt shap tensorboard onnx onnxruntime apache-airflow prefect dagster
luigi great-expectations dbt-core pyspark delta-spark psutil pywin32 watchdog pexpect ptyprocess sh
plumbum gitpython pygithub python-gitlab jira atlassian-python-api packaging filelock platformdirs
appdirs distlib importlib-metadata importlib-resources zipp more-itertools toolz cytoolz wrapt decorator
cachetools diskcache tenacity retry retrying backoff ratelimit schedule python-magic ftfy pyperclip
pynput pyautogui pygame kivy pyqt5 pyside6 wxpython pyinstaller cx-freeze nuitka web3 eth-account
eth-utils py-solc-x solana ccxt yfinance alpaca-trade-api pyserial pyusb rpi-gpio paho-mqtt modbus-tk
scapy dnspython netaddr netifaces ipaddress pysocks pyasn1 pyasn1-modules ldap3 python-ldap impacket
pwntools colorlog coloredlogs verboselogs pygments
`;
