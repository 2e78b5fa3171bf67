import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nameServer, type NameRecord } from '../../../test/name-server.ts'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { nameAsker } from './ask-names.ts'
import type { Answered } from './controls.ts'

const url = 'https://go.gone.test/x'
const found: Answered = {
  at: 3,
  url: 'https://git.test/x',
  vcs: 'git',
  of: 'repository',
  saw: 'repository answers',
  answers: true,
}

/** What is heard of a name, twice, and how often it was asked for. */
async function heard(
  records: Readonly<Record<string, NameRecord>>,
  answered: readonly Answered[] = [],
  to?: string,
) {
  await using server = await nameServer(records)
  const rules = to === undefined ? [] : [{ from: 'https://go.gone.test/', to }]
  await using opened = openTestGate(rules, { names: { resolvers: [server.address] } })
  const answers = new Map([['git.test', answered]])
  const namesOf = nameAsker({ gate: opened.gate, now: () => 5, answered: answers })
  const { names, control } = await namesOf(url, true)
  assert.deepEqual((await namesOf(url, true)).control, control)
  const times = server.asked.filter((question) => question === 'A go.gone.test').length
  return { names: names?.map(({ outcome }) => outcome), control, times }
}

suite('nameAsker()', () => {
  test('asks once, and takes the zone above for the control', async () => {
    const { names, control, times } = await heard({ test: { ns: ['b.ns.test', 'a.ns.test'] } })
    assert.deepEqual([names, times], [['nxdomain'], 1])
    const { at: _, ...rest } = control ?? { at: 0 }
    const saw = 'name servers a.ns.test, b.ns.test'
    assert.deepEqual(rest, { url: 'dns:test', of: 'domain', saw, answers: true })
  })

  test('takes another host that was found by its name where the zone is not known', async () => {
    const { control } = await heard({ 'gone.test': { code: 'SERVFAIL' } }, [found])
    assert.deepEqual([control?.url, control?.answers, control?.at], ['dns:git.test', true, 3])
  })

  test('has a control that does not answer where no other name is known', async () => {
    const { names, control } = await heard({
      'go.gone.test': { code: 'SERVFAIL' },
      'gone.test': { code: 'SERVFAIL' },
    })
    assert.deepEqual(
      [names, control?.url, control?.answers],
      [['servfail'], 'dns:gone.test', false],
    )
  })

  test('claims nothing of a host that is asked elsewhere', async () => {
    const told = await heard({ test: { ns: ['a.ns.test'] } }, [], 'https://mirror.test/')
    assert.deepEqual(told, { names: undefined, control: undefined, times: 0 })
  })
})
