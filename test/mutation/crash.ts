import { allTestsOf } from './all-tests-of';

allTestsOf('crash', ['generated', 'hostile', 'analyze-command']);
