import type { Value } from '../../flow/value.ts';
import { defineSinkRule, fromOutside } from '../sink-rule.ts';

const compiling =
  /^(ejs\.(render|compile)|handlebars\.(compile|precompile)|pug\.(render|compile)|nunjucks\.(renderString|compile)|lodash(\.|\/)template|mustache\.render|eta\.(renderString|compile)|dot\.(template|compile)|underscore\.template|hogan\.js\.compile|liquidjs\.Liquid#\.parseAndRender(Sync)?)$/;

export const templateInjection = defineSinkRule({
  id: 'security/template-injection',
  title: '`{source}` is compiled as a template by `{sink}`',
  cwe: 'CWE-1336',
  severity: 'critical',
  purpose: 'code',
  why: 'Template languages run code: an expression in the value calls functions of this process.',
  instead: 'Keep templates in files and pass outside values as data.',
  example: "res.render('greeting', { name });",
  accepts: fromOutside,
  *sinks(file) {
    for (const call of file.calls()) {
      const [argument] = call.arguments;
      const renders = call.method === 'render' && /^_?(res|reply|response)$/.test(call.receiver?.text ?? '');
      if (argument === undefined || (!renders && !compiling.test(call.name))) continue;
      yield { node: call.node, argument, name: call.callee.text };
      const locals = renders ? call.arguments[1] : undefined;
      if (locals !== undefined)
        yield { node: call.node, argument: locals, name: call.callee.text, accepts: isWholeInput };
    }
  },
});

/** The engine reads its own options from the locals: `settings[view options]` of EJS runs code. */
function isWholeInput(value: Value): boolean {
  return fromOutside(value) && /(^|\.)(query|body|params)$/.test(value.origin?.label ?? '');
}
