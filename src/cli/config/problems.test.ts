import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from './load.ts'
import { problemLine } from './problem.ts'

const cwd = mkdtempSync(join(tmpdir(), 'headwater-config-'))
after(() => rmSync(cwd, { recursive: true }))

function problems(toml: string, env: NodeJS.ProcessEnv = {}): string[] {
  writeFileSync(join(cwd, 'test.toml'), toml)
  return readConfig({ file: 'test.toml', env, cwd }).problems.map(problemLine)
}

test('readConfig() tells line, key and reason of every problem of a file', () => {
  for (const [toml, ...expected] of [
    ['listen = 3', 'test.toml:1: listen: must be a text in quotes, and is 3'],
    ['\nlisten = "x"', /^test\.toml:2: listen: "x" is not an address/],
    ['data = ""', 'test.toml:1: data: is empty'],
    ['outbound = 1', 'test.toml:1: outbound: must be a table, and is 1'],
    ['\ngovcs = "git"', /^test\.toml:2: govcs: "git" has no colon/],
    ['govcs = "*:git,*:hg"', /^test\.toml:1: govcs: "\*:hg" is never reached/],
    [
      'govcs = "git,*:hg,a:gti,*:git"',
      /^test\.toml:1: govcs: "git" has no colon.*; "gti" is not .*; "\*:git" is never reached/,
    ],
    [
      'govcs = ["a:git"]',
      'test.toml:1: govcs: must be one text in quotes, such as "corp.example/*:git|hg,*:git", and is a list',
    ],
    ['insecure = ["[a"]', /"\[a" is not a module path pattern/],
    ['private = "a"', 'test.toml:1: private: must be a list such as ["…"], and is "a"'],
    ['private = [\n"a b"]', /^test\.toml:1: private\[0\]: "a b" is not a module path pattern/],
    ['private = ["[a"]', /"\[a" is not a module path pattern/],
    ['private = ["https://a:b@c/d"]', /^test\.toml:1: private\[0\]: "https:\/\/\*\*\*@c\/d" would/],
    ['insecure = ["a.example:8080"]', /^test\.toml:1: insecure\[0\]: "a\.example:8080" would/],
    ['public-url = "https://a:b@c/"', /"https:\/\/\*\*\*@c\/" holds a user name or a password/],
    ['upstream = "https://a:b@c/?x"', /"https:\/\/\*\*\*@c\/\?x" has a query/],
    [
      '[freshness]\nlist = 60',
      'test.toml:2: freshness.list: must be a text with a unit, such as "60s", and is 60',
    ],
    ['[freshness]\nlist = "60"', /a unit is missing: "60s"\?$/],
    [
      '[memory]\ncache = true',
      /must be a size such as "64MiB", or a number of bytes, and is true$/,
    ],
    ['[memory]\ncache = "big"', /"big" is not a size/],
    ['[fetch]\nparallel = 0', 'test.toml:2: fetch.parallel: must be at least 1, and is 0'],
    ['[fetch]\nparallel = 1.5', 'test.toml:2: fetch.parallel: must be a whole number, and is 1.5'],
    ['[fetch]\nparallel = 1000', 'test.toml:2: fetch.parallel: must be at most 256, and is 1000'],
    ['[log]\nlevel = "loud"', /must be one of "silent", "error", .*, and is "loud"$/],
    ['[log]\nrequests = "yes"', 'test.toml:2: log.requests: must be true or false, and is "yes"'],
    ['[outbound]\nallow = ["300.0.0.1"]', /"300\.0\.0\.1" is neither a network/],
    ['[outbound]\nallow = ["10.0.0"]', /"10\.0\.0" is neither a network/],
    ['[outbound]\nallow = ["a.0x7f"]', /"a\.0x7f" is neither a network/],
    ['[outbound]\nallow = ["10.0.0.0/33"]', /"10\.0\.0\.0\/33" is neither a network/],
    ['[outbound]\nallow = ["a:80"]', /every port of a host is meant$/],
    [
      '[outbound]\nmax-repository = "0B"\nmax-page = 0',
      'test.toml:2: outbound.max-repository: "0B" is too small: at least "1MiB" is needed',
      'test.toml:3: outbound.max-page: "0" is too small: at least "1KiB" is needed',
    ],
    [
      '[disk]\nrepositories = 0',
      'test.toml:2: disk.repositories: "0" is too small: at least "1MiB" is needed',
    ],
    ['[outbound]\ncontact = "ops"', /"ops" is not a URL such as "mailto:/],
    ['[outbound]\ncontact = "mailto:a@b\\r\\nx: y"', /is not a URL such as "mailto:/],
    ['[[rewrite]]\nfrom = "https://a/"', 'test.toml:1: rewrite[0].to: is missing'],
    [
      '[[rewrite]]\nfrom = "https://a/"\nto = "https://b"',
      /^test\.toml:1: rewrite\[0\]: .*must both end with/,
    ],
    [
      '[[rewrite]]\nfrom = "ftp://a/"\nto = "https://b/"',
      /^test\.toml:2: rewrite\[0\]\.from: "ftp:/,
    ],
    [
      '[ssh]\nhost = "a"',
      'test.toml:1: ssh: must be a list of tables, each written with two brackets, [[ssh]], and is a table',
    ],
    [
      '[rewrite]\nfrom = "https://a/"',
      'test.toml:1: rewrite: must be a list of tables, each written with two brackets, [[rewrite]], and is a table',
    ],
    [
      '[[ssh]]\nhost = "a:22"\nkey = "key"\nknown-hosts = "/x"\nuser = "-l"',
      /^test\.toml:2: ssh\[0\]\.host: "a:22" is not a host name/,
      /^test\.toml:3: ssh\[0\]\.key: "key" is not an absolute path/,
      /^test\.toml:5: ssh\[0\]\.user: "-l" is not the name of a user/,
    ],
    [
      '[[ssh]]\nhost = "a"\nkey = "/k"\nknown-hosts = "/x"\n[[ssh]]\nhost = "A"\nkey = "/k"\nknown-hosts = "/x"',
      'test.toml:6: ssh[1].host: "a" is the "host" of an earlier table already',
    ],
    [
      '[[ssh]]\nhost = "a"\nkey = "/k"\nknown_hosts = "/x"',
      'test.toml:1: ssh[0].known-hosts: is missing',
      'test.toml:4: ssh[0].known_hosts: is not a setting; did you mean "known-hosts"?',
    ],
    [
      '[[rewrite]]\nfrom = "https://a/"\nto = "https://b/"\n[[rewrite]]\nfrom = "https://A/"\nto = "https://c/"',
      'test.toml:5: rewrite[1].from: "https://a/" is the "from" of an earlier rule already',
    ],
    ['lisen = "a:1"', 'test.toml:1: lisen: is not a setting; did you mean "listen"?'],
    [
      '[outbound]\nalow = []',
      'test.toml:2: outbound.alow: is not a setting; did you mean "outbound.allow"?',
    ],
    [
      '[politeness]\nfloor = "never"',
      'test.toml:2: politeness.floor: "never" is not a duration such as "60s", "5m" or "1h30m", nor "off"',
    ],
    ['[politeness]\nspeed = 3', 'test.toml:2: politeness.speed: is not a setting'],
    ['allow = []', 'test.toml:1: allow: is not a setting; did you mean "outbound.allow"?'],
    ['[outbund]\nallow = []', 'test.toml:1: outbund: is not a setting; did you mean "outbound"?'],
    ['zzz = 1', 'test.toml:1: zzz: is not a setting'],
    [
      '[[rewrite]]\nform = "https://a/"\nto = "https://b/"',
      'test.toml:1: rewrite[0].from: is missing',
      'test.toml:2: rewrite[0].form: is not a setting; did you mean "from"?',
    ],
    ['fetch.parallel = 0\nlisten = 1', /^test\.toml:1: fetch/, /^test\.toml:2: listen/],
    ['a = 1\nb = [', /^test\.toml:\d: is not TOML: /],
    ['listen = "a:1"\nlisten = "a:2"', /^test\.toml:2: is not TOML: /],
  ] as const) {
    const found = problems(toml)
    assert.equal(found.length, expected.length, found.join('\n'))
    for (const [index, line] of expected.entries()) {
      if (typeof line === 'string') assert.equal(found[index], line)
      else assert.match(found[index] ?? '', line)
    }
  }
})

test('readConfig() tells the variable of every problem of the environment', () => {
  for (const [env, expected] of [
    [{ HEADWATER_LISTEN: 'x' }, /^HEADWATER_LISTEN: "x" is not an address/],
    [{ HEADWATER_FETCH_PARALLEL: 'x' }, 'HEADWATER_FETCH_PARALLEL: must be a number, and is "x"'],
    [{ HEADWATER_LOG_REQUESTS: '1' }, 'HEADWATER_LOG_REQUESTS: must be true or false, and is "1"'],
    [{ HEADWATER_REWRITE: 'https://a/' }, 'HEADWATER_REWRITE: rewrite[0].to: is missing'],
    [{ HEADWATER_SSH: 'a=/k' }, 'HEADWATER_SSH: ssh[0].known-hosts: is missing'],
    [{ HEADWATER_LISTE: 'x' }, 'HEADWATER_LISTE: is not a setting; did you mean HEADWATER_LISTEN?'],
    [{ HEADWATER_CONFG: 'x' }, 'HEADWATER_CONFG: is not a setting; did you mean HEADWATER_CONFIG?'],
    [{ HEADWATER_NONSENSE: 'x' }, 'HEADWATER_NONSENSE: is not a setting'],
  ] as const) {
    const found = problems('', env)
    assert.equal(found.length, 1, found.join('\n'))
    if (typeof expected === 'string') assert.equal(found[0], expected)
    else assert.match(found[0] ?? '', expected)
  }
})
