import * as z from 'zod'
import { parseAllowed } from './allowed.ts'
import { credentialTable, parsePath } from './credentials.ts'
import { durationPattern, parseDuration, parseTerm, parseTermOrOff } from './duration.ts'
import { defaultGovcs, parseGovcsSetting } from './govcs.ts'
import { parseHookSecret, parseSourcehut } from './hooks.ts'
import { parseHttpUrl } from './http-url.ts'
import { parseListen } from './listen.ts'
import { readBy, text } from './parsed.ts'
import { parseModulePath } from './module.ts'
import { parsePattern } from './pattern.ts'
import { parseNoProxy, parseProxySetting } from './proxy.ts'
import { parseSize, sizePattern } from './size.ts'
import { parseSshFile, parseSshHost, parseSshUser } from './ssh.ts'
import { parseSumdb } from './sumdb.ts'
import { parseUpstream } from './upstream.ts'
import { parseUrlPrefix } from './url-prefix.ts'

const duration = () =>
  z
    .string({ error: 'must be a text with a unit, such as "60s"' })
    .meta({ pattern: durationPattern.source })
    .transform(readBy(parseDuration))
const size = (min = 0) =>
  z
    .union(
      [z.string().meta({ pattern: sizePattern.source }), z.int().min(0).meta({ minimum: min })],
      { error: 'must be a size such as "64MiB", or a number of bytes' },
    )
    .transform(readBy((value: string | number) => parseSize(value, min)))
const tables = <Table extends z.ZodType>(name: string, table: Table) =>
  z.array(table, {
    error: `must be a list of tables, each written with two brackets, [[${name}]]`,
  })

const rewriteRule = z
  .strictObject({
    from: text(parseUrlPrefix).describe('Prefix of the URLs that upstream uses.'),
    to: text(parseUrlPrefix).describe('What to put in its place when asking.'),
  })
  .superRefine(({ from, to }, context) => {
    if (from.endsWith('/') !== to.endsWith('/')) {
      context.addIssue({
        code: 'custom',
        message: '"from" and "to" must both end with "/", or neither',
      })
    }
  })

const sshHost = z.strictObject({
  host: text(parseSshHost).describe('Name or address of a host, every port of it.'),
  key: text(parseSshFile).describe('Absolute path of the private key, which has no passphrase.'),
  'known-hosts': text(parseSshFile).describe(
    "Absolute path of the file that has the host's own key, in the format of OpenSSH.",
  ),
  user: text(parseSshUser).optional().describe('Whom to be where a URL names nobody.'),
})

const hookSecrets = (forge: string) =>
  z
    .array(text(parseHookSecret).meta({ writeOnly: true }))
    .prefault([])
    .describe(
      `Secrets of the hooks of ${forge}, or \`file:\` and the absolute path of a file with one; none: its hooks are not taken.`,
    )

/** How zod is to read with {@link schema}: making code for it would take longer than a configuration. */
export const onceOnly = { jitless: true } as const

