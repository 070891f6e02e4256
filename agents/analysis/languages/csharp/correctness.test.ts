import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'src/Shop/Orders/OrderService.cs';
const cs = (members: string) =>
  `using System;\nusing System.IO;\nusing System.Threading.Tasks;\n\npublic class OrderService\n{\n${members}\n}\n`;
/** In an async method of a class with an async method of its own. */
const inAsync = (body: string) =>
  cs(
    `async Task Save(Order o) { await store.PutAsync(o); }\nasync Task<int> Run(Order order)\n{\n${body}\nreturn 1;\n}`,
  );

holdRuleCases({
  'correctness/task-not-awaited': {
    path,
    faulty: [
      inAsync('Save(order);'),
      inAsync('this.Save(order);'),
      inAsync('context.SaveChangesAsync();'),
      inAsync('hub?.PublishAsync(order).ConfigureAwait(false);'),
      inAsync('Task.Delay(100);'),
    ],
    safe: [
      inAsync('await Save(order);'),
      inAsync('_ = Save(order);'),
      inAsync('var task = context.SaveChangesAsync();\nawait task;'),
      inAsync('worker.RunWorkerAsync();'),
      inAsync('Task.Run(() => Index(order));'),
      inAsync('await Task.WhenAll(orders.Select(one => store.PutAsync(one)));'),
      cs(
        'async void LoadAsync(object sender, EventArgs e) { await X(); }\nasync Task Run() { LoadAsync(this, null); await Y(); }',
      ),
      cs('public OrderService() { LoadAsync(); }\nasync Task LoadAsync() { await X(); }'),
    ],
  },
  'correctness/async-void': {
    path,
    faulty: [
      cs('public async void Save(Order order) { await store.PutAsync(order); }'),
      inAsync('orders.ForEach(async one => await store.PutAsync(one));'),
      inAsync('Parallel.ForEach(orders, async one => { await store.PutAsync(one); });'),
    ],
    safe: [
      cs('public async Task Save(Order order) { await store.PutAsync(order); }'),
      cs('private async void Save_Click(object sender, RoutedEventArgs e) { await X(); }'),
      cs('private async void Saved(object sender, EventArgs e) { await X(); }'),
      cs('protected override async void OnAppearing() { await X(); }'),
      cs('void Bind() { button.Click += Refresh; }\nasync void Refresh() { await X(); }'),
      cs(
        'public async void Fire(Task task) { try { await task; } catch (Exception error) { log.Error(error); } }',
      ),
      inAsync('await Parallel.ForEachAsync(orders, async (one, token) => await store.PutAsync(one));'),
    ],
  },
  'correctness/blocking-call': {
    path,
    faulty: [
      inAsync('Thread.Sleep(1000);'),
      inAsync('var found = store.FindAsync(1).Result;'),
      inAsync('var task = store.FindAsync(1);\nvar found = task.Result;'),
      inAsync('store.PutAsync(order).Wait();'),
      inAsync('var found = store.FindAsync(1).GetAwaiter().GetResult();'),
    ],
    safe: [
      inAsync('await Task.Delay(1000);'),
      inAsync(
        'var one = store.FindAsync(1);\nvar two = store.FindAsync(2);\nawait Task.WhenAll(one, two);\nUse(one.Result, two.Result);',
      ),
      inAsync('var result = await validator.ValidateAsync(order);\nUse(result.Result);'),
      cs('int Run() { return store.FindAsync(1).GetAwaiter().GetResult(); }'),
    ],
  },
  'correctness/unclosed-resource': {
    path,
    faulty: [
      cs('string Read(string path) { var reader = new StreamReader(path); return reader.ReadToEnd(); }'),
      cs(
        'int Count() { var connection = new SqlConnection(text); connection.Open(); return connection.Query<int>("SELECT 1").First(); }',
      ),
      cs('void Write(string path) { var stream = File.Create(path); stream.WriteByte(1); }'),
    ],
    safe: [
      cs(
        'string Read(string path) { using var reader = new StreamReader(path); return reader.ReadToEnd(); }',
      ),
      cs(
        'string Read(string path) { using (var reader = new StreamReader(path)) { return reader.ReadToEnd(); } }',
      ),
      cs('Stream Open(string path) { var stream = File.OpenRead(path); return stream; }'),
      cs('string Read(Stream body) { var reader = new StreamReader(body); return reader.ReadToEnd(); }'),
      cs(
        'void Write(string path) { var stream = File.Create(path); try { stream.WriteByte(1); } finally { stream.Dispose(); } }',
      ),
    ],
  },
  'correctness/lost-stack': {
    path,
    faulty: [
      cs('void Run() { try { Work(); } catch (IOException error) { log.Error(error); throw error; } }'),
    ],
    safe: [
      cs('void Run() { try { Work(); } catch (IOException error) { log.Error(error); throw; } }'),
      cs(
        'void Run() { try { Work(); } catch (IOException error) { throw new OrderException("import", error); } }',
      ),
      cs('void Run() { try { Work(); } catch (Exception error) { error = Unwrap(error); throw error; } }'),
    ],
  },
  'correctness/empty-catch': {
    path,
    faulty: [
      cs('void Run() { try { Import(); } catch (Exception) { } }'),
      cs('void Run() { try { Import(); } catch { } }'),
    ],
    safe: [
      cs('void Run() { try { Import(); } catch (OperationCanceledException) { } }'),
      cs('void Run() {\n try { Import(); } catch (Exception) { } // the next run imports it\n }'),
      cs('void Run() { try { stream.Dispose(); } catch (Exception) { } }'),
      cs('bool TryRun() { try { Import(); return true; } catch (Exception) { } return false; }'),
      cs('void Run() { try { Import(); } catch (Exception e) when (e.HResult == 5) { } }'),
    ],
  },
  'correctness/fail-open': {
    path,
    faulty: [
      cs(
        'bool IsAuthorized(string token) { try { return Check(token); } catch (Exception error) { log.Warn(error); return true; } }',
      ),
    ],
    safe: [
      cs(
        'bool IsAuthorized(string token) { try { return Check(token); } catch (Exception error) { log.Warn(error); return false; } }',
      ),
      cs(
        'bool IsGone(string path) { try { return Check(path); } catch (IOException error) { log.Warn(error); return true; } }',
      ),
    ],
  },
  'correctness/lock-object': {
    path,
    faulty: [
      cs('void Add() { lock (this) { count++; } }'),
      cs('void Add() { lock (typeof(OrderService)) { count++; } }'),
      cs('void Add() { lock ("orders") { count++; } }'),
      cs('void Add() { lock (new object()) { count++; } }'),
    ],
    safe: [cs('readonly object gate = new();\nvoid Add() { lock (gate) { count++; } }')],
  },
  'correctness/changed-while-iterated': {
    path,
    faulty: [
      cs(
        'void Clean(List<Order> orders) { foreach (var order in orders) { if (order.IsDone) orders.Remove(order); } }',
      ),
      cs(
        'void Grow(Dictionary<string, int> sums) { foreach (var pair in sums) { sums.Add(pair.Key + "x", 1); } }',
      ),
    ],
    safe: [
      cs(
        'void Clean(List<Order> orders) { foreach (var order in orders.ToList()) { if (order.IsDone) orders.Remove(order); } }',
      ),
      cs(
        'void Clean(List<Order> orders) { foreach (var order in orders) { if (order.IsDone) { orders.Remove(order); break; } } }',
      ),
      cs(
        'void Clean(Dictionary<string, int> sums) { foreach (var pair in sums) { if (pair.Value == 0) sums.Remove(pair.Key); } }',
      ),
      cs(
        'void Clean(ConcurrentBag<Order> orders) { foreach (var order in orders) { orders.Add(order.Copy()); } }',
      ),
    ],
  },
  'correctness/result-dropped': {
    path,
    faulty: [
      cs('void Set(string name) { name.Trim(); Name = name; }'),
      cs('void Set(string name) { name.Replace("a", "b"); Name = name; }'),
      cs('void Set(DateTime due) { due.AddDays(1); Due = due; }'),
      cs('void List(IQueryable<Order> query) { query.Where(order => order.IsOpen); Use(query.ToList()); }'),
    ],
    safe: [
      cs('void Set(string name) { name = name.Trim(); Name = name; }'),
      cs('void Set(StringBuilder name) { name.Replace("a", "b"); Name = name.ToString(); }'),
      cs('void Pick(TextBox box) { box.Select(0, 5); }'),
    ],
  },
  'correctness/assignment-in-condition': {
    path,
    faulty: [cs('void Run(bool done) { if (done = true) Stop(); }')],
    safe: [
      cs('void Run(bool done) { if (done == true) Stop(); }'),
      cs(
        'void Read(TextReader reader) { string line; while ((line = reader.ReadLine()) != null) Use(line); }',
      ),
    ],
  },
  'correctness/index-past-end': {
    path,
    faulty: [cs('void Run(int[] items) { for (var i = 0; i <= items.Length; i++) { Use(items[i]); } }')],
    safe: [
      cs('void Run(int[] items) { for (var i = 0; i < items.Length; i++) { Use(items[i]); } }'),
      cs(
        'void Run(int[] items) { for (var i = 0; i <= items.Length; i++) { if (i < items.Length) Use(items[i]); } }',
      ),
    ],
  },
  'correctness/self-compare': {
    path,
    faulty: [cs('bool Same(Order a, Order b) { return a.Id == a.Id && a.Name == b.Name; }')],
    safe: [cs('bool Same(Order a, Order b) { return a.Id == b.Id; }'), cs('bool IsNaN(double x) => x != x;')],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: [cs('void Run(int k) { if (k == 1) One(); else if (k == 2) Two(); else if (k == 1) Three(); }')],
    safe: [cs('void Run(int k) { if (k == 1) One(); else if (k == 2) Two(); }')],
  },
  'correctness/impossible-case': {
    path,
    faulty: [
      cs('bool IsAdmin(string role) => role.ToLower() == "Admin";'),
      cs('bool IsAdmin(string role) => "Admin" == role.Trim().ToLowerInvariant();'),
      cs('bool IsAdmin(string role) => role.ToUpper().Equals("admin");'),
    ],
    safe: [
      cs('bool IsAdmin(string role) => role.ToLower() == "admin";'),
      cs('bool IsAdmin(string role) => role.ToUpper().Equals("admin", StringComparison.OrdinalIgnoreCase);'),
    ],
  },
});
