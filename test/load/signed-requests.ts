import { createHmac, randomUUID } from 'node:crypto';
import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };

/** A whole HTTP request, ready to be written to a socket. */
export type RawRequest = Buffer;

/**
 * Signed GitHub deliveries with ids of their own, made before the clock starts: signing is the sender's work, and the
 * generator shares the cores with what it measures. The event is one that leads to no task.
 */
export function signedRequests(count: number, bodyBytes: number, secret: string): RawRequest[] {
  const filler = payloadText(Math.max(0, bodyBytes - 120));
  return Array.from({ length: count }, () => {
    const id = randomUUID();
    const body = Buffer.from(JSON.stringify({ action: 'created', starred_at: null, id, filler }));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const head = [
      'POST /webhooks/github HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'User-Agent: GitHub-Hookshot/bench',
      'X-GitHub-Event: star',
      `X-GitHub-Delivery: ${id}`,
      `X-Hub-Signature-256: sha256=${signature}`,
      '',
      '',
    ].join('\r\n');
    return Buffer.concat([Buffer.from(head), body]);
  });
}

/** Text of GitHub's own examples, because rows of one letter would compress to nothing. */
function payloadText(bytes: number): string {
  const text = JSON.stringify(examples.find((event) => event.name === 'pull_request')?.examples);
  // As it stands in a string, so that escapes do not lengthen it.
  return text.replaceAll(/["\\]/g, "'").slice(0, bytes);
}
