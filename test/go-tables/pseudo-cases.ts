import { decrementDecimal, incrementDecimal } from '../../src/gomod/decimal.ts'
import { InvalidError } from '../../src/gomod/invalid-error.ts'
import * as pseudo from '../../src/gomod/pseudo-version.ts'
import { accepts, equalCase, type GoCase } from './case.ts'
import { baseless, decrements, increments, pseudos } from './pseudo-rows.ts'

/** `x/mod/module`, pseudo-versions: one case for each function and version. */
export function pseudoCases(): GoCase[] {
  return [
    ...pseudos.flatMap(([major, older, version]) => [
      equalCase(pseudoAfter, [major, older], version),
      equalCase(pseudo.isPseudoVersion, version, true),
      equalCase(pseudo.isPseudoVersion, older, false),
      equalCase(pseudo.pseudoVersionTime, version, time),
      equalCase(hasTime, older, false),
      equalCase(pseudo.pseudoVersionRev, version, rev),
      equalCase(hasRev, older, false),
      equalCase(pseudo.pseudoVersionBase, version, older),
    ]),
    equalCase(hasTime, '---', false),
    ...baseless.map((version) => equalCase(hasBase, version, false)),
    ...increments.map(([from, to]) => equalCase(incrementDecimal, from, to)),
    ...decrements.map(([from, to]) => equalCase(decremented, from, to)),
  ]
}

const time = new Date('2006-01-02T15:04:05Z')
const rev = 'hash'

const pseudoAfter = ([major, base]: readonly [string, string]) =>
  pseudo.pseudoVersion({ major, base, time, rev })
const hasTime = (v: string) => accepts(() => pseudo.pseudoVersionTime(v), InvalidError)
const hasRev = (v: string) => accepts(() => pseudo.pseudoVersionRev(v), InvalidError)
const hasBase = (v: string) => accepts(() => pseudo.pseudoVersionBase(v), InvalidError)
const decremented = (decimal: string) => decrementDecimal(decimal) ?? ''
