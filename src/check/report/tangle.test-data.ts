import type { Report } from './report.ts'
import { manyOf, moduleOf, reportOf, seen } from './reports.test-data.ts'

/** A step of a way: `path@version`. */
const step = (name: string): string => `${name}@v1.2.3`

/**
 * A project with many findings: 11 behind one module, some behind chains of others, one that is itself on the way to
 * another, one that is required directly, and one to which no way is known.
 */
export const tangle: Report = reportOf(
  [
    ...Array.from({ length: 11 }, (_, index) =>
      moduleOf(`gone.example/lib/part${index}`, index % 5 === 0 ? 'version-moved' : 'repo-gone', {
        paths: {
          shortest: [
            [step('corp.example/platform')],
            [step('corp.example/tools'), step('corp.example/platform')],
          ],
          more: 0,
        },
        requiredBy: [step('corp.example/platform')],
      }),
    ),
    moduleOf('deep.example/a-module-with-a-rather-long-name', 'import-dead', {
      paths: {
        shortest: [
          [
            step('github.com/one/first'),
            step('github.com/two/second'),
            step('github.com/three/third'),
            step('github.com/four/fourth'),
            step('github.com/five/fifth'),
          ],
        ],
        more: 7,
      },
      verdict: { evidence: [seen('page', '404')] },
    }),
    moduleOf('deep.example/below', 'commit-gone', {
      paths: {
        shortest: [[step('corp.example/platform'), 'gone.example/lib/part0@v1.0.0']],
        more: 0,
      },
    }),
    moduleOf('direct.example/dependency', 'version-moved', { paths: { shortest: [], more: 0 } }),
    moduleOf('unknown.example/way', 'repo-gone'),
    ...manyOf(80, 'github.com', 'verified'),
  ],
  { name: 'corp.example/tangle' },
)
