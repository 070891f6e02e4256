import { holdRuleCases } from '../../cases/rule-cases.ts';

const path = 'src/Orders.php';
const php = (body: string) => `<?php\nfunction f($a, $xs) {\n${body}\n}\n`;

holdRuleCases({
  'correctness/found-at-start': {
    path,
    faulty: [
      php("if (strpos($a, 'x')) { g(); }"),
      php("if (!strpos($a, 'x')) { g(); }"),
      php("if ($a && stripos($a, 'x') == false) { g(); }"),
    ],
    safe: [
      php("if (strpos($a, 'x') !== false) { g(); }"),
      php("if (str_contains($a, 'x')) { g(); }"),
      php("$at = strpos($a, 'x');"),
    ],
  },
  'correctness/assignment-in-condition': {
    path,
    faulty: [php("if ($a = 'done') { g(); }")],
    safe: [php("if ($a === 'done') { g(); }"), php('while ($row = next_row()) { g($row); }')],
  },
  'correctness/empty-catch': {
    path,
    faulty: [php('try { save(); } catch (Exception $e) { }')],
    safe: [
      php('try { save(); } catch (Exception $e) { log($e); }'),
      php('try { save(); } catch (Exception $ignored) { }'),
    ],
  },
  'correctness/return-in-finally': {
    path,
    faulty: [php('try { return save(); } finally { return true; }')],
    safe: [php('try { return save(); } finally { release(); }')],
  },
  'correctness/index-past-end': {
    path,
    faulty: [php('for ($i = 0; $i <= count($xs); $i++) { g($xs[$i]); }')],
    safe: [php('for ($i = 0; $i < count($xs); $i++) { g($xs[$i]); }')],
  },
  'correctness/self-compare': {
    path,
    faulty: [php('return $a->id === $a->id;')],
    safe: [php('return $a->id === $xs->id;'), php('return g() === g();')],
  },
  'correctness/duplicate-condition': {
    path,
    faulty: [php('if ($a === 1) { g(); } elseif ($a === 2) { h(); } elseif ($a === 1) { i(); }')],
    safe: [php('if ($a === 1) { g(); } elseif ($a === 2) { h(); }')],
  },
  'correctness/duplicate-key': {
    path,
    faulty: [php("return ['low' => 1, 'high' => 2, 'low' => 3];")],
    safe: [php("return ['low' => 1, 'high' => 2];"), php("return ['a', 'a', 'b'];")],
  },
  'correctness/fall-through': {
    path,
    faulty: [php('switch ($a) { case 1: g(); case 2: h(); break; default: i(); }')],
    safe: [php('switch ($a) { case 1: g(); break; case 2: h(); break; default: i(); }')],
  },
  'correctness/reference-left': {
    path,
    faulty: [php('foreach ($xs as &$x) { $x *= 2; }\nforeach ($a as $x) { g($x); }')],
    safe: [
      php('foreach ($xs as &$x) { $x *= 2; }\nunset($x);\nforeach ($a as $x) { g($x); }'),
      php('foreach ($xs as &$x) { $x *= 2; }\nreturn $xs;'),
    ],
  },
});
