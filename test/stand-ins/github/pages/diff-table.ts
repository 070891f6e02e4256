import type { Side } from '../git/diff-positions.ts';
import { hunkHeader, type Hunk } from '../git/line-diff.ts';
import { html, type Html } from './html.ts';

/** What stands below a line of the diff: the comments on it. */
export type Below = (side: Side, line: number) => readonly Html[];

export function diffTable(hunks: readonly Hunk[], below: Below): Html {
  return html`<table class="diff">
    ${hunks.flatMap((hunk) => hunkRows(hunk, below))}
  </table>`;
}

function hunkRows(hunk: Hunk, below: Below): Html[] {
  const rows = [
    html`<tr class="hunk">
      <td></td>
      <td></td>
      <td>${hunkHeader(hunk)}</td>
    </tr>`,
  ];
  let left = hunk.oldStart;
  let right = hunk.newStart;
  for (const text of hunk.lines) {
    const isOld = !text.startsWith('+');
    const isNew = !text.startsWith('-');
    if (text.startsWith('\\')) {
      rows.push(
        html`<tr>
          <td></td>
          <td></td>
          <td class="quiet">${text}</td>
        </tr>`,
      );
      continue;
    }
    const kind = isOld && isNew ? '' : isNew ? 'add' : 'remove';
    const numbers = html`<td class="number">${isOld ? left : ''}</td>
      <td class="number">${isNew ? right : ''}</td>`;
    rows.push(
      html`<tr class="${kind}">
        ${numbers}
        <td>${text}</td>
      </tr>`,
    );
    const remarks = [...(isOld ? below('LEFT', left) : []), ...(isNew ? below('RIGHT', right) : [])];
    rows.push(
      ...remarks.map(
        (remark) =>
          html`<tr class="comment">
            <td></td>
            <td></td>
            <td>${remark}</td>
          </tr>`,
      ),
    );
    if (isOld) left++;
    if (isNew) right++;
  }
  return rows;
}
