// Comes with jest, which uses it unless told otherwise.
import { TestEnvironment } from 'jest-environment-node';

/**
 * The first failed test of a file is the last one that runs: a mutant is noticed then, and `npm run mutation` has thousands to try. Jest's own
 * `bail` looks between files only, and each folder's tests are one file there.
 */
export default class UntilTheFirstFailure extends TestEnvironment {
  #failed = false;

  handleTestEvent(event) {
    if (event.name === 'test_start' && this.#failed) event.test.mode = 'skip';
    if (event.name === 'test_done' && event.test.errors.length > 0) this.#failed = true;
  }
}
