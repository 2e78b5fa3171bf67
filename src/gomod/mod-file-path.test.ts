import assert from 'node:assert/strict'
import { test } from 'node:test'
import { autoQuote, goLine, modulePathOf } from './mod-file-path.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

// Facts: x/mod/modfile TestModulePath and the scanner's code.
const modules: [text: string, path: string][] = [
  ['', ''],
  ['module "github.com/rsc/vgotest"', 'github.com/rsc/vgotest'],
  ['module github.com/rsc/vgotest', 'github.com/rsc/vgotest'],
  ['module  "github.com/rsc/vgotest"', 'github.com/rsc/vgotest'],
  ['module  github.com/rsc/vgotest', 'github.com/rsc/vgotest'],
  ['module `github.com/rsc/vgotest`', 'github.com/rsc/vgotest'],
  ['module \u00a0a.b/c', 'a.b/c'],
  ['  module a.b/c  ', 'a.b/c'],
  ['module a.b/c\r\n', 'a.b/c'],
  ['module "github.com/rsc/vgotest/v2"', 'github.com/rsc/vgotest/v2'],
  ['\tmodule \t "a.b/c" // comment', 'a.b/c'],
  ['module "gopkg.in/yaml.v2"', 'gopkg.in/yaml.v2'],
  ['module "gopkg.in/yaml.v2" x', ''],
  ['module a.b/c//comment', 'a.b/c'],
  ['module "a.b//c"', ''],
  ['module "a\\x2eb"', 'a.b'],
  ['module "a', ''],
  ['module `a\nb`', ''],
  ['module', ''],
  ['module ', ''],
  ['module"a"', ''],
  ['modulea', ''],
  ['modulex\nmodule a', 'a'],
  ['module\nmodule a', 'a'],
  ['module // a\nmodule b', 'b'],
  ['// module a\nmodule b', 'b'],
  ['module "\nmodule b', ''],
  ['module a b', 'a b'],
  ['module a\nmodule b', 'a'],
  ['module (\n\ta\n)', '('],
  ['go 1.21\n\nbad [ syntax\nmodule a\n"', 'a'],
  ['\ufeffmodule a', ''],
  ["module 'a'", "'a'"],
]

test('modulePathOf() finds the first module line when the rest may be anything', async (t) => {
  for (const [text, path] of modules) {
    await t.test(JSON.stringify(text), () => assert.equal(modulePathOf(bytesOf(text)), path))
  }
})

// Facts: cmd/go/internal/gover/gomod.go.
const goLines: [text: string, version: string][] = [
  ['', ''],
  ['go 1.21', '1.21'],
  ['go\t1.21.3 \r\n', '1.21.3'],
  ['  go   1.21 // comment', '1.21'],
  ['go 1.21//comment', '1.21'],
  ['go 1.20\ngo 1.21', '1.20'],
  ['module m\n\ngo 1.21rc1\n', '1.21rc1'],
  ['go', ''],
  ['go \ngo 1.21', '1.21'],
  ['go // none\ngo 1.21', ''],
  ['go\u00a01.21', ''],
  ['go1.21', ''],
  ['gopher 1\ngo 1.2', '1.2'],
  ['// go 1.21', ''],
  ['go "1.21"', '"1.21"'],
  ['go 1.21 1.22', '1.21 1.22'],
  ['go (\n1.21\n)', '('],
]

test('goLine() finds the first go line when the rest may be anything', async (t) => {
  for (const [text, version] of goLines) {
    await t.test(JSON.stringify(text), () => assert.equal(goLine(bytesOf(text)), version))
  }
})

// Facts: modfile.AutoQuote, strconv.Quote.
const tokens: [text: string, token: string][] = [
  ['example.com/a', 'example.com/a'],
  ['', '""'],
  ['a b', '"a b"'],
  ["a'b", '"a\'b"'],
  ['a"b', '"a\\"b"'],
  ['a`b', '"a`b"'],
  ['a\\b', 'a\\b'],
  ['a\\ b', '"a\\\\ b"'],
  ['a//b', '"a//b"'],
  ['a/*b', '"a/*b"'],
  ['a/b', 'a/b'],
  ['(', '('],
  ['[', '['],
  ['()', '"()"'],
  ['a,b', '"a,b"'],
  ['a\nb\tc', '"a\\nb\\tc"'],
  ['\0\x7f', '"\\x00\\x7f"'],
  ['\u0085', '"\\u0085"'],
  ['\u{e0001}', '"\\U000e0001"'],
  ['é😀', 'é😀'],
  ['é 😀', '"é 😀"'],
]

test('autoQuote() quotes when the text would not be one token', async (t) => {
  for (const [text, token] of tokens) {
    await t.test(JSON.stringify(text), () => assert.equal(autoQuote(text), token))
  }
})
