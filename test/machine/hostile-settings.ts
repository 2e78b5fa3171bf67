import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gitConfig } from '../forge/git-config.ts'
import { temporaryFolder, type TemporaryFolder } from '../forge/temporary-folder.ts'

/** A machine that is set up to change whatever git, hg, svn and fossil do. */
export interface HostileSettings extends AsyncDisposable {
  /** A HOME with settings for all of them. */
  readonly home: string
  /** Environment that names the same settings for git, and turns on whatever a variable can. */
  readonly gitVariables: Readonly<Record<string, string>>
  /** Environment of the same kind for the others. */
  readonly otherVariables: Readonly<Record<string, string>>
  /** Exists once any program that the settings name was started. */
  readonly trace: string
}

/** Writes the settings. Each program that they name leaves a trace, and passes on something else than it was given. */
export async function hostileSettings(): Promise<HostileSettings> {
  const folder: TemporaryFolder = await temporaryFolder('machine')
  const at = (...names: string[]) => join(folder.path, ...names)
  const write = async (name: string, text: string): Promise<string> => {
    const file = at(...name.split('/'))
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, text)
    return file
  }
  const trace = at('trace')
  const program = await write(
    'program',
    `#!/bin/sh\necho "$0 $*" >> '${trace}'\necho rewritten\ncat >/dev/null\n`,
  )
  await chmod(program, 0o755)
  for (const hook of ['reference-transaction', 'post-index-change', 'pre-auto-gc', 'post-checkout'])
    await write(`template/hooks/${hook}`, `#!/bin/sh\nexec '${program}'\n`).then((file) =>
      chmod(file, 0o755),
    )
  await write('template/info/attributes', '* export-ignore\n')
  const attributes = await write(
    'attributes',
    '* filter=rewriting text eol=crlf ident export-subst\n',
  )

  const settings = gitConfig(gitSettings({ program, attributes, template: at('template') }))
  const config = await write('home/.gitconfig', settings)
  await write('home/.config/git/config', settings)
  await write('home/.config/git/attributes', '* filter=rewriting text eol=crlf ident\n')
  await write('home/.hgrc', hgSettings(program))
  await write('home/.config/hg/hgrc', hgSettings(program))
  await write('home/.subversion/config', svnSettings)
  await write(
    'home/.subversion/servers',
    '[global]\nhttp-proxy-host = 127.0.0.1\nhttp-proxy-port = 9\n',
  )
  const pairs = Object.entries(gitSettings({ program, attributes, template: at('template') }))
  return {
    home: at('home'),
    trace,
    gitVariables: {
      GIT_CONFIG_NOSYSTEM: '0',
      GIT_CONFIG_SYSTEM: config,
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_COUNT: String(pairs.length),
      ...Object.fromEntries(
        pairs.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
      GIT_CONFIG_PARAMETERS: `'core.autocrlf=true' 'core.attributesfile=${attributes}'`,
      GIT_CONFIG: config,
      GIT_DIR: at('nowhere.git'),
      GIT_COMMON_DIR: at('nowhere.git'),
      GIT_WORK_TREE: at('home'),
      GIT_INDEX_FILE: at('index'),
      GIT_OBJECT_DIRECTORY: at('objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: at('objects'),
      GIT_NAMESPACE: 'elsewhere',
      GIT_SHALLOW_FILE: at('attributes'),
      GIT_GRAFT_FILE: at('attributes'),
      GIT_REPLACE_REF_BASE: 'refs/tags/',
      GIT_CEILING_DIRECTORIES: '/',
      GIT_EXEC_PATH: at('home'),
      GIT_TEMPLATE_DIR: at('template'),
      GIT_ATTR_SOURCE: 'HEAD',
      GIT_ATTR_NOSYSTEM: '0',
      GIT_DEFAULT_HASH: 'sha256',
      GIT_DEFAULT_REF_FORMAT: 'reftable',
      GIT_EXTERNAL_DIFF: program,
      GIT_PAGER: program,
      GIT_EDITOR: program,
      GIT_ASKPASS: program,
      GIT_SSH: program,
      GIT_PROXY_COMMAND: program,
      GIT_TRACE: '1',
      GIT_TRACE2_EVENT: at('events'),
      GIT_TRACE_PACKET: at('packets'),
      GIT_TRACE_SETUP: '2',
      GIT_ICASE_PATHSPECS: '1',
      GIT_NOGLOB_PATHSPECS: '0',
      GIT_PROTOCOL: 'version=0',
      GIT_LFS_SKIP_SMUDGE: '0',
      GIT_QUARANTINE_PATH: at('objects'),
      GIT_TEST_DEFAULT_INITIAL_BRANCH_NAME: 'v1.0.0',
    },
    otherVariables: {
      HGRCPATH: at('home', '.hgrc'),
      HGPLAIN: '',
      HGENCODING: 'utf-16',
      HGENCODINGMODE: 'replace',
      HGUSER: 'somebody',
      HGEDITOR: program,
      HGMERGE: program,
      HG: program,
      HGDEMANDIMPORT: 'disable',
      PYTHONPATH: at('home'),
      SVN_EDITOR: program,
      SVN_SSH: program,
      SVN_EXPERIMENTAL_COMMANDS: 'x',
      FOSSIL_HOME: at('home'),
      FOSSIL_USER: 'somebody',
      EDITOR: program,
      VISUAL: program,
      PAGER: program,
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

interface Places {
  readonly program: string
  readonly attributes: string
  readonly template: string
}

/** Sources: git-config(1), gitattributes(5). */
function gitSettings({ program, attributes, template }: Places): Record<string, string> {
  const filter = { clean: program, smudge: program, process: program, required: 'true' }
  const filters = ['lfs', 'rewriting'].flatMap((name) =>
    Object.entries(filter).map(([key, value]) => [`filter.${name}.${key}`, value] as const),
  )
  return {
    ...Object.fromEntries(filters),
    'core.autocrlf': 'true',
    'core.eol': 'crlf',
    'core.safecrlf': 'true',
    'core.attributesFile': attributes,
    'core.hooksPath': join(template, 'hooks'),
    'core.fsmonitor': program,
    'core.quotePath': 'true',
    'core.precomposeUnicode': 'true',
    'core.ignoreCase': 'true',
    'core.symlinks': 'false',
    'core.protectNTFS': 'false',
    'core.protectHFS': 'true',
    'core.checkRoundtripEncoding': 'UTF-8',
    'core.abbrev': '4',
    'core.sharedRepository': '0777',
    'core.alternateRefsCommand': program,
    'core.compression': '0',
    'core.bigFileThreshold': '1',
    'core.commitGraph': 'false',
    'attr.tree': 'HEAD',
    'init.defaultObjectFormat': 'sha256',
    'init.defaultRefFormat': 'reftable',
    'init.defaultBranch': 'v1.0.0',
    'init.templateDir': template,
    'tar.umask': '0777',
    'tar.tar.command': program,
    'tar.zip.command': program,
    'tar.tgz.command': program,
    'log.showSignature': 'true',
    'log.date': 'relative',
    'gpg.program': program,
    'url.https://elsewhere.test/.insteadOf': 'https://github.com/',
    'safe.directory': '',
    'safe.bareRepository': 'explicit',
    'protocol.version': '0',
    'protocol.allow': 'always',
    'transfer.fsckObjects': 'true',
    'fetch.fsckObjects': 'true',
    'transfer.unpackLimit': '1000000',
    'fetch.unpackLimit': '1000000',
    'gc.auto': '1',
    'gc.pruneExpire': 'now',
    'maintenance.auto': 'true',
    'pack.indexVersion': '1',
    'index.version': '4',
    'extensions.partialClone': 'origin',
    'i18n.logOutputEncoding': 'UTF-16',
    'alias.archive': `!${program}`,
    'trace2.eventTarget': '/dev/stderr',
    'http.proxy': 'http://127.0.0.1:9',
    'credential.helper': `!${program}`,
  }
}

/** Sources: hgrc(5), `hg help config`. */
const hgSettings = (program: string): string => `[ui]
username = somebody
verbose = true
debug = true
interactive = true
style = changelog
logtemplate = {rev}\\n
report_untrusted = true
[defaults]
log = -p
cat = --decode
archive = -X **.go
tags = -v
[alias]
log = !${program}
archive = !${program}
tags = !${program}
pull = !${program}
[extensions]
color =
eol =
keyword =
largefiles =
extdiff =
[keyword]
** =
[eol]
native = CRLF
[encode]
** = pipe: ${program}
[decode]
** = pipe: ${program}
[hooks]
pre-log = ${program}
pre-pull = ${program}
incoming = ${program}
changegroup = ${program}
post-init = ${program}
pre-archive = ${program}
pre-cat = ${program}
[http_proxy]
host = 127.0.0.1:9
[format]
usestore = false
[templates]
default = x
`

/** Source: the comments of the `config` that svn itself writes. */
const svnSettings = `[miscellany]
enable-auto-props = yes
global-ignores = *.go *.mod *.txt LICENSE
use-commit-times = yes
log-encoding = utf-16
[auto-props]
* = svn:eol-style=CRLF;svn:keywords=Id
[helpers]
editor-cmd = false
[working-copy]
exclusive-locking = true
`
