import { declaredCases } from './cases/declared.ts'
import { playAll } from './play-all.ts'

playAll('what go.mod declares', declaredCases)
