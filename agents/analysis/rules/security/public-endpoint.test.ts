import { describe, expect, it } from 'vitest';
import { reviewSource } from '../../cases/review-source.ts';

const found = async (base: string, head: string) =>
  (await reviewSource(head, { base, families: ['security'] })).map(
    ({ rule, location }) => `${rule} ${location?.line}`,
  );

const controller = (mark: string) =>
  `@Controller('users')\nclass Users {\n${mark}  @Delete(':id')\n  remove(@Param('id') id: string) { return this.users.remove(id); }\n}\n`;
const router = (procedure: string) =>
  `export const users = router({\n  remove: ${procedure}.input(Id).mutation(({ input }) => remove(input)),\n});\n`;

describe('security/public-endpoint', () => {
  it('reports an endpoint that was there and is opened', async () => {
    expect(await found(controller(''), controller('  @Public()\n'))).toEqual(['security/public-endpoint 3']);
    expect(await found(router('protectedProcedure'), router('publicProcedure'))).toEqual([
      'security/public-endpoint 2',
    ]);
  });

  it('stays silent on a new endpoint, and on one that was open before', async () => {
    const open = controller('  @Public()\n');
    expect(await found('export const a = 1;\n', open)).toEqual([]);
    expect(await found(open, open.replace('remove(id)', 'remove(id, true)'))).toEqual([]);
    expect(await found(router('publicProcedure'), router('publicProcedure.use(log)'))).toEqual([]);
    expect(await found('export const a = 1;\n', router('publicProcedure'))).toEqual([]);
  });
});
