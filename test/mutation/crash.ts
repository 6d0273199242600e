import { allTestsOf } from './all-tests-of';

allTestsOf('crash', ['hostile', 'analyze-command']);
