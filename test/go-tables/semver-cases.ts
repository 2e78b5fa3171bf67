import assert from 'node:assert/strict'
import * as semver from '../../src/gomod/semver.ts'
import { equalCase, type GoCase } from './case.ts'
import { sorted, versions } from './semver-rows.ts'

/** `x/mod/semver`: one case for each function and text; those that take two, for each text beside all others. */
export function semverCases(): GoCase[] {
  const single = versions.flatMap(([text, canonical]) => {
    const [, major = '', minor = '', pre = ''] = /^(v\d+)(\.\d+)\.\d+(.*)$/.exec(canonical) ?? []
    const [, build = ''] = canonical === '' ? [] : (/(\+.*)$/.exec(text) ?? [])
    return [
      equalCase(semver.isValid, text, canonical !== ''),
      equalCase(semver.canonical, text, canonical),
      equalCase(semver.major, text, major),
      equalCase(semver.majorMinor, text, major + minor),
      equalCase(semver.prerelease, text, pre),
      equalCase(semver.build, text, build),
    ]
  })
  const texts = versions.map(([text]) => text)
  return [
    ...single,
    ...versions.flatMap(pairs),
    equalCase(inOrder, texts.toReversed(), [...sorted]),
  ]
}

const inOrder = (shuffled: readonly string[]) => shuffled.toSorted(semver.compareVersions)
const compareAll = (a: string) => versions.map(([b]) => semver.compare(a, b))
const maxOfAll = (a: string) => versions.map(([b]) => semver.max(a, b))

function pairs([text, canonical]: (typeof versions)[number], place: number): GoCase[] {
  const orders = versions.map((other, at) => (other[1] === canonical ? 0 : Math.sign(place - at)))
  const later = versions.map((other, at) => (place < at ? other[1] : canonical))
  return [
    {
      name: `compare(${JSON.stringify(text)}, …)`,
      run: () => assert.deepEqual(compareAll(text), orders),
    },
    { name: `max(${JSON.stringify(text)}, …)`, run: () => assert.deepEqual(maxOfAll(text), later) },
  ]
}
