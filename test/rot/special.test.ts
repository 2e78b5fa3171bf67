import { specialCases } from './cases/special.ts'
import { playAll } from './play-all.ts'

playAll('what takes more than a forge', specialCases)
