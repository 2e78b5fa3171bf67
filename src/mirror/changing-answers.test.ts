import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { Failure } from '../failure.ts'
import { openDatabase } from '../store/facts/database.ts'
import { answersIn } from '../store/facts/answers.ts'
import { changingAnswers, type Question } from './changing-answers.ts'
import type { Changing, Spared } from './mirror.ts'

const freshFor = 1000

suite('changingAnswers()', () => {
  let clock = 0
  let asked = 0
  let says: string | Error = 'one'
  let answer: (question: Question) => Promise<Changing>
  let forget: (paths: readonly string[]) => void
  let spared: Spared[] = []
  const open = () => {
    const answers = answersIn(openDatabase(':memory:'), () => clock)
    return changingAnswers({
      answers,
      now: () => clock,
      freshFor,
      onSpared: (one) => void spared.push(one),
    })
  }
  beforeEach(() => {
    clock = 10_000
    asked = 0
    says = 'one'
    spared = []
    ;({ answer, forget } = open())
  })
  const question = (more: Partial<Question> = {}): Question => ({
    path: 'git.test/x',
    kind: 'list',
    question: 'list',
    door: 'default',
    ask: async () => {
      asked++
      if (says instanceof Error) throw says
      return says
    },
    fromHeld: () => undefined,
    ...more,
  })
  const trouble = new Failure('unreachable', 'Cannot ask')

  test('tells what was spared: fresh answers only, and not to those who never ask', async () => {
    await answer(question())
    assert.deepEqual(spared, [])
    await answer(question())
    await answer(question({ door: 'cached-only' }))
    assert.deepEqual(spared, [{ path: 'git.test/x', kind: 'list', bytes: 3 }])
    clock += freshFor
    says = trouble
    await answer(question())
    assert.equal(spared.length, 1)
  })

  test('asks again after news of the module, and only of it', async () => {
    await answer(question())
    await answer(question({ path: 'git.test/y' }))
    forget(['git.test/x'])
    says = 'two'
    clock += 1
    assert.equal((await answer(question())).body, 'two')
    assert.equal((await answer(question({ path: 'git.test/y' }))).body, 'one')
    assert.equal((await answer(question())).body, 'two')
    assert.equal(asked, 3)
  })

  test('repeats an answer while it is fresh, and asks again afterwards', async () => {
    assert.deepEqual(await answer(question()), { body: 'one', askedAt: 10_000, freshFor })
    says = 'two'
    clock += 999
    assert.deepEqual(await answer(question()), { body: 'one', askedAt: 10_000, freshFor: 1 })
    assert.equal(asked, 1)
    clock += 1
    assert.deepEqual(await answer(question()), { body: 'two', askedAt: 11_000, freshFor })
  })

  test('keeps questions apart', async () => {
    await answer(question())
    says = 'two'
    assert.equal((await answer(question({ question: '@latest' }))).body, 'two')
    assert.equal((await answer(question({ path: 'git.test/y' }))).body, 'two')
    assert.equal((await answer(question())).body, 'one')
  })

  test('asks once when many ask', async () => {
    const all = await Promise.all([1, 2, 3].map(() => answer(question())))
    assert.deepEqual(new Set(all.map(({ body }) => body)), new Set(['one']))
    assert.equal(asked, 1)
  })

  for (const failure of [trouble, new Failure('not-found', 'It is not there')]) {
    test(`gives the last answer when upstream fails with ${failure.code}, and lets it rest`, async () => {
      await answer(question())
      clock += 5000
      says = failure
      const stale = { body: 'one', askedAt: 10_000, freshFor: 0 }
      assert.deepEqual(await answer(question()), stale)
      clock += 999
      assert.deepEqual(await answer(question()), stale)
      assert.equal(asked, 2)
      clock += 1
      says = 'two'
      assert.equal((await answer(question())).body, 'two')
      assert.equal(asked, 3)
    })
  }

  test('throws what upstream says when there is nothing to repeat', async () => {
    says = trouble
    await assert.rejects(answer(question()), trouble)
    says = 'one'
    assert.equal((await answer(question())).body, 'one')
  })

  test('says what is held when upstream never answered', async () => {
    says = trouble
    const held = question({ fromHeld: () => 'held' })
    assert.deepEqual(await answer(held), { body: 'held', freshFor: 0 })
    says = 'one'
    clock += freshFor
    assert.equal((await answer(held)).body, 'one')
  })

  test('does not hide a bug behind an old answer', async () => {
    await answer(question())
    clock += freshFor
    says = new TypeError('bug')
    await assert.rejects(answer(question()), { name: 'TypeError' })
  })

  test('asks nobody behind the door of what is held', async () => {
    const cached = question({ door: 'cached-only' })
    await assert.rejects(answer(cached), { code: 'not-held', message: /list of git\.test\/x/ })
    assert.equal((await answer({ ...cached, fromHeld: () => 'held' })).body, 'held')
    await answer(question())
    clock += 1_000_000
    assert.deepEqual(await answer(cached), { body: 'one', askedAt: 10_000, freshFor: 0 })
    assert.equal(asked, 1)
  })

  test('does not trust an answer from the future, nor rest until then', async () => {
    await answer(question())
    clock -= 5000
    says = 'two'
    assert.deepEqual(await answer(question()), { body: 'two', askedAt: 5000, freshFor })
    clock += freshFor
    says = trouble
    await answer(question())
    clock -= 3000
    says = 'three'
    assert.equal((await answer(question())).body, 'three')
  })
})
