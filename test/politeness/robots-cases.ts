import { hang, redirect, status, type Page, type Reply } from '../forge/reply.ts'
import type { LookResult } from '../../src/store/facts/repositories.ts'

const rules = (...lines: string[]): Page => ({ body: `${lines.join('\n')}\n` })
const forAll = ['User-agent: *', 'Disallow: /']
const filler = `# ${'x'.repeat(998)}\n`

/** A host: what it answers for its robots.txt, and what looks at its repositories `x` and `y` come to. */
export interface RobotsCase {
  readonly robots: Page | Reply
  readonly x: LookResult
  /** There is no such repository unless given. */
  readonly y?: LookResult
}

/** By host. */
export const robotsCases: Readonly<Record<string, RobotsCase>> = {
  'none.test': { robots: { status: 404 }, x: 'unchanged' },
  'path.test': {
    robots: rules('User-agent: headwater', 'Disallow: /x'),
    x: 'opted-out',
    y: 'unchanged',
  },
  'star.test': { robots: rules(...forAll), x: 'opted-out' },
  'named.test': {
    robots: rules(...forAll, '', 'User-agent: headwater', 'Disallow: /y'),
    x: 'unchanged',
    y: 'opted-out',
  },
  'html.test': { robots: { body: '<html>Disallow: /</html>' }, x: 'unchanged' },
  'front.test': { robots: rules(...forAll, filler.repeat(4000)), x: 'opted-out' },
  'behind.test': { robots: rules(filler.repeat(600), ...forAll), x: 'unchanged' },
  'moved.test': { robots: redirect('/moved.test/rules.txt'), x: 'opted-out' },
  'broken.test': { robots: status(500), x: 'unreachable' },
  'silent.test': { robots: hang(), x: 'unreachable' },
  'stalled.test': {
    robots: { kind: 'page', ...rules(...forAll), stallAfter: 5 },
    x: 'unreachable',
  },
  'slow.test': { robots: rules('User-agent: *', 'Crawl-delay: 4'), x: 'unchanged' },
}
