import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../invalid-error.ts'
import { ModFileError } from './mod-file-error.ts'
import { parseModFile } from './parse.ts'

/** The error that reading the text as a go.mod file gives. */
function errorOf(text: string, lax = false): ModFileError {
  let thrown: unknown
  try {
    parseModFile('go.mod', text, { lax })
  } catch (error) {
    thrown = error
  }
  assert.ok(thrown instanceof ModFileError)
  return thrown
}

// Faults of syntax are faults in lax mode too. Places: as `modfile.Parse` gives them.
const syntaxFaults: [text: string, place: string, reason: RegExp][] = [
  ['module m /* c */', '1:10', /comments here start with "\/\/" only/],
  ['/* c */', '1:1', /comments/],
  ['module m/*c*/', '1:9', /comments/],
  ['module "m', '1:8', /never closed/],
  ['module `m', '1:8', /never closed/],
  ['module "m\\', '1:8', /never closed/],
  ['module "m\nx"', '1:10', /end of the line/],
  ['module `m\nx`', '1:10', /end of the line/],
  ['module "é\\\nx\n"', '2:2', /end of the line/],
  ['require (\n\ta v1.0.0\n', '3:1', /block opened at go\.mod:1 is never closed/],
  ['require (', '1:10', /never closed/],
  ['\nrequire ( x\n)\nrequire (\n)) \n', '5:3', /only a comment may follow "\)"/],
  ['require (\n\ta v1.0.0\n) x\n', '3:4', /only a comment/],
  ['module m\0', '1:9', /U\+0000 is not allowed/],
  ['module é\u0085', '1:9', /U\+0085/],
  ['\ufeffmodule m', '1:1', /U\+FEFF/],
  ['module a\u00a0b', '1:9', /U\+00A0/],
  ['module m\n\u{e0001}', '2:1', /U\+E0001/],
  ['go 1.21\nmodule \f', '2:8', /U\+000C/],
]

const directiveFaults: [text: string, place: string, reason: RegExp][] = [
  ['foo bar', '1:1', /directive "foo" is unknown/],
  ['  foo', '1:3', /"foo"/],
  ['=> x', '1:1', /"=>"/],
  ['(', '1:1', /directive "\(" is unknown/],
  ['foo (\n\tbar\n)', '1:1', /block "foo" is unknown/],
  ['go (\n\t1.21\n)', '1:1', /block "go"/],
  ['toolchain (\n)', '1:1', /block "toolchain"/],
  ['require x (\n)', '1:1', /block "require x"/],
  ['constructor x', '1:1', /unknown/],
  ['use ./a', '1:1', /unknown/],
  ['module', '1:1', /exactly one argument, not 0/],
  ['module a b', '1:1', /not 2/],
  ['module `m`', '1:1', /quotation mark/],
  ["module 'm'", '1:1', /quotation mark/],
  ['module a"b"', '1:1', /quotation mark/],
  ['module "\\q"', '1:1', /not a well-formed string/],
  ['module "\\\'"', '1:1', /not a well-formed string/],
  ['module a\nmodule b', '2:1', /only once/],
  ['module (\n\ta\n\tb\n)', '3:2', /only once/],
  ['go', '1:1', /exactly one/],
  ['go 1.21 1.22', '1:1', /exactly one/],
  ['go 1', '1:1', /"1" is not of the form 1\.23\.0/],
  ['go 1.021', '1:1', /form/],
  ['go 01.21', '1:1', /form/],
  ['go 0.1', '1:1', /form/],
  ['go 1.21.3.4', '1:1', /form/],
  ['go 1.24-foo', '1:1', /form/],
  ['go v1.24', '1:1', /form/],
  ['go "1.24"', '1:1', /form/],
  ['go 1.20\ngo 1.21', '2:1', /only once/],
  ['toolchain', '1:1', /exactly one/],
  ['toolchain 1.21', '1:1', /neither "default"/],
  ['toolchain go2', '1:1', /neither/],
  ['toolchain go1x', '1:1', /neither/],
  ['toolchain defaults', '1:1', /neither/],
  ['toolchain go1.21\ntoolchain go1.22', '2:1', /only once/],
  ['godebug', '1:1', /exactly one/],
  ['godebug a', '1:1', /key=value/],
  ['godebug a="b"', '1:1', /key=value/],
  ["godebug a='b'", '1:1', /key=value/],
  ['godebug a=b,c=d', '1:1', /exactly one/],
  ['require', '1:1', /require needs/],
  ['require x', '1:1', /require needs/],
  ['require x v1.0.0 y', '1:1', /require needs/],
  ['require x master', '1:1', /require "x": version "master" is not of the form v1\.2\.3/],
  ['require x 1.2.3', '1:1', /form/],
  ['require x v01.2.3', '1:1', /form/],
  ['require x v1.2.3-01', '1:1', /form/],
  ['require x v2.0.0', '1:1', /v0 or v1/],
  ['require x/v2 v1.0.0', '1:1', /v2/],
  ['require x/v2 v2.0.0+incompatible\nrequire x/v2 v3.0.0+incompatible', '2:1', /v2/],
  ['require x/v1 v1.0.0', '1:1', /malformed major version suffix/],
  ['require x/v02 v2.0.0', '1:1', /malformed/],
  ['require x/v1.5 v1.5.0', '1:1', /malformed/],
  ['require gopkg.in/a v1.0.0', '1:1', /malformed/],
  ['require gopkg.in/a.v1 v2.0.0', '1:1', /v1/],
  ['exclude x', '1:1', /exclude needs/],
  ['exclude x v2.0.0', '1:1', /exclude "x"/],
  ['replace x', '1:1', /replace needs/],
  ['replace x =>', '1:1', /replace needs/],
  ['replace x => ', '1:1', /replace needs/],
  ['replace x y z => ./w', '1:1', /replace needs/],
  ['replace x => y v1.0.0 z', '1:1', /replace needs/],
  ['replace x v1.0.0 ./y', '1:1', /replace needs/],
  ['replace x => y', '1:1', /needs a version/],
  ['replace x => .y', '1:1', /needs a version/],
  ['replace x => y@v1.2.3', '1:1', /not "path@version"/],
  ['replace x => ..\\y', '1:1', /Windows/],
  ['replace x => C:\\y', '1:1', /Windows/],
  ['replace x => ./y v1.0.0', '1:1', /cannot have a version/],
  ['replace x => y master', '1:1', /form/],
  ['replace x v2.0.0 => ./y', '1:1', /v0 or v1/],
  ['replace x/v1 => ./y', '1:1', /malformed/],
  ['retract', '1:1', /retract needs a version/],
  ['retract ( x', '1:1', /retract needs a version/],
  ['retract [', '1:1', /interval/],
  ['retract [v1.0.0', '1:1', /interval/],
  ['retract [v1.0.0]', '1:1', /interval/],
  ['retract [v1.0.0 v1.1.0]', '1:1', /interval/],
  ['retract [v1.0.0,]', '1:1', /interval/],
  ['retract [v1.0.0, v1.1.0', '1:1', /interval/],
  ['retract v1.0.0 v1.1.0', '1:1', /followed by "v1\.1\.0"/],
  ['retract [v1.0.0, v1.1.0] x', '1:1', /followed by "x"/],
  ['retract `v1.0.0`', '1:1', /quotation mark/],
  ['tool', '1:1', /exactly one/],
  ['tool a b', '1:1', /exactly one/],
  ["tool 'a'", '1:1', /quotation mark/],
  ['ignore', '1:1', /exactly one/],
  ['ignore a b', '1:1', /exactly one/],
  ['<<<<<<< HEAD', '1:1', /<<<<<<< is a merge-conflict marker/],
  ['require (\n=======\n)', '2:1', /======= is a merge-conflict marker/],
  ['require (\n\t>>>>>>> x\n)', '2:2', />>>>>>> is a merge-conflict marker/],
]

