/** A go-import tag as prefix, version control system, URL and subdirectory. */
export type Tag = readonly [prefix: string, vcs: string, url: string, subdir: string]

/**
 * A path, and the repository it names without a question to anybody and without its page;
 * undefined when it names none. Source: cmd/go/internal/vcs vcs_test.go, TestRepoRootForImportPath
 */
export const roots: readonly (readonly [path: string, repository?: string])[] = [
  ['github.com/golang/groupcache', 'git https://github.com/golang/groupcache'],
  ['github.com/user/unicode/испытание'],
  ['hub.jazz.net/git/user1/pkgname', 'git https://hub.jazz.net/git/user1/pkgname'],
  [
    'hub.jazz.net/git/user1/pkgname/submodule/submodule/submodule',
    'git https://hub.jazz.net/git/user1/pkgname',
  ],
  ['hub.jazz.net'],
  ['hubajazz.net'],
  ['hub2.jazz.net'],
  ['hub.jazz.net/someotherprefix'],
  ['hub.jazz.net/someotherprefix/user1/pkgname'],
  ['hub.jazz.net/git/User 1/pkgname'],
  ['hub.jazz.net/git/user1/pkg name'],
  ['hub.jazz.net/git/user.1/pkgname'],
  ['hub.jazz.net/git/user/pkg.name', 'git https://hub.jazz.net/git/user/pkg.name'],
  ['hub.jazz.net/git/USER/pkgname'],
  ['git.openstack.org/openstack/swift', 'git https://git.openstack.org/openstack/swift'],
  ['git.openstack.org/openstack/swift.git', 'git https://git.openstack.org/openstack/swift.git'],
  [
    'git.openstack.org/openstack/swift/go/hummingbird',
    'git https://git.openstack.org/openstack/swift',
  ],
  ['git.openstack.org'],
  ['git.openstack.org/openstack'],
  ['git.apache.org/package name/path/to/lib'],
  ['git.apache.org/package-name/path/to/lib'],
  ['gitbapache.org'],
  ['git.apache.org/package-name.git', 'git https://git.apache.org/package-name.git'],
  [
    'git.apache.org/package-name_2.x.git/path/to/lib',
    'git https://git.apache.org/package-name_2.x.git',
  ],
  [
    'chiselapp.com/user/kyle/repository/fossilgg',
    'fossil https://chiselapp.com/user/kyle/repository/fossilgg',
  ],
  ['chiselapp.com/kyle/repository/fossilgg'],
  ['chiselapp.com/user/kyle/fossilgg'],
  ['bitbucket.org/workspace/pkgname', 'git https://bitbucket.org/workspace/pkgname'],
]

/**
 * The tags of a page, a path, and the tag that speaks for it; undefined when there is none, or
 * more than one. Source: the same, TestMatchGoImport
 */
