import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersIn } from './answers.ts'
import { openDatabase } from './database.ts'

void test('answerOf() gives the last answer to the question', () => {
  const answers = answersIn(openDatabase(':memory:'), () => 1000)
  const [path, question] = ['example.com/x', 'list']
  assert.equal(answers.answerOf(path, question), undefined)
  answers.saveAnswer({ path, question, body: 'v1.0.0\n' })
  answers.saveAnswer({ path, question: '@latest', body: '{}', askedAt: 7 })
  assert.deepEqual(answers.answerOf(path, question), {
    path,
    question,
    body: 'v1.0.0\n',
    askedAt: 1000,
  })
  answers.saveAnswer({ path, question, body: '', askedAt: 500 })
  assert.deepEqual(answers.answerOf(path, question), { path, question, body: '', askedAt: 500 })
  assert.equal(answers.answerOf(path, '@latest')?.askedAt, 7)
})