test('parseModFile() throws one fault at its place when the syntax is wrong', async (t) => {
  for (const [text, place, reason] of syntaxFaults) {
    await t.test(JSON.stringify(text), () => {
      for (const lax of [false, true]) checkError(errorOf(text, lax), place, reason)
    })
  }
})

test('parseModFile() throws at the line when a directive is wrong', async (t) => {
  for (const [text, place, reason] of directiveFaults) {
    await t.test(JSON.stringify(text), () => checkError(errorOf(text), place, reason))
  }
})

function checkError(error: ModFileError, place: string, reason: RegExp): void {
  assert.equal(`${error.line}:${error.column}`, place)
  assert.equal(error.errors.length, 1)
  assert.match(error.message, reason)
  assert.ok(error.message.startsWith(`go.mod:${place.replace(/:1$/, '')}: `))
}

test('parseModFile() lists every fault in file order when lines are wrong', () => {
  const error = errorOf('foo\nmodule m\nrequire (\n\tx v2.0.0\n\ty\n)\ngo x\n')
  assert.ok(error instanceof InvalidError)
  assert.equal(error.file, 'go.mod')
  const places = error.errors.map(({ line, column }) => `${line}:${column}`)
  assert.deepEqual(places, ['1:1', '4:2', '5:2', '7:1'])
  assert.match(error.message, /^go\.mod:1: .*\ngo\.mod:4:2: .*\ngo\.mod:5:2: .*\ngo\.mod:7: .*$/)
})

test('parseModFile() finds both markers when a merge is unfinished', () => {
  const text = 'module m\n<<<<<<< HEAD\ngo 1.21\n=======\ngo 1.22\n>>>>>>> topic\n'
  const error = errorOf(text)
  assert.deepEqual(
    error.errors.map(({ line }) => line),
    [2, 4, 5, 6],
  )
  assert.match(error.message, /^go\.mod:2: <<<<<<< is a merge-conflict marker/)
})

test('parseModFile() bounds the error when faults are very many or very long', () => {
  const error = errorOf('foo\n'.repeat(5000))
  assert.equal(error.errors.length, 1000)
  assert.equal(error.message.split('\n').length, 11)
  assert.match(error.message, /go\.mod: and 990 more$/)
  assert.ok(errorOf(`${'x'.repeat(100_000)} y`).message.length < 500)
})
