import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '../../../src/store/open-store.ts'
import { commitOf, type World } from './world.ts'

/**
 * Makes a data folder in which it is known where each module is, and one version of each is held, made of the first tag
 * of its repository.
 *
 * @param start milliseconds since the epoch
 */
export async function fillStore(folder: string, world: World, start: number): Promise<void> {
  const store = await openStore({ folder })
  store.close()
  using database = new DatabaseSync(join(folder, 'headwater.db'))
  const locate = database.prepare("insert into locations values (?, 'git', ?, ?, '', ?, ?)")
  const sum = database.prepare("insert into sums values (?, 'v1.0.0', 'h1:m', 'h1:z', ?)")
  const hold = database.prepare("insert into versions values (?, 'v1.0.0', null, ?, ?, 1)")
  database.exec('begin')
  for (const repository of world.repositories) {
    const { module: path, url } = repository
    const Hash = commitOf(repository, 0, 0)
    const origin = { VCS: 'git', URL: url, Ref: 'refs/tags/v1.0.0', Hash }
    locate.run(path, url, path, start, start)
    sum.run(path, start)
    hold.run(path, JSON.stringify(origin), start)
  }
  database.exec('commit')
}
