import { test } from 'node:test'
import assert from 'node:assert/strict'
import { knownHost } from './known-hosts.ts'

/** A path; then `vcs url` with the root after it if that is not the URL's own; or `invalid`, or `asked`. */
const rows: [string, string, string?][] = [
  ['github.com/golang/groupcache', 'git https://github.com/golang/groupcache'],
  ['github.com/a/b/c/v2', 'git https://github.com/a/b', 'github.com/a/b'],
  ['github.com/A_b/C.d-e', 'git https://github.com/A_b/C.d-e'],
  ['github.com/user/unicode/испытание', 'invalid'],
  ['github.com', 'invalid'],
  ['github.com/a', 'invalid'],
  ['github.com/a/b~c', 'invalid'],
  ['github.com/a/b.git', 'invalid'],
  ['github.com/a/b.hg/c', 'invalid'],
  ['github.com/a/b.svn', 'invalid'],
  ['github.com/a/b.fossil', 'invalid'],
  ['github.com/a/b/c.git', 'git https://github.com/a/b', 'github.com/a/b'],
  ['github.community/a/b', 'asked'],
  ['www.github.com/a/b', 'asked'],
  ['bitbucket.org/workspace/pkgname', 'git https://bitbucket.org/workspace/pkgname'],
  [
    'bitbucket.org/workspace/pkgname/sub',
    'git https://bitbucket.org/workspace/pkgname',
    'bitbucket.org/workspace/pkgname',
  ],
  ['bitbucket.org/workspace', 'invalid'],
  ['bitbucket.org/a/b.git', 'invalid'],
  ['hub.jazz.net/git/user1/pkgname', 'git https://hub.jazz.net/git/user1/pkgname'],
  [
    'hub.jazz.net/git/user1/pkgname/submodule/submodule/submodule',
    'git https://hub.jazz.net/git/user1/pkgname',
    'hub.jazz.net/git/user1/pkgname',
  ],
  ['hub.jazz.net/git/user/pkg.name', 'git https://hub.jazz.net/git/user/pkg.name'],
  ['hub.jazz.net/git', 'invalid'],
  ['hub.jazz.net/git/User 1/pkgname', 'invalid'],
  ['hub.jazz.net/git/user1/pkg name', 'invalid'],
  ['hub.jazz.net/git/user.1/pkgname', 'invalid'],
  ['hub.jazz.net/git/USER/pkgname', 'invalid'],
  ['hub.jazz.net', 'asked'],
  ['hubajazz.net', 'asked'],
  ['hub2.jazz.net', 'asked'],
  ['hub.jazz.net/someotherprefix', 'asked'],
  ['hub.jazz.net/someotherprefix/user1/pkgname', 'asked'],
  ['git.openstack.org/openstack/swift', 'git https://git.openstack.org/openstack/swift'],
  ['git.openstack.org/openstack/swift.git', 'git https://git.openstack.org/openstack/swift.git'],
  [
    'git.openstack.org/openstack/swift.git/go',
    'git https://git.openstack.org/openstack/swift.git',
    'git.openstack.org/openstack/swift.git',
  ],
  [
    'git.openstack.org/openstack/swift/go/hummingbird',
    'git https://git.openstack.org/openstack/swift',
    'git.openstack.org/openstack/swift',
  ],
  ['git.openstack.org', 'invalid'],
  ['git.openstack.org/openstack', 'invalid'],
  ['git.apache.org/package-name.git', 'git https://git.apache.org/package-name.git'],
  [
    'git.apache.org/package-name_2.x.git/path/to/lib',
    'git https://git.apache.org/package-name_2.x.git',
    'git.apache.org/package-name_2.x.git',
  ],
  ['git.apache.org/package name/path/to/lib', 'invalid'],
  ['git.apache.org/package-name/path/to/lib', 'invalid'],
  ['git.apache.org/Package.git', 'invalid'],
  ['gitbapache.org', 'asked'],
  [
    'chiselapp.com/user/kyle/repository/fossilgg',
    'fossil https://chiselapp.com/user/kyle/repository/fossilgg',
  ],
  ['chiselapp.com/user/kyle/repository/fossilgg/sub', 'invalid'],
  ['chiselapp.com/kyle/repository/fossilgg', 'invalid'],
  ['chiselapp.com/user/kyle/fossilgg', 'invalid'],
  ['example.com/a/b.git', 'git https://example.com/a/b', 'example.com/a/b.git'],
  ['example.com/a/b.git/c/v2', 'git https://example.com/a/b', 'example.com/a/b.git'],
  ['example.com/b.hg', 'hg https://example.com/b', 'example.com/b.hg'],
  ['example.com/b.svn/c', 'svn https://example.com/b', 'example.com/b.svn'],
  ['example.com/b.fossil', 'fossil https://example.com/b', 'example.com/b.fossil'],
  ['example.com/~user/~b.git/~c', 'git https://example.com/~user/~b', 'example.com/~user/~b.git'],
  ['example.com/a.git/b/c.hg/d', 'hg https://example.com/a.git/b/c', 'example.com/a.git/b/c.hg'],
  ['x.y/~.git/x.svn/b.hg', 'hg https://x.y/~.git/x.svn/b', 'x.y/~.git/x.svn/b.hg'],
  ['x.y/b.hg/b.hg', 'hg https://x.y/b.hg/b', 'x.y/b.hg/b.hg'],
  ['example.com/a.git.hg', 'hg https://example.com/a.git', 'example.com/a.git.hg'],
  ['example.com/.git/a', 'asked'],
  ['example.com/~.git/a', 'asked'],
  ['example.com/a.bzr', 'asked'],
  ['example.com/a.github', 'asked'],
  ['example.com/a.GIT', 'asked'],
  ['example.git/a', 'asked'],
  ['example/a.git', 'asked'],
  ['example.com/a.git/b~c', 'asked'],
  ['example.com/a~b/c.git', 'asked'],
  ['example.com/a~x.y/c.git', 'invalid'],
  ['x.y/x.svn/a~x.y/x.svn', 'svn https://x.y/x', 'x.y/x.svn'],
  ['launchpad.net/project', 'asked'],
  ['gitlab.com/a/b', 'asked'],
  ['codeberg.org/a/b', 'asked'],
  ['git.sr.ht/~a/b', 'asked'],
  ['golang.org/x/net', 'asked'],
  ['gopkg.in/yaml.v2', 'asked'],
]

for (const [path, expected, root] of rows) {
  test(`knownHost() gives ${expected} when the path is ${path}`, () => {
    if (expected === 'asked') return assert.equal(knownHost(path), undefined)
    if (expected === 'invalid')
      return assert.throws(() => knownHost(path), { name: 'Failure', code: 'not-found' })
    const [vcs, url = ''] = expected.split(' ')
    return assert.deepEqual(knownHost(path), {
      root: root ?? url.slice('https://'.length),
      vcs,
      url,
      isGuess: root?.endsWith(`.${vcs}`) === true && !url.endsWith(`.${vcs}`),
    })
  })
}

test("knownHost() names the path and the host's rule when they do not fit", () => {
  assert.throws(() => knownHost('github.com/a'), /"github\.com\/a".*github\.com\/OWNER\/REPOSITORY/)
})
