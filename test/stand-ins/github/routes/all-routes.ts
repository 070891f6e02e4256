import type { Route } from '../http/route.ts';
import { appRoutes } from './apps.ts';
import { checkRunRoutes } from './check-runs.ts';
import { commitRoutes } from './commits.ts';
import { compareRoutes } from './compare.ts';
import { contentRoutes } from './contents.ts';
import { gitRoutes } from './git.ts';
import { graphqlRoutes } from './graphql.ts';
import { hookRoutes } from './hooks.ts';
import { issueCommentRoutes } from './issue-comments.ts';
import { issueRoutes } from './issues.ts';
import { pullRoutes } from './pulls.ts';
import { rateLimitRoutes } from './rate-limit.ts';
import { reactionRoutes } from './reactions.ts';
import { repositoryRoutes } from './repositories.ts';
import { reviewCommentRoutes } from './review-comments.ts';
import { reviewRoutes } from './reviews.ts';
import { searchRoutes } from './search.ts';
import { teamRoutes } from './teams.ts';

export const allRoutes: readonly Route[] = [
  ...appRoutes,
  ...hookRoutes,
  ...rateLimitRoutes,
  ...repositoryRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...issueRoutes,
  ...issueCommentRoutes,
  ...reactionRoutes,
  ...checkRunRoutes,
  ...commitRoutes,
  ...compareRoutes,
  ...contentRoutes,
  ...gitRoutes,
  ...searchRoutes,
  ...graphqlRoutes,
  ...teamRoutes,
];
