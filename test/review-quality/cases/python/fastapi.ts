import { changesOf } from '../../changed-file.ts';

const base = `import secrets
import tarfile
import tempfile
from pathlib import Path
from typing import Annotated

import httpx
import jwt
import yaml
from fastapi import Depends, FastAPI, Header, HTTPException, UploadFile
from fastapi.middleware.cors import CORSMiddleware
from ldap3 import Connection
from ldap3.utils.conv import escape_filter_chars
from lxml import etree
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from catalogue.database import get_session
from catalogue.settings import settings

app = FastAPI(title="Catalogue")
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"], allow_credentials=True)

DATA = Path("/var/lib/catalogue")
COLUMNS = {"price", "title"}


def current_user(authorization: Annotated[str, Header()]) -> str:
    token = authorization.removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, settings.public_key, algorithms=["RS256"], audience="catalogue")
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    return claims["sub"]


@app.get("/articles")
async def articles(title: str, session: Annotated[AsyncSession, Depends(get_session)]):
    result = await session.execute(text("SELECT id, title FROM article WHERE title = :title"), {"title": title})
    return [dict(row) for row in result.mappings()]


@app.post("/articles/import")
async def import_articles(file: UploadFile):
    content = await file.read()
    return {"articles": yaml.safe_load(content)}


@app.post("/articles/unpack")
async def unpack(file: UploadFile):
    folder = tempfile.mkdtemp(dir=DATA)
    with tarfile.open(fileobj=file.file) as archive:
        archive.extractall(folder, filter="data")
    return {"folder": folder}


@app.post("/articles/onix")
async def onix(file: UploadFile):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.fromstring(await file.read(), parser)
    return {"products": len(tree.findall("Product"))}


@app.get("/people")
def people(name: str):
    with Connection(settings.ldap, auto_bind=True) as connection:
        connection.search("ou=people,dc=example", f"(cn={escape_filter_chars(name)})")
        return [entry.entry_dn for entry in connection.entries]


@app.get("/rates")
async def rates(currency: str):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get("https://rates.example.com/latest", params={"base": currency})
    return answer.json()


@app.post("/price")
def price(formula: str, amount: float):
    factors = {"net": 1.0, "gross": 1.19}
    if formula not in factors:
        raise HTTPException(400)
    return {"price": amount * factors[formula]}
`;

const file = { language: 'python', path: 'catalogue/main.py', base } as const;
const decode = 'claims = jwt.decode(token, settings.public_key, algorithms=["RS256"], audience="catalogue")';
const query = `text("SELECT id, title FROM article WHERE title = :title"), {"title": title}`;
const fetched = `    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get("https://rates.example.com/latest", params={"base": currency})`;
const priced = `    if formula not in factors:
        raise HTTPException(400)
    return {"price": amount * factors[formula]}`;

export const cases = [
  ...changesOf({ ...file, family: 'jwt' }, [
    {
      what: 'fastapi-claims-without-check',
      replaces: decode,
      faulty: 'claims = jwt.decode(token, options={"verify_signature": False})',
      safe: 'claims = jwt.decode(token, settings.public_key, algorithms=["RS256"], audience="catalogue", leeway=10)',
      at: 'jwt.decode',
    },
  ]),
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'fastapi-text-with-f-string',
      replaces: query,
      faulty: `text(f"SELECT id, title FROM article WHERE title LIKE '%{title}%'")`,
      safe: `text("SELECT id, title FROM article WHERE title LIKE :title"), {"title": f"%{title}%"}`,
      at: 'text(f',
    },
  ]),
  ...changesOf({ ...file, family: 'deserialisation' }, [
    {
      what: 'fastapi-yaml-full-loader',
      replaces: 'yaml.safe_load(content)',
      faulty: 'yaml.load(content, Loader=yaml.UnsafeLoader)',
      safe: 'yaml.load(content, Loader=yaml.CSafeLoader)',
      at: 'yaml.load(',
    },
    {
      what: 'fastapi-pickled-upload',
      replaces: 'return {"articles": yaml.safe_load(content)}',
      faulty: 'return {"articles": pickle.loads(content)}',
      safe: 'return {"articles": json.loads(content)}',
      at: 'pickle.loads',
    },
  ]),
  ...changesOf({ ...file, family: 'archive' }, [
    {
      what: 'fastapi-extract-everything',
      replaces: 'archive.extractall(folder, filter="data")',
      faulty: 'archive.extractall(folder)',
      safe: 'archive.extractall(path=folder, filter="data")',
      at: 'extractall',
    },
  ]),
  ...changesOf({ ...file, family: 'xxe' }, [
    {
      what: 'lxml-entities-on',
      replaces: 'etree.XMLParser(resolve_entities=False, no_network=True)',
      faulty: 'etree.XMLParser(resolve_entities=True, load_dtd=True)',
      safe: 'etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)',
      at: 'XMLParser(',
    },
  ]),
  ...changesOf({ ...file, family: 'ldap-injection' }, [
    {
      what: 'ldap3-filter',
      replaces: 'f"(cn={escape_filter_chars(name)})"',
      faulty: 'f"(&(objectClass=person)(cn=*{name}*))"',
      safe: 'f"(&(objectClass=person)(cn=*{escape_filter_chars(name)}*))"',
      at: 'connection.search',
    },
  ]),
  ...changesOf({ ...file, family: 'tls' }, [
    {
      what: 'httpx-unverified',
      replaces: 'httpx.AsyncClient(timeout=5)',
      faulty: 'httpx.AsyncClient(timeout=5, verify=False)',
      safe: 'httpx.AsyncClient(timeout=5, verify="/etc/ssl/internal-ca.pem")',
      at: 'verify=False',
    },
  ]),
  ...changesOf({ ...file, family: 'ssrf' }, [
    {
      what: 'httpx-host-from-query',
      replaces: fetched,
      faulty: `    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(f"https://{currency}.rates.example/latest")`,
      safe: `    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(f"https://rates.example.com/latest/{currency}")`,
      at: 'client.get(',
    },
  ]),
  ...changesOf({ ...file, family: 'cors' }, [
    {
      what: 'fastapi-any-origin-with-credentials',
      replaces: 'allow_origins=["https://shop.example.com"], allow_credentials=True',
      faulty: 'allow_origins=["*"], allow_credentials=True, allow_methods=["*"]',
      safe: 'allow_origins=["https://shop.example.com", "https://admin.example.com"], allow_credentials=True',
      at: 'allow_origins',
    },
  ]),
  ...changesOf({ ...file, family: 'code-injection' }, [
    {
      what: 'price-formula-evaluated',
      replaces: priced,
      faulty: `    return {"price": eval(formula, {"amount": amount, **factors})}`,
      safe: `    factor = factors.get(formula)
    if factor is None:
        raise HTTPException(400)
    return {"price": amount * factor}`,
      at: 'eval(',
    },
  ]),
  ...changesOf({ ...file, family: 'file-permissions' }, [
    {
      what: 'guessable-temporary-folder',
      replaces: 'folder = tempfile.mkdtemp(dir=DATA)',
      faulty: 'folder = tempfile.mktemp(dir=DATA)',
      safe: 'folder = tempfile.mkdtemp(prefix="import-", dir=DATA)',
      at: 'mktemp(',
    },
  ]),
];
