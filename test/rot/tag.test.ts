import { tagCases } from './cases/tag.ts'
import { playAll } from './play-all.ts'

playAll('a tag', tagCases)
