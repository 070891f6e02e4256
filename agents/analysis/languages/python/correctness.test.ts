import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'app/orders.py';

holdRuleCases({
  'correctness/shared-default': {
    path,
    faulty: [
      'def add(item, items=[]):\n    items.append(item)\n    return items\n',
      'class Cart:\n    def __init__(self, lines={}):\n        self.lines = lines\n',
    ],
    safe: [
      'def add(item, items=None):\n    items = [] if items is None else items\n    items.append(item)\n    return items\n',
      'def show(items=[]):\n    return ", ".join(items)\n',
      'def fib(n, cache={}):\n    cache[n] = n\n    return cache[n]\n',
    ],
  },
  'correctness/first-of-exceptions': {
    path,
    faulty: ['try:\n    f()\nexcept KeyError or ValueError:\n    log("x")\n'],
    safe: ['try:\n    f()\nexcept (KeyError, ValueError) as error:\n    log(error)\n'],
  },
  'correctness/empty-catch': {
    path,
    faulty: [
      'try:\n    save(order)\nexcept:\n    pass\n',
      'try:\n    save(order)\nexcept Exception as e:\n    pass\n',
    ],
    safe: [
      'try:\n    save(order)\nexcept Exception:\n    pass  # told by the caller\n',
      'try:\n    import ujson as json\nexcept Exception:\n    pass\n',
      'try:\n    value = int(text)\nexcept ValueError:\n    pass\n',
      'try:\n    connection.close()\nexcept Exception:\n    pass\n',
    ],
  },
  'correctness/return-in-finally': {
    path,
    faulty: ['def f():\n    try:\n        work()\n    finally:\n        return True\n'],
    safe: ['def f():\n    try:\n        return work()\n    finally:\n        atexit(lambda: release())\n'],
  },
  'correctness/identity-compare': {
    path,
    faulty: ['if status is "done":\n    stop()\n', 'if count is not 0:\n    go()\n'],
    safe: [
      'if status is None:\n    stop()\n',
      'if status == "done":\n    stop()\n',
      'if flag is True:\n    stop()\n',
    ],
  },
  'correctness/assert-on-tuple': {
    path,
    faulty: ['assert (total > 0, "nothing to pay")\n'],
    safe: ['assert total > 0, "nothing to pay"\n', 'assert (total > 0), "nothing"\n'],
  },
  'correctness/late-loop-variable': {
    path,
    faulty: [
      'for name in names:\n    callbacks.append(lambda: open_tab(name))\n',
      'handlers = [lambda event: show(event, i) for i in range(3)]\n',
      'for key, tab in tabs.items():\n    actions[key] = lambda: tab.open()\n',
    ],
    safe: [
      'for name in names:\n    callbacks.append(lambda name=name: open_tab(name))\n',
      'for name in names:\n    rows.sort(key=lambda row: row[name])\n',
      'for name in names:\n    callbacks.append(lambda: open_tab(other))\n',
    ],
  },
  'correctness/changed-while-iterated': {
    path,
    faulty: [
      'for key in cache:\n    if old(key):\n        del cache[key]\n',
      'for item in self.items:\n    if item.done:\n        self.items.remove(item)\n',
      'for key, value in cache.items():\n    cache.pop(key)\n',
    ],
    safe: [
      'for key in list(cache):\n    del cache[key]\n',
      'for item in self.items:\n    if item.done:\n        self.items.remove(item)\n        break\n',
      'for key in stale:\n    del cache[key]\n',
    ],
  },
  'correctness/joined-elements': {
    path,
    faulty: ['FIELDS = [\n    "name",\n    "email"\n    "phone",\n    "city",\n]\n'],
    safe: [
      'FIELDS = [\n    "name",\n    "email",\n    "phone",\n]\n',
      'LINES = [\n    "the first part of a long line, "\n    "and the rest of it",\n    "another",\n    "third",\n]\n',
    ],
  },
  'correctness/stripped-characters': {
    path,
    faulty: ['name = path.rstrip(".txt")\n', 'host = url.lstrip("https://")\n'],
    safe: ['name = path.removesuffix(".txt")\n', 'line = line.rstrip("\\r\\n")\n', 'x = x.strip("/")\n'],
  },
  'correctness/result-dropped': {
    path,
    faulty: ['def f(name):\n    name.strip()\n    return name\n', 'name.replace("a", "b")\nprint(name)\n'],
    safe: ['def f(name):\n    name = name.strip()\n    return name\n', 'path.replace(target)\n'],
  },
  'correctness/index-past-end': {
    path,
    faulty: ['for i in range(len(items) + 1):\n    show(items[i])\n'],
    safe: [
      'for i in range(len(items)):\n    show(items[i])\n',
      'for i in range(len(a) + 1):\n    rows.append(i)\n',
    ],
  },
  'correctness/self-compare': {
    path,
    faulty: ['if left.id == left.id:\n    same()\n', 'ok = user.active and user.active\n'],
    safe: [
      'if left.id == right.id:\n    same()\n',
      'is_nan = value != value\n',
      'if next(it) == next(it):\n    x()\n',
    ],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: ['if kind == "a":\n    one()\nelif kind == "b":\n    two()\nelif kind == "a":\n    three()\n'],
    safe: [
      'if kind == "a":\n    one()\nelif kind == "b":\n    two()\n',
      'if take():\n    one()\nelif take():\n    two()\n',
    ],
  },
  'correctness/duplicate-key': {
    path,
    faulty: ['LIMITS = {"low": 1, "high": 2, \'low\': 3}\n'],
    safe: [
      'LIMITS = {"low": 1, "high": 2}\n',
      'm = {"a": 1, **more, "a": 2}\n',
      'm = {1: "a", "1": "b"}\n'.replace('"1"', '2'),
    ],
  },
  'correctness/compare-nan': {
    path,
    faulty: ['if value == float("nan"):\n    stop()\n', 'ok = price != math.nan\n'],
    safe: ['if math.isnan(value):\n    stop()\n'],
  },
  'correctness/coroutine-not-awaited': {
    path,
    faulty: [
      'async def notify(user):\n    await mail(user)\n\nasync def place(order):\n    notify(order.user)\n',
      'class Jobs:\n    async def step(self):\n        pass\n    async def run(self):\n        self.step()\n',
      'import asyncio\nasync def wait():\n    asyncio.sleep(1)\n',
    ],
    safe: [
      'async def notify(user):\n    await mail(user)\n\nasync def place(order):\n    await notify(order.user)\n',
      'def notify(user):\n    mail(user)\n\nasync def place(order):\n    notify(order.user)\n',
      'async def notify(u):\n    await mail(u)\n\nasync def place(o):\n    task = notify(o.user)\n    await task\n',
    ],
  },
  'correctness/blocking-call': {
    path,
    faulty: [
      'import time\nasync def poll():\n    time.sleep(1)\n',
      'import requests\nasync def load():\n    return requests.get(URL, timeout=5)\n',
    ],
    safe: [
      'import asyncio\nasync def poll():\n    await asyncio.sleep(1)\n',
      'import time\ndef poll():\n    time.sleep(1)\n',
      'import asyncio, time\nasync def poll():\n    def work():\n        time.sleep(1)\n    await asyncio.to_thread(work)\n',
    ],
  },
  'correctness/unclosed-resource': {
    path,
    faulty: [
      'import json\ndef load():\n    file = open("settings.json")\n    return json.load(file)\n',
      'open("out.txt", "w").write("done")\n',
    ],
    safe: [
      'import json\ndef load():\n    with open("settings.json") as file:\n        return json.load(file)\n',
      'def load():\n    file = open("settings.json")\n    return file\n',
      'def load():\n    file = open("a")\n    try:\n        return file.read()\n    finally:\n        file.close()\n',
    ],
  },
});
