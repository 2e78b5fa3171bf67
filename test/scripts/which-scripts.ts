import { readdir } from 'node:fs/promises'

/** Scripts beside `mod_*` that fetch modules or toolchains, without those that mostly build. */
const others: readonly string[] = [
  'badgo',
  'build_git_sha256_go_get_branch',
  'build_git_sha256_moddep',
  'goauth_git',
  'goauth_netrc',
  'goauth_userauth',
  'goline_order',
  'gotoolchain_issue66175',
  'gotoolchain_local',
  'gotoolchain_modcmds',
  'gotoolchain_net',
  'gotoolchain_path',
  'govcs',
  'install_backslash',
  'list_ignore_modcache',
  'list_retractions_issue66403',
  'malformed_gosum_issue62345',
  'modfile_flag',
  'reuse_git',
  'reuse_hg',
  'version_replace',
  'work_get_toolchain',
  'work_goproxy_off',
  'work_sync_sum',
  'work_sync_toolchain',
  'work_why_download_graph',
]

/** The names of all `mod_*` scripts in a folder, and of the others that are run, without `.txt`. */
export async function whichScripts(folder: string): Promise<readonly string[]> {
  const there = (await readdir(folder)).filter((name) => name.endsWith('.txt'))
  const modules = there
    .map((name) => name.slice(0, -'.txt'.length))
    .filter((name) => name.startsWith('mod_'))
  return [...modules, ...others]
}
