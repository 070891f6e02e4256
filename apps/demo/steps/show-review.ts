import { clip } from '#apps/cli/output/one-line.ts';
import { sampleRepository } from '#test/stand-ins/github/sample-repository.ts';
import type { Announced, Scene, Stage } from '../scene.ts';
import { terminalMarkdown } from '../terminal-markdown.ts';

const maxSummaryLines = 30;

/** What the author of the pull request gets, in the order in which they see it. */
export function showReview({ story }: Stage, { github, repository }: Scene, { pull }: Announced): void {
  const { colors, columns } = story;
  const { fullName } = repository;
  story.chapter(`What ${sampleRepository.pull.author} sees on GitHub`);
  for (const { name, conclusion, output } of github.checkRuns(fullName)) {
    story.line(`${colors.bold(`Check run ${name}`)}: ${colors.yellow(conclusion ?? '')}, ${output.title}`);
  }
  for (const comment of github.comments(fullName, pull.number)) {
    story.line();
    story.line(`${colors.bold('Summary comment')} by ${comment.user.login}`);
    story.quote(terminalMarkdown(comment.body, { columns, colors, maxLines: maxSummaryLines }));
  }
  const inline = github.reviewComments(fullName, pull.number).map(({ path, line, body }) => ({
    place: `${path}:${line}`,
    text: terminalMarkdown(body, { columns: 1_000, colors, maxLines: 1_000 })[0] ?? '',
  }));
  const width = Math.max(...inline.map(({ place }) => place.length));
  story.line();
  story.line(`${colors.bold('Comments beside the code')} (${inline.length})`);
  story.quote(
    inline.map(
      ({ place, text }) => `${colors.cyan(place.padEnd(width))}  ${clip(text, columns - width - 2)}`,
    ),
  );
}
