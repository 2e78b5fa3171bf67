import { repositoryCases } from './cases/repository.ts'
import { playAll } from './play-all.ts'

playAll('a repository', repositoryCases)
