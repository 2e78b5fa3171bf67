import { memoryCases } from './cases/memory.ts'
import { playAll } from './play-all.ts'

playAll('a version that is remembered', memoryCases)
