import { commitCases } from './cases/commit.ts'
import { playAll } from './play-all.ts'

playAll('a commit without a tag', commitCases)
