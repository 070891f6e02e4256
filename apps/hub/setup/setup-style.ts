import { createHash } from 'node:crypto';

/** The one style of the set-up pages: readable on a telephone, in the light and the dark. */
export const setupStyle = `
:root { color-scheme: light dark; --line: #8886; --quiet: #667085; --act: #1f6feb; }
* { box-sizing: border-box; }
body { max-width: 42rem; margin: 0 auto; padding: 3rem 1.25rem; font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1.25rem; }
code { font: .9em ui-monospace, monospace; padding: .1em .35em; border-radius: .3em; background: #8882; overflow-wrap: anywhere; }
label { font-weight: 600; }
small { display: block; color: var(--quiet); }
input:not([type]) { display: block; width: 100%; margin: .3rem 0; padding: .55rem .7rem; font: inherit; border: 1px solid var(--line); border-radius: .4rem; background: transparent; color: inherit; }
.choice { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; }
.choice input { width: 1.1rem; height: 1.1rem; margin: .25rem 0; }
.choice small { grid-column: 2; }
button { padding: .6rem 1.3rem; font: inherit; font-weight: 600; color: #fff; background: var(--act); border: 0; border-radius: .4rem; cursor: pointer; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
table { width: 100%; margin: 1.25rem 0; border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-top: 1px solid var(--line); }
th { font-weight: normal; white-space: nowrap; }
ul { padding-left: 1.25rem; }
li { margin: .3rem 0; }
.problems { padding: .75rem 1rem .75rem 2rem; border: 1px solid #d1242f; border-radius: .4rem; background: #d1242f14; }
`;

/** What a Content-Security-Policy lets through: this text, and no other style. */
export const setupStyleSource = `'sha256-${createHash('sha256').update(setupStyle).digest('base64')}'`;