export const matches: readonly (readonly [tags: readonly Tag[], path: string, found?: Tag])[] = [
  [
    [['example.com/user/foo', 'git', 'https://example.com/repo/target', '']],
    'example.com/user/foo',
    ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
  ],
  [
    [['example.com/user/foo', 'git', 'https://example.com/repo/target', '']],
    'example.com/user/foo/',
    ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/fooa', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/foo',
    ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/fooa', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/fooa',
    ['example.com/user/fooa', 'git', 'https://example.com/repo/target', ''],
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/foo/bar', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/foo/bar',
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/foo/bar', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/foo/bar/baz',
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/foo/bar', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/foo/bar/baz/qux',
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/foo/bar', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/foo/bar/baz/',
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
      ['example.com/user/foo/bar', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com',
  ],
  [
    [['example.com/user/foo', 'git', 'https://example.com/repo/target', '']],
    'different.example.com/user/foo',
  ],
  [
    [
      ['myitcv.io/blah2', 'mod', 'https://raw.githubusercontent.com/myitcv/pubx/master', ''],
      ['myitcv.io', 'git', 'https://github.com/myitcv/x', ''],
    ],
    'myitcv.io/blah2/foo',
    ['myitcv.io/blah2', 'mod', 'https://raw.githubusercontent.com/myitcv/pubx/master', ''],
  ],
  [
    [
      ['myitcv.io/blah2', 'mod', 'https://raw.githubusercontent.com/myitcv/pubx/master', ''],
      ['myitcv.io', 'git', 'https://github.com/myitcv/x', ''],
    ],
    'myitcv.io/other',
    ['myitcv.io', 'git', 'https://github.com/myitcv/x', ''],
  ],
  [
    [['example.com/user/foo', 'git', 'https://example.com/repo/target', 'subdir']],
    'example.com/user/foo',
    ['example.com/user/foo', 'git', 'https://example.com/repo/target', 'subdir'],
  ],
  [
    [['example.com/user/foo', 'git', 'https://example.com/repo/target', 'foo/subdir']],
    'example.com/user/foo',
    ['example.com/user/foo', 'git', 'https://example.com/repo/target', 'foo/subdir'],
  ],
  [
    [
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', 'subdir'],
      ['example.com/user/foo', 'git', 'https://example.com/repo/target', ''],
    ],
    'example.com/user/foo',
  ],
]

/** Whether a text can be the URL of a repository. Source: the same, TestValidateRepoRoot */
export const repoUrls: readonly (readonly [url: string, ok: boolean])[] = [
  ['', false],
  ['http://', true],
  ['git+ssh://', true],
  ['http#://', false],
  ['-config', false],
  ['-config://', false],
]

/** Whether what comes from a URL is protected on its way. Source: the same, TestIsSecure */
export const secureUrls: readonly (readonly [vcs: string, url: string, secure: boolean])[] = [
  ['git', 'http://example.com/foo.git', false],
  ['git', 'https://example.com/foo.git', true],
  ['bzr', 'http://example.com/foo.bzr', false],
  ['bzr', 'https://example.com/foo.bzr', true],
  ['svn', 'http://example.com/svn', false],
  ['svn', 'https://example.com/svn', true],
  ['hg', 'http://example.com/foo.hg', false],
  ['hg', 'https://example.com/foo.hg', true],
  ['git', 'ssh://user@example.com/foo.git', true],
  ['git', 'user@server:path/to/repo.git', false],
  ['git', 'user@server:', false],
  ['git', 'server:repo.git', false],
  ['git', 'server:path/to/repo.git', false],
  ['git', 'example.com:path/to/repo.git', false],
  ['git', 'path/that/contains/a:colon/repo.git', false],
  ['hg', 'ssh://user@example.com/path/to/repo.hg', true],
  ['fossil', 'http://example.com/foo', false],
  ['fossil', 'https://example.com/foo', true],
]

/**
 * A page, whether `mod` tags are preferred, and its tags. Source: cmd/go/internal/vcs
 * discovery_test.go
 */
export const pages: readonly (readonly [page: string, preferMod: boolean, tags: readonly Tag[]])[] =
  [
    [
      '<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', '']],
    ],
    [
      '<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">\n\t\t<meta name="go-import" content="baz/quux git http://github.com/rsc/baz/quux">',
      false,
      [
        ['foo/bar', 'git', 'https://github.com/rsc/foo/bar', ''],
        ['baz/quux', 'git', 'http://github.com/rsc/baz/quux', ''],
      ],
    ],
    [
      '<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">\n\t\t<meta name="go-import" content="foo/bar mod http://github.com/rsc/baz/quux">',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', '']],
    ],
    [
      '<meta name="go-import" content="foo/bar mod http://github.com/rsc/baz/quux">\n\t\t<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', '']],
    ],
    [
      '<meta name="go-import" content="foo/bar mod http://github.com/rsc/baz/quux">\n\t\t<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">',
      true,
      [['foo/bar', 'mod', 'http://github.com/rsc/baz/quux', '']],
    ],
    [
      '<head>\n\t\t<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">\n\t\t</head>',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', '']],
    ],
    [
      '<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">\n\t\t<body>',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', '']],
    ],
    [
      '<!doctype html><meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar">',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', '']],
    ],
    [
      '<!doctype html><title>Page Not Found</title><meta name=go-import content="chitin.io/chitin git https://github.com/chitin-io/chitin"><div style=position:relative>DRAFT</div>',
      false,
      [['chitin.io/chitin', 'git', 'https://github.com/chitin-io/chitin', '']],
    ],
    [
      '<meta name="go-import" content="myitcv.io git https://github.com/myitcv/x">\n\t        <meta name="go-import" content="myitcv.io/blah2 mod https://raw.githubusercontent.com/myitcv/pubx/master">\n\t        ',
      false,
      [['myitcv.io', 'git', 'https://github.com/myitcv/x', '']],
    ],
    [
      '<meta name="go-import" content="myitcv.io git https://github.com/myitcv/x">\n\t        <meta name="go-import" content="myitcv.io/blah2 mod https://raw.githubusercontent.com/myitcv/pubx/master">\n\t        ',
      true,
      [
        ['myitcv.io/blah2', 'mod', 'https://raw.githubusercontent.com/myitcv/pubx/master', ''],
        ['myitcv.io', 'git', 'https://github.com/myitcv/x', ''],
      ],
    ],
    [
      '<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar subdir">',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', 'subdir']],
    ],
    [
      '<meta name="go-import" content="foo/bar git https://github.com/rsc/foo/bar subdir/path">',
      false,
      [['foo/bar', 'git', 'https://github.com/rsc/foo/bar', 'subdir/path']],
    ],
  ]