/** `headwater.toml` as its readers write it; parsing gives the values in the units the program uses. */
export const schema = z
  .strictObject({
    listen: text(parseListen)
      .prefault('127.0.0.1:3000')
      .describe(
        'Address and port `serve` listens on; port 0 picks a free one, no host means every interface.',
      ),
    data: z
      .string()
      .min(1)
      .prefault('./headwater-data')
      .describe(
        'Folder that holds everything kept. Unless it is named, `fetch` and `check` use a folder in the cache of their user.',
      ),
    'public-url': text((value) => parseHttpUrl(value, { credentials: false }))
      .optional()
      .describe('The URL under which people reach this server.'),
    upstream: text(parseUpstream)
      .prefault('direct')
      .describe(
        'Whom to ask for a module, in the syntax of GOPROXY: URLs, `direct`, `off`, separated by `,` or `|`.',
      ),
    private: z
      .array(text(parsePattern))
      .prefault([])
      .describe(
        'Module path patterns in the syntax of GOPRIVATE: these modules are never named to anybody but their origin.',
      ),
    sumdb: text(parseSumdb, 'must be a text such as "sum.golang.org", or "off"')
      .optional()
      .describe(
        'The checksum database that `check` may ask, in the syntax of GOSUMDB, or `off`; unless given, GOSUMDB names it, or it is sum.golang.org.',
      ),
    govcs: text(
      parseGovcsSetting,
      'must be one text in quotes, such as "corp.example/*:git|hg,*:git"',
    )
      .prefault(defaultGovcs)
      .describe(
        'Which version control systems may be used for which paths, in the syntax of GOVCS; the default follows behind.',
      ),
    insecure: z
      .array(text(parsePattern))
      .prefault([])
      .describe(
        'Module path patterns in the syntax of GOINSECURE: for these modules plain http and other unprotected schemes may be tried, too.',
      ),
    rewrite: tables('rewrite', rewriteRule)
      .superRefine(refuseTwins('from', 'rule'))
      .prefault([])
      .describe(
        'Rules `{ from, to }` that send every outbound URL beginning with `from` to `to` instead; the longest `from` wins.',
      ),
    ssh: tables('ssh', sshHost)
      .superRefine(refuseTwins('host', 'table'))
      .prefault([])
      .describe(
        'Hosts `{ host, key, known-hosts, user }` that may be asked over ssh, and the files that are used for each; no others are.',
      ),
    credentials: tables('credentials', credentialTable)
      .superRefine(refuseTwins('host', 'table'))
      .prefault([])
      .describe(
        'Hosts `{ host, token-env, … }` that are told a token or a password, and from where that comes.',
      ),
    outbound: z
      .strictObject({
        allow: z
          .array(text(parseAllowed))
          .prefault([])
          .describe(
            'Networks (CIDR), addresses and host names that may be asked although they are not public.',
          ),
        proxy: text(parseProxySetting)
          .optional()
          .describe(
            'The HTTP proxy to ask through, or `off`; unless given, HTTPS_PROXY and HTTP_PROXY name it.',
          ),
        'no-proxy': z
          .array(text(parseNoProxy))
          .optional()
          .describe(
            'What is asked without a proxy: names, addresses, networks, with or without port, or `*`; unless given, NO_PROXY says it.',
          ),
        ca: text(parsePath)
          .optional()
          .describe('Absolute path of a PEM file with certificate authorities to trust, too.'),
        netrc: text(parsePath)
          .optional()
          .describe(
            'Absolute path of a netrc file; unless given, `serve` reads none, `fetch` and `check` that of their user.',
          ),
        contact: text(parseContact)
          .optional()
          .describe(
            'A `mailto:` or `https:` URL for the people who run what we ask; goes into the User-Agent.',
          ),
        'connect-timeout': duration()
          .prefault('10s')
          .describe('Longest time to establish a connection.'),
        'idle-timeout': duration()
          .prefault('60s')
          .describe('Longest time without a byte from a server.'),
        'request-timeout': duration()
          .prefault('10m')
          .describe('Longest time for one request, with its answer.'),
        'max-repository': size(2 ** 20)
          .prefault('4GiB')
          .describe('Most bytes taken from a repository in one fetch.'),
        'max-page': size(2 ** 10)
          .prefault('1MiB')
          .describe('Most bytes taken of a page.'),
        'connections-per-host': z
          .int()
          .min(1)
          .max(256)
          .prefault(8)
          .describe('Most connections to one host at a time.'),
      })
      .prefault({}),
    freshness: z
      .strictObject({
        list: duration()
          .prefault('60s')
          .describe('How old a list, a branch or @latest may be before upstream is asked again.'),
        'not-found': duration().prefault('60s').describe('How long "it is not there" is believed.'),
        strict: duration()
          .prefault('60s')
          .describe(
            'How old what is answered below `/strict/` may be; "it is not there" never is.',
          ),
        check: duration()
          .prefault('10m')
          .describe(
            'How old what `serve` tells of a module version may be when a check asks it; upstream is asked again after that.',
          ),
      })
      .prefault({}),
    check: z
      .strictObject({
        server: text((value) => parseHttpUrl(value, { credentials: false }))
          .optional()
          .describe('The Headwater server that `check` asks before upstream.'),
        'server-private': z
          .array(text(parsePattern))
          .prefault([])
          .describe(
            'Module path patterns in the syntax of GOPRIVATE: private modules that this server may be told of.',
          ),
      })
      .prefault({}),
    politeness: z
      .strictObject({
        looks: z
          .boolean()
          .prefault(true)
          .describe(
            'Whether `serve` looks at the repositories of held code although nobody waits for it.',
          ),
        interval: duration()
          .prefault('1s')
          .describe('Least pause between two requests to one host that nobody waits for.'),
        floor: text(parseTermOrOff, 'must be a text such as "7d", or "off"')
          .prefault('7d')
          .describe(
            'How often a repository is looked at for which no served answers have paid, or `off` for never.',
          ),
        watch: z
          .array(text(parseModulePath))
          .prefault([])
          .describe('Modules whose repositories are looked at even if nobody asks for them.'),
      })
      .prefault({}),
    ledger: z
      .strictObject({
        requests: text(parseTerm, 'must be a text such as "90d"')
          .prefault('90d')
          .describe('How long each request is kept in the ledger that `/-/hosts` shows.'),
        days: text(parseTerm, 'must be a text such as "400d"')
          .prefault('400d')
          .describe('How long the sums of a day are kept there.'),
      })
      .prefault({}),
    hooks: z
      .strictObject({
        github: hookSecrets('GitHub'),
        gitlab: hookSecrets('GitLab'),
        gitea: hookSecrets('Gitea and Forgejo'),
        generic: hookSecrets('other programs'),
        sourcehut: z
          .array(text(parseSourcehut))
          .prefault([])
          .describe(
            'Servers of sourcehut whose hooks are taken: `git.sr.ht`, or for another network `HOST=KEY` with its public key in base64.',
          ),
        interval: duration()
          .prefault('10s')
          .describe(
            'Least time between two looks at one repository that hooks cause; pushes within it cause one together.',
          ),
      })
      .prefault({}),
    disk: z
      .strictObject({
        repositories: size(2 ** 20)
          .prefault('20GiB')
          .describe(
            'Most bytes of all copies of git repositories together; those used longest ago are removed, and fetched again when they are needed.',
          ),
      })
      .prefault({}),
    memory: z
      .strictObject({
        cache: size()
          .prefault('64MiB')
          .describe('Memory for small files that are asked for often.'),
      })
      .prefault({}),
    fetch: z
      .strictObject({
        parallel: z
          .int()
          .min(1)
          .max(256)
          .prefault(4)
          .describe('Most zips made at the same time; those of module proxies only pass through.'),
      })
      .prefault({}),
    toolchains: z
      .strictObject({
        keep: z
          .boolean()
          .prefault(true)
          .describe('Whether the zips of Go toolchains (`golang.org/toolchain`) are kept.'),
      })
      .prefault({}),
    log: z
      .strictObject({
        level: z
          .enum(['silent', 'error', 'warn', 'info', 'debug', 'trace'])
          .prefault('info')
          .describe('How much is logged: `silent`, `error`, `warn`, `info`, `debug` or `trace`.'),
        requests: z.boolean().prefault(false).describe('Whether each request served is logged.'),
      })
      .prefault({}),
  })
  .describe('Settings of Headwater.')

function parseContact(contact: string): string {
  if (
    /^(mailto:[^\s()<>@]+@[^\s()<>@]+|https?:\/\/[^\s()<>]+)$/i.test(contact) &&
    URL.canParse(contact)
  ) {
    return contact
  }
  throw new RangeError(
    `"${contact}" is not a URL such as "mailto:ops@corp.example" or "https://corp.example/mirror"`,
  )
}

function refuseTwins<Field extends string>(field: Field, kind: 'rule' | 'table') {
  return (tables: readonly Record<Field, string>[], context: z.core.$RefinementCtx): void => {
    for (const [index, { [field]: name }] of tables.entries()) {
      if (tables.findIndex((table) => table[field] === name) < index) {
        context.issues.push({
          code: 'custom',
          message: `"${name}" is the "${field}" of an earlier ${kind} already`,
          path: [index, field],
          input: name,
        })
      }
    }
  }
}
