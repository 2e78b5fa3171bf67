import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Subject } from '../subject.ts'
import type { FoundBump } from './bump/find-bump.ts'
import { otherWays } from './other-ways.ts'
import type { WaysOut } from './seek-way-out.ts'
import { placesHere } from './places.ts'

const path = 'a.test/m'
const subject: Subject = { path, version: 'v1.1.0', scope: 'build', requiredBy: ['you'] }

function bump(names: readonly string[], more: Partial<FoundBump> = {}): WaysOut {
  const steps = names.map((name) => ({ path: name, version: 'v2.0.0', isRetracted: false }))
  const [place = { folder: undefined, mayLack: false }] = placesHere.modules
  const found = { isSmallest: true, isNamed: false, unhelped: 0, ...more }
  return { bump: { kind: 'found', steps, moves: [{ place, steps }], ...found } }
}

function said(ways: WaysOut, of: Partial<Subject> = {}) {
  const [first] = otherWays({ ...subject, ...of }, ways)
  assert.ok(first)
  const { text, long = text, raises } = first
  return [text, long === text ? '' : long.slice(text.length), raises?.path ?? ''].join('|')
}

suite('otherWays() of a bump', () => {
  const table: [what: string, ways: WaysOut, says: string][] = [
    [
      'one step',
      bump(['p']),
      'p v2.0.0 no longer needs it|, the smallest step after which nothing does|p',
    ],
    [
      'two steps',
      bump(['p', 'q']),
      'p v2.0.0 and q v2.0.0 no longer need it|, the smallest steps after which nothing does|',
    ],
    ['not the smallest', bump(['p'], { isSmallest: false }), 'p v2.0.0 no longer needs it||p'],
    [
      'another version is left',
      bump(['p'], { left: 'v1.2.0' }),
      'p v2.0.0 needs v1.2.0 of it, which upstream has||',
    ],
    [
      'still named',
      bump(['p'], { isNamed: true }),
      'p v2.0.0 no longer needs it|, though go.mod files still name it|p',
    ],
    [
      'one project is not helped',
      bump(['p'], { unhelped: 1 }),
      'p v2.0.0 no longer needs it; 1 other project still needs it||',
    ],
    [
      'two projects are not helped',
      bump(['p'], { unhelped: 2 }),
      'p v2.0.0 no longer needs it; 2 other projects still need it||',
    ],
  ]
  for (const [what, ways, says] of table) {
    test(what, () => {
      assert.equal(said(ways), says)
    })
  }
})

test('otherWays() takes an older version by a replace where another module needs the newer', () => {
  const older: WaysOut = { candidate: { kind: 'verified', version: 'v1.0.0' } }
  const command = (of: Partial<Subject>, ways = older) =>
    otherWays({ ...subject, ...of }, ways)[0]?.command
  assert.equal(said(older), 'v1.0.0, an older version, verifies||')
  assert.equal(command({}), 'go get a.test/m@v1.0.0')
  const replace = 'go mod edit -replace=a.test/m@v1.1.0=a.test/m@v1.0.0 && go mod tidy'
  assert.equal(command({ requiredBy: ['you', 'b.test/n@v1.0.0'] }), replace)
  const newer: WaysOut = { candidate: { kind: 'readable', version: 'v1.2.0' } }
  assert.equal(said(newer), 'v1.2.0 exists upstream, and can be read||')
  assert.equal(command({ requiredBy: ['b.test/n@v1.0.0'] }, newer), 'go get a.test/m@v1.2.0')
  assert.equal(
    command({ replaces: { path: 'c.test/o', version: '' } }, newer),
    'go mod edit -replace=c.test/o=a.test/m@v1.2.0 && go mod tidy',
  )
})
