import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'app/services/orders.rb';
const rb = (body: string) =>
  `class Orders\n  def run(order, items)\n    ${body}\n    finish(order)\n  end\nend\n`;
const rescuing = (handlers: string, name = 'import') =>
  `class Orders\n  def ${name}(order)\n    store.load(order)\n${handlers}\n  end\nend\n`;

holdRuleCases({
  'correctness/caught-too-much': {
    path,
    faulty: [
      rescuing('  rescue Exception => e\n    logger.error(e.message)\n    nil'),
      rescuing('  rescue Exception => e\n    logger.error(e)\n    nil'),
      rescuing('  rescue Exception\n    retry_later(order)'),
    ],
    safe: [
      rescuing('  rescue StandardError => e\n    logger.error(e.message)\n    nil'),
      rescuing('  rescue Exception => e\n    logger.error(e.message)\n    raise'),
      rescuing('  rescue Exception => e\n    @failures << e\n    nil'),
      rescuing('  rescue Exception => e\n    handle(e, order)\n    nil'),
      rescuing('  rescue Exception => e # the thread must go on\n    logger.error(e.message)\n    nil'),
    ],
  },
  'correctness/empty-catch': {
    path,
    faulty: [
      rescuing('  rescue'),
      rescuing('  rescue StandardError => e'),
      rb('begin\n      index(order)\n    rescue => e\n    end'),
    ],
    safe: [
      rescuing('  rescue Errno::ENOENT'),
      rescuing('  rescue => @failure'),
      rb('begin\n      index(order)\n    rescue => e\n    end\n    finish(e)'),
      rescuing('  rescue\n    # the next run loads it'),
      rb('# Nobody waits for the index.\n    begin\n      index(order)\n    rescue\n    end'),
      rescuing('  rescue => e\n    logger.warn(e.message)'),
      rb('begin\n      socket.close\n    rescue => e\n    end'),
    ],
  },
  'correctness/unreachable-handler': {
    path,
    faulty: [
      rescuing('  rescue => e\n    fail_with(e)\n  rescue KeyError => e\n    not_found(e)'),
      rescuing(
        '  rescue StandardError => e\n    fail_with(e)\n  rescue ActiveRecord::RecordNotFound => e\n    not_found(e)',
      ),
    ],
    safe: [
      rescuing('  rescue KeyError => e\n    not_found(e)\n  rescue => e\n    fail_with(e)'),
      rescuing('  rescue => e\n    fail_with(e)\n  rescue NotImplementedError => e\n    not_found(e)'),
    ],
  },
  'correctness/return-in-finally': {
    path,
    faulty: [rescuing('  ensure\n    lock.release\n    return true')],
    safe: [
      rescuing('  ensure\n    lock.release'),
      rescuing('  ensure\n    done = -> { return 1 }\n    done.call'),
      rescuing('  ensure\n    return found if done'),
    ],
  },
  'correctness/fail-open': {
    path,
    faulty: [
      rescuing('  rescue StandardError => e\n    logger.warn(e.message)\n    true', 'valid_signature?'),
      rescuing('  rescue JWT::DecodeError => e\n    logger.warn(e.message)\n    return true', 'authorized?'),
    ],
    safe: [
      rescuing('  rescue StandardError => e\n    logger.warn(e.message)\n    false', 'valid_signature?'),
      rescuing('  rescue StandardError => e\n    logger.warn(e.message)\n    true', 'empty?'),
    ],
  },
  'correctness/unclosed-resource': {
    path,
    faulty: [
      rb('file = File.open(order.path)\n    parse(file.read)'),
      rb("File.open(order.path, 'w').write(order.text)"),
    ],
    safe: [
      rb("File.open(order.path, 'w') { |file| file.write(order.text) }"),
      rb('file = File.open(order.path)\n    parse(file.read)\n    file.close'),
      rb('file = File.open(order.path)\n    upload(file)'),
      rb('parse(File.read(order.path))'),
    ],
  },
  'correctness/result-dropped': {
    path,
    faulty: [
      rb('name = order.name\n    name.strip\n    save(name)'),
      rb("order_name = order.name\n    order_name.gsub('a', 'b')\n    save(order_name)"),
    ],
    safe: [
      rb('name = order.name.strip\n    save(name)'),
      rb('name = order.name\n    name.strip!\n    save(name)'),
      rb('names = items.map(&:name)\n    names.map!(&:downcase)\n    save(names)'),
      'class Orders\n  def name(order)\n    text = order.name\n    text.strip\n  end\nend\n',
    ],
  },
  'correctness/assignment-in-condition': {
    path,
    faulty: [
      rb("if order.status = 'done'\n      close(order)\n    end"),
      rb('close(order) if order.done = true'),
    ],
    safe: [
      rb("if order.status == 'done'\n      close(order)\n    end"),
      rb('if found = items.first\n      close(found)\n    end'),
    ],
  },
  'correctness/index-past-end': {
    path,
    faulty: [
      rb('(0..items.length).each { |i| use(items[i]) }'),
      rb('0.upto(items.size) do |i|\n      use(items[i])\n    end'),
      rb('for i in 0..items.length do\n      use(items[i])\n    end'),
    ],
    safe: [
      rb('(0...items.length).each { |i| use(items[i]) }'),
      rb('0.upto(items.size - 1) { |i| use(items[i]) }'),
      rb('(0..items.length).each { |i| use(items[0, i]) }'),
    ],
  },
  'correctness/self-compare': {
    path,
    faulty: [rb('same(order) if order.id == order.id')],
    safe: [rb('same(order) if order.id == items.id'), rb('same(order) if roll() == roll()')],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: [
      rb(
        "if @kind == 'a'\n      one\n    elsif @kind == 'b'\n      two\n    elsif @kind == 'a'\n      three\n    end",
      ),
      rb("case @kind\n    when 'a' then one\n    when 'b', 'a' then two\n    end"),
    ],
    safe: [
      rb("if @kind == 'a'\n      one\n    elsif @kind == 'b'\n      two\n    end"),
      rb("case @kind\n    when 'a' then one\n    when 'b', 'c' then two\n    end"),
    ],
  },
  'correctness/duplicate-key': {
    path,
    faulty: [
      rb('limits = { low: 1, high: 10, low: 2 }\n    apply(limits)'),
      rb("limits = { 'low' => 1, 'low' => 2 }\n    apply(limits)"),
    ],
    safe: [
      rb("limits = { low: 1, 'low' => 2, high: 10 }\n    apply(limits)"),
      rb(`escapes = { '"' => 1, "'" => 2, '' => 3 }\n    apply(escapes)`),
      rb('limits = { low: 1, **items, low: 2 }\n    apply(limits)'),
    ],
  },
  'correctness/impossible-case': {
    path,
    faulty: [
      rb("close(order) if order.role.downcase == 'Admin'"),
      rb("close(order) if order.name.strip.upcase.start_with?('vip')"),
    ],
    safe: [rb("close(order) if order.role.downcase == 'admin'")],
  },
});
