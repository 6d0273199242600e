import fc from 'fast-check';
import { allTestsOf } from './all-tests-of';

// That a mutant is noticed is enough to know: to draw many records, and to look for the smallest that notices it, would take most of the time.
fc.configureGlobal({ endOnFailure: true, numRuns: 12 });
allTestsOf('crash', ['hostile', 'wrapped-records', 'analyze-command']);
