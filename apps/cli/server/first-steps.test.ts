import { describe, expect, it } from 'vitest';
import { firstSteps } from './first-steps.ts';

const hubUrl = 'http://127.0.0.1:8000';
const steps = (environment: Record<string, string>, stored: string[] = []) =>
  firstSteps({ environment, hubUrl, stored }).join('\n');

describe('after a start', () => {
  it('a platform whose credentials are stored counts as connected, with nothing in the environment', () => {
    expect(steps({}, ['github'])).toContain(
      `GitHub is connected: deliveries go to ${hubUrl}/webhooks/github`,
    );
    expect(steps({}, ['github'])).not.toContain('No platform is connected');
  });

  it('nothing configured leads to the next steps', () => {
    expect(steps({})).toContain('No platform is connected yet. Next:');
    expect(steps({})).not.toContain('is not connected:');
    expect(steps({})).toMatch(/Set ANTHROPIC_API_KEY, GROQ_API_KEY, OPENAI_API_KEY or .* all 1\d\.$/m);
  });

  it('half of the variables are told apart from none', () => {
    expect(steps({ GITHUB_APP_ID: '1' })).toMatch(
      /^GitHub is not connected: GITHUB_PRIVATE_KEY is not set; GITHUB_WEBHOOK_SECRET is not set\./,
    );
  });

  it('no line repeats a value of the environment', () => {
    expect(steps({ GITHUB_APP_ID: 'app-id-with-dashes', GITHUB_WEBHOOK_SECRET: 'hush' })).not.toMatch(
      /with-dashes|hush/,
    );
  });
});
