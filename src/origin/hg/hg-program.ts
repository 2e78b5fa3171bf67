import type { ProgramWay } from '../../outbound/program-way.ts'
import type { Program } from '../../outbound/run.ts'

/** Settings that no configuration of the machine may change; the rest of that is not read at all. */
const settings = [
  'ui.interactive=no',
  'ui.ssh=false',
  'ui.timeout=60',
  'ui.clonebundles=no',
  'subrepos.allowed=no',
  'progress.disable=yes',
  'worker.enabled=no',
]

/**
 * An hg command on the repository in `copy`: no configuration, extensions, hooks, prompts or translations; English,
 * UTF-8. What comes from outside stands behind `--` or within an argument.
 *
 * @param way for a command that asks a server; all others can ask nobody
 * Source: hg help environment, `HGRCPATH` and `HGPLAIN`
 */
export function hgProgram(copy: string, args: readonly string[], way?: ProgramWay): Program {
  // A server can name others to fetch changesets from.
  const proxy = way ? new URL(way.base).host : '127.0.0.1:9'
  const all = [...settings, `http_proxy.host=${proxy}`, 'http_proxy.always=yes']
  return {
    command: 'hg',
    debianPackage: 'mercurial',
    args: [...all.flatMap((setting) => ['--config', setting]), ...args],
    cwd: copy,
    env: {
      HOME: copy,
      HGRCPATH: '',
      HGPLAIN: '+strictflags',
      HGENCODING: 'utf-8',
      HGUSER: 'headwater',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  }
}