/**
 * A GOVCS list, a path (private if it begins so), a version control system, and whether the list
 * allows it. Source: vcs_test.go, govcsTests
 */
export const govcs: readonly (readonly [list: string, path: string, vcs: string, ok: boolean])[] = [
  ['private:all', 'is-public.com/foo', 'zzz', false],
  ['private:all', 'is-private.com/foo', 'zzz', true],
  ['public:all', 'is-public.com/foo', 'zzz', true],
  ['public:all', 'is-private.com/foo', 'zzz', false],
  ['public:all,private:none', 'is-public.com/foo', 'zzz', true],
  ['public:all,private:none', 'is-private.com/foo', 'zzz', false],
  ['*:all', 'is-public.com/foo', 'zzz', true],
  ['golang.org:git', 'golang.org/x/text', 'zzz', false],
  ['golang.org:git', 'golang.org/x/text', 'git', true],
  ['golang.org:zzz', 'golang.org/x/text', 'zzz', true],
  ['golang.org:zzz', 'golang.org/x/text', 'git', false],
  ['golang.org:zzz', 'golang.org/x/text', 'zzz', true],
  ['golang.org:zzz', 'golang.org/x/text', 'git', false],
  ['golang.org:git|hg', 'golang.org/x/text', 'hg', true],
  ['golang.org:git|hg', 'golang.org/x/text', 'git', true],
  ['golang.org:git|hg', 'golang.org/x/text', 'zzz', false],
  ['golang.org:all', 'golang.org/x/text', 'hg', true],
  ['golang.org:all', 'golang.org/x/text', 'git', true],
  ['golang.org:all', 'golang.org/x/text', 'zzz', true],
  ['other.xyz/p:none,golang.org/x:git', 'other.xyz/p/x', 'git', false],
  ['other.xyz/p:none,golang.org/x:git', 'unexpected.com', 'git', false],
  ['other.xyz/p:none,golang.org/x:git', 'golang.org/x/text', 'zzz', false],
  ['other.xyz/p:none,golang.org/x:git', 'golang.org/x/text', 'git', true],
  ['other.xyz/p:none,golang.org/x:zzz', 'golang.org/x/text', 'zzz', true],
  ['other.xyz/p:none,golang.org/x:zzz', 'golang.org/x/text', 'git', false],
  ['other.xyz/p:none,golang.org/x:git|hg', 'golang.org/x/text', 'hg', true],
  ['other.xyz/p:none,golang.org/x:git|hg', 'golang.org/x/text', 'git', true],
  ['other.xyz/p:none,golang.org/x:git|hg', 'golang.org/x/text', 'zzz', false],
  ['other.xyz/p:none,golang.org/x:all', 'golang.org/x/text', 'hg', true],
  ['other.xyz/p:none,golang.org/x:all', 'golang.org/x/text', 'git', true],
  ['other.xyz/p:none,golang.org/x:all', 'golang.org/x/text', 'zzz', true],
  ['other.xyz/p:none,golang.org/x:git', 'golang.org/y/text', 'zzz', false],
  ['other.xyz/p:none,golang.org/x:git', 'golang.org/y/text', 'git', false],
  ['other.xyz/p:none,golang.org/x:zzz', 'golang.org/y/text', 'zzz', false],
  ['other.xyz/p:none,golang.org/x:zzz', 'golang.org/y/text', 'git', false],
  ['other.xyz/p:none,golang.org/x:git|hg', 'golang.org/y/text', 'hg', false],
  ['other.xyz/p:none,golang.org/x:git|hg', 'golang.org/y/text', 'git', false],
  ['other.xyz/p:none,golang.org/x:git|hg', 'golang.org/y/text', 'zzz', false],
  ['other.xyz/p:none,golang.org/x:all', 'golang.org/y/text', 'hg', false],
  ['other.xyz/p:none,golang.org/x:all', 'golang.org/y/text', 'git', false],
  ['other.xyz/p:none,golang.org/x:all', 'golang.org/y/text', 'zzz', false],
]

/** What is no GOVCS list. Source: the same, govcsErrors */
export const notGovcs: readonly string[] = [
  ',',
  ',x',
  'x,',
  'x:y,',
  'x',
  'x:',
  'x:|',
  'x:y|',
  'x:|y',
  'x:y,z:',
  'x:y,z:|',
  'x:y,z:|w',
  'x:y,z:w|',
  'x:y,z:w||v',
  'x:y,x:z',
]
