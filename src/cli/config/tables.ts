import * as z from 'zod/mini'
import { credentialTable } from './credentials.ts'
import { text, told } from './parsed.ts'
import { parseSshFile, parseSshHost, parseSshUser } from './ssh.ts'
import { parseSumdbKey, parseSumdbUrl } from './sumdb.ts'
import { parseUrlPrefix } from './url-prefix.ts'

const tables = <Table extends z.ZodMiniType>(name: string, table: Table) =>
  z.array(table, {
    error: `must be a list of tables, each written with two brackets, [[${name}]]`,
  })

const rewriteRule = z
  .strictObject({
    from: told(text(parseUrlPrefix), 'Prefix of the URLs that upstream uses.'),
    to: told(text(parseUrlPrefix), 'What to put in its place when asking.'),
  })
  .check(
    z.superRefine(({ from, to }, context) => {
      if (from.endsWith('/') !== to.endsWith('/')) {
        context.addIssue({
          code: 'custom',
          message: '"from" and "to" must both end with "/", or neither',
        })
      }
    }),
  )

const sshHost = z.strictObject({
  host: told(text(parseSshHost), 'Name or address of a host, every port of it.'),
  key: told(text(parseSshFile), 'Absolute path of the private key, which has no passphrase.'),
  'known-hosts': told(
    text(parseSshFile),
    "Absolute path of the file that has the host's own key, in the format of OpenSSH.",
  ),
  user: told(z.optional(text(parseSshUser)), 'Whom to be where a URL names nobody.'),
})

const relayedSumdb = z.strictObject({
  key: told(
    text(parseSumdbKey),
    'Key of a checksum database, or the name of one that is known (`sum.golang.org`); or `off`: none is passed on.',
  ),
  urls: told(
    z.optional(z.array(text(parseSumdbUrl)).check(z.minLength(1))),
    'Where it is read, each asked if the one before fails; unless given, through `upstream`, else at `https://` and its name.',
  ),
})

/** `[[rewrite]]` */
export const rewriteTables = tables('rewrite', rewriteRule).check(
  z.superRefine(refuseTwins('from', 'rule')),
)

/** `[[ssh]]` */
export const sshTables = tables('ssh', sshHost).check(z.superRefine(refuseTwins('host', 'table')))

/** `[[checksum-database]]` */
export const sumdbTables = tables('checksum-database', relayedSumdb).check(
  z.superRefine(refuseTwins('key', 'table')),
)

/** `[[credentials]]` */
export const credentialTables = tables('credentials', credentialTable).check(
  z.superRefine(refuseTwins('host', 'table')),
)

/** A check of tables: says of each whose `field` an earlier one has, that it does. `kind` is what such a table is called. */
export function refuseTwins<Field extends string>(field: Field, kind: 'rule' | 'table') {
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
