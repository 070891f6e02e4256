import { changesOf } from '../../changed-file.ts';

const base = `import asyncio
import json
import logging

import httpx

log = logging.getLogger(__name__)

HEADERS = [
    "accept",
    "content-type",
    "x-request-id",
]


class Watcher:
    def __init__(self, names=None):
        self.names = list(names or [])
        self.callbacks = {}

    def register(self, bus):
        for name in self.names:
            self.callbacks[name] = lambda event, name=name: self.on_event(name, event)
        bus.listen(self.callbacks)

    def forget(self, stale):
        for name in list(self.callbacks):
            if name in stale:
                del self.callbacks[name]

    def on_event(self, name, event):
        log.info("event %s from %s", event.kind, name)


async def announce(client, url, order):
    response = await client.post(url, json={"order": order.id})
    response.raise_for_status()


async def place(order, url):
    async with httpx.AsyncClient(timeout=5) as client:
        await announce(client, url, order)
        await asyncio.sleep(0.1)
    return order.id


def read_settings(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def state_of(order):
    if order.state == "paid":
        return "ready"
    return "waiting"


def import_all(lines, store):
    done = 0
    for line in lines:
        try:
            store.add(json.loads(line))
            done += 1
        except (ValueError, KeyError) as error:
            log.warning("line left out: %s", error)
    return done
`;

export const cases = changesOf({ family: 'correctness', language: 'python', path: 'shop/watcher.py', base }, [
  {
    what: 'default-list-kept',
    replaces: '    def __init__(self, names=None):\n        self.names = list(names or [])\n',
    faulty: '    def __init__(self, names=[]):\n        self.names = names\n',
    safe: '    def __init__(self, names=()):\n        self.names = list(names)\n',
    at: 'names=[]',
  },
  {
    what: 'callback-reads-last-name',
    replaces: 'lambda event, name=name: self',
    faulty: 'lambda event: self',
    safe: 'lambda event, who=name, name=name: self',
    at: 'lambda event: self',
  },
  {
    what: 'table-shrinks-under-the-loop',
    replaces: '        for name in list(self.callbacks):\n',
    faulty: '        for name in self.callbacks:\n',
    safe: '        for name in tuple(self.callbacks):\n',
    at: 'del self.callbacks[name]',
  },
  {
    what: 'coroutine-left-alone',
    replaces: '        await announce(client, url, order)\n',
    faulty: '        announce(client, url, order)\n',
    safe: '        task = asyncio.create_task(announce(client, url, order))\n        await task\n',
    at: 'announce(client, url, order)',
  },
  {
    what: 'sleep-in-the-loop-of-all',
    replaces: '        await asyncio.sleep(0.1)\n',
    faulty: '        import time\n\n        time.sleep(0.1)\n',
    safe: '        await asyncio.sleep(0.2)\n',
    at: 'time.sleep',
  },
  {
    what: 'file-never-closed',
    replaces: '    with open(path, encoding="utf-8") as file:\n        return json.load(file)\n',
    faulty: '    file = open(path, encoding="utf-8")\n    return json.load(file)\n',
    safe: '    file = open(path, encoding="utf-8")\n    try:\n        return json.load(file)\n    finally:\n        file.close()\n',
    at: 'open(path',
  },
  {
    what: 'state-by-identity',
    replaces: '    if order.state == "paid":',
    faulty: '    if order.state is "paid":',
    safe: '    if order.state in ("paid",):',
    at: 'is "paid"',
  },
  {
    what: 'second-exception-passes',
    replaces: '        except (ValueError, KeyError) as error:',
    faulty: '        except ValueError or KeyError as error:',
    safe: '        except (KeyError, ValueError, TypeError) as error:',
    at: 'ValueError or KeyError',
  },
  {
    what: 'missing-comma',
    replaces: '    "content-type",\n',
    faulty: '    "content-type"\n    "content-length",\n',
    safe: '    "content-type",\n    "content-length",\n',
    at: '"content-type"',
  },
]);
