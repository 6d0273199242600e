import { allTestsOf } from './all-tests-of';

allTestsOf('incident', ['model', 'invariants-doc']);
